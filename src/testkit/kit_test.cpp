// SPDX-License-Identifier: Apache-2.0
#include "akt/testkit.hpp"

#include <gtest/gtest.h>

namespace testkit_test {

struct Square {
  int n = 0;
};
struct Squared {
  int n = 0;
  friend bool operator==(const Squared&, const Squared&) = default;
  friend std::ostream& operator<<(std::ostream& out, const Squared& m) { return out << m.n; }
};
using Results = akt::actor_ref<akt::protocol<void(Squared)>>;

struct Calculator {
  Results out;
  int on(const Square& m) const {
    out.tell<Squared>(m.n * m.n);
    return m.n * m.n;
  }
};

std::vector<std::string>& failures() {
  static std::vector<std::string> all;
  return all;
}

/// Expectations that fail are kept, so that a test sees them fail.
struct kept_failures : testing::Test {
  kept_failures() {
    failures().clear();
    akt::testkit::on_failure([](const std::string& what, const char* file, int line) {
      failures().push_back(what);
      EXPECT_NE(std::string(file).find("kit"), std::string::npos);
      EXPECT_GT(line, 0);
    });
  }
  ~kept_failures() override { akt::testkit::on_failure(nullptr); }

  akt::testkit::kit kit;
  akt::testkit::probe<Squared, Square> probe{kit};
};

using probe_test = kept_failures;

TEST_F(probe_test, takes_messages_in_their_order_and_then_has_none) {
  auto calculator = kit.spawn<Calculator>("calculator", Results(probe.ref()));
  calculator.tell<Square>(2);
  calculator.tell<Square>(3);
  probe.expect(Squared{4});
  EXPECT_EQ(probe.expect<Squared>().n, 9);
  probe.expect_none();
  EXPECT_TRUE(failures().empty());
}

TEST_F(probe_test, fails_when_nothing_comes) {
  EXPECT_EQ(probe.expect<Squared>().n, 0);
  ASSERT_EQ(failures().size(), 1u);
  EXPECT_NE(failures()[0].find("Squared, got nothing"), std::string::npos) << failures()[0];
}

TEST_F(probe_test, fails_on_another_value) {
  probe.ref().tell<Squared>(1);
  probe.expect(Squared{2});
  EXPECT_EQ(failures(), std::vector<std::string>{"expected testkit_test::Squared 2, got another "
                                                 "value: testkit_test::Squared 1"});
}

TEST_F(probe_test, fails_on_another_type) {
  probe.ref().tell<Square>(1);
  probe.expect<Squared>();
  ASSERT_EQ(failures().size(), 1u);
  EXPECT_NE(failures()[0].find("Squared, got testkit_test::Square"), std::string::npos)
      << failures()[0];
}

TEST_F(probe_test, fails_on_a_message_too_many) {
  probe.ref().tell<Squared>(1);
  probe.expect_none();
  EXPECT_EQ(failures(), std::vector<std::string>{"expected no message, got 1"});
}

TEST_F(probe_test, that_nothing_came_does_not_pass_time) {
  auto before = kit.world().now();
  probe.expect_none();
  EXPECT_EQ(kit.world().now(), before);
}

TEST_F(kept_failures, a_kit_awaits_an_answer) {
  auto calculator = kit.spawn<Calculator>("calculator", Results(probe.ref()));
  EXPECT_EQ(kit.await(calculator.ask<Square>(5)).value(), 25);
}

TEST_F(kept_failures, a_kit_has_one_system_named_as_asked) {
  EXPECT_EQ(kit.system().name(), "test");
  akt::testkit::kit other({.system = {.name = "other"}});
  EXPECT_EQ(other.system().name(), "other");
}

TEST(kit, repeats_a_run_with_its_seed) {
  auto run = [](std::uint64_t seed) {
    akt::testkit::kit kit({.seed = seed, .policy = "pct:2"});
    akt::testkit::probe<Squared> probe(kit);
    auto calculator = kit.spawn<Calculator>("calculator", Results(probe.ref()));
    for (int i = 0; i < 20; ++i) calculator.tell<Square>(i);
    kit.settle();
    return kit.world().trace_hash();
  };
  EXPECT_EQ(run(5), run(5));
  EXPECT_NE(run(5), run(6));
}

} // namespace testkit_test
