// SPDX-License-Identifier: Apache-2.0
//
// Expectations about children.
#include "akt/testkit.hpp"

#include <gtest/gtest.h>

namespace children_test {

using namespace std::chrono_literals;

struct Hire {
  std::string name;
};
struct HireLater {
  std::string name;
};
struct Dismiss {};

struct Apprentice {
  void on(Dismiss, akt::context<Apprentice>& ctx) { ctx.stop(); }
};
struct Clerk {};

struct Master {
  void on(const Hire& m, akt::context<Master>& ctx) { ctx.spawn<Apprentice>(m.name); }
  akt::task<> on(HireLater m, akt::context<Master>& ctx) {
    co_await ctx.sleep(10s);
    ctx.spawn<Apprentice>(m.name);
  }
  void on(Dismiss, akt::context<Master>& ctx) { ctx.spawn<Clerk>(akt::anonymous); }
};

std::vector<std::string> complaints;

struct children : testing::Test {
  children() {
    akt::testkit::on_failure([](const std::string& what, const char*, int line) {
      complaints.push_back(std::to_string(line) + ": " + what);
    });
    complaints.clear();
  }
  ~children() override { akt::testkit::use(before); }
  static bool says(const std::string& what) {
    return complaints.size() == 1 && complaints[0].find(what) != std::string::npos;
  }

  akt::testkit::test_framework before = akt::testkit::framework_in_use();
  akt::testkit::kit kit;
  akt::actor_ref<Master> master = kit.spawn<Master>("master");
};

TEST_F(children, are_expected_by_their_name) {
  master.tell<Hire>("tom");
  akt::any_ref tom = kit.expect_child(master, "tom");
  EXPECT_EQ(tom.path(), "akt://test/master/tom");
  EXPECT_TRUE(complaints.empty());
}

TEST_F(children, are_expected_by_their_class) {
  master.tell<Hire>("tom");
  master.tell<Dismiss>(); // a clerk comes
  EXPECT_EQ(kit.expect_child<Apprentice>(master, "tom"), kit.expect_child<Apprentice>(master));
  EXPECT_TRUE(kit.expect_child<Clerk>(master));
  EXPECT_TRUE(complaints.empty());
  EXPECT_FALSE(kit.expect_child<Clerk>(master, "tom"));
  EXPECT_TRUE(says("expected a child 'tom' of class children_test::Clerk of akt://test/master, its "
                   "children: tom (children_test::Apprentice), $"));
}

// TK-01
TEST_F(children, may_come_later_in_virtual_time) {
  master.tell<HireLater>("tom");
  EXPECT_FALSE(kit.expect_child(master, "tom", 10s - 1ms));
  EXPECT_TRUE(says("expected a child 'tom' of akt://test/master, its children: none"));
  EXPECT_TRUE(kit.expect_child(master, "tom", 1ms));
}

TEST_F(children, that_are_missing_are_a_failure_at_the_line_of_their_expectation) {
  const int line = __LINE__ + 1;
  EXPECT_FALSE(kit.expect_child(master, "tom"));
  EXPECT_TRUE(says(std::to_string(line) + ": "));
}

TEST_F(children, that_have_ended_are_not_seen) {
  master.tell<Hire>("tom");
  kit.expect_child<Apprentice>(master, "tom").tell<Dismiss>();
  EXPECT_FALSE(kit.expect_child(master, "tom"));
  EXPECT_TRUE(says("its children: none"));
}

TEST_F(children, of_nobody_and_of_an_actor_that_has_ended_are_none) {
  EXPECT_FALSE(kit.expect_child(akt::any_ref(), "tom"));
  EXPECT_TRUE(says("of an actor that has ended or never was"));
  complaints.clear();
  master.stop();
  EXPECT_FALSE(kit.expect_child(master, "tom"));
  EXPECT_TRUE(says("of an actor that has ended or never was"));
}

} // namespace children_test
