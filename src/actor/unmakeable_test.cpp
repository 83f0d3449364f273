// SPDX-License-Identifier: Apache-2.0
//
// What the log says of actors that cannot be made anew.
#include "test_support.hpp"

namespace unmakeable_test {

using namespace actor_test;

class Vase {
public:
  explicit Vase(int height) : height_(height) {}
  int on(Ping) const { return height_; }

private:
  int height_;
};

struct unmakeable : testing::Test {
  unmakeable() { logged.clear(); }
  static inline journal logged;
  akt::testkit::kit kit{{.system = {.environment = {.log = [](std::string_view line) noexcept {
                                      logged.emplace_back(line);
                                    }}}}};
};

TEST_F(unmakeable, says_that_its_spawn_options_do_not_say_restartable) {
  auto vase = kit.system().spawn<Vase>(akt::spawn_options{.name = "vase"}, 3);
  vase.restart();
  kit.settle();
  ASSERT_EQ(logged.size(), 1u);
  EXPECT_NE(logged[0].find("akt://test/vase: cannot be made anew"), std::string::npos) << logged[0];
  EXPECT_NE(logged[0].find("restartable"), std::string::npos) << logged[0];
  EXPECT_EQ(kit.system().actors_alive(), 0u);
  auto one_that_says_so =
      kit.system().spawn<Vase>(akt::spawn_options{.name = "vase", .restartable = true}, 3);
  one_that_says_so.restart();
  EXPECT_EQ(kit.await(one_that_says_so.ask<Ping>(1)).value(), 3);
}

} // namespace unmakeable_test
