// SPDX-License-Identifier: Apache-2.0
//
// What a supervisor decides, without actors.
#include "supervision_rules.hpp"
#include "test_support.hpp"

namespace supervisor_test {

using akt::directive;
using akt::supervisor;
using akt::detail::failure;

template <class E>
failure failed_with(E e) {
  return {akt::error(akt::errc::failed), std::make_exception_ptr(std::move(e))};
}
failure failed(akt::errc code) { return {akt::error(code, "told"), nullptr}; }

directive decide(const supervisor& s, const failure& f) { return s.rules()->decide(f); }

TEST(supervisor, stops_unless_it_says_otherwise) {
  EXPECT_EQ(decide(supervisor(), failed_with(1)), directive::stop);
  EXPECT_EQ(decide(supervisor().otherwise(directive::resume), failed_with(1)), directive::resume);
}

// SUP-19: rules match base classes, W-28.
TEST(supervisor, takes_the_first_rule_that_matches_base_classes_too) {
  auto s = supervisor()
               .on<std::invalid_argument>(directive::resume)
               .on<std::logic_error>(directive::restart)
               .on<std::exception>(directive::escalate)
               .otherwise(directive::suspend);
  EXPECT_EQ(decide(s, failed_with(std::invalid_argument(""))), directive::resume);
  EXPECT_EQ(decide(s, failed_with(std::out_of_range(""))), directive::restart);
  EXPECT_EQ(decide(s, failed_with(std::runtime_error(""))), directive::escalate);
  EXPECT_EQ(decide(s, failed_with(7)), directive::suspend);
  EXPECT_EQ(decide(s, failed(akt::errc::rejected)), directive::suspend);
}

TEST(supervisor, matches_by_predicate) {
  auto s = supervisor()
               .on<int>([](int thrown) { return thrown > 5; }, directive::restart)
               .when([](const akt::error& e) { return e.detail() == "told"; }, directive::resume);
  EXPECT_EQ(decide(s, failed_with(6)), directive::restart);
  EXPECT_EQ(decide(s, failed_with(5)), directive::stop);
  EXPECT_EQ(decide(s, failed(akt::errc::rejected)), directive::resume);
}

TEST(supervisor, matches_the_code_of_an_error_also_of_one_that_was_unwrapped) {
  auto s = supervisor().on(akt::errc::timeout, directive::resume);
  EXPECT_EQ(decide(s, failed(akt::errc::timeout)), directive::resume);
  EXPECT_EQ(decide(s, failed(akt::errc::rejected)), directive::stop);
  akt::result<int> late(akt::errc::timeout);
  try {
    (void)late.value();
  } catch (...) {
    EXPECT_EQ(decide(s, {akt::error(akt::errc::failed), std::current_exception()}),
              directive::resume);
  }
}

TEST(supervisor, that_is_shared_never_changes) {
  const auto shared = supervisor().on<int>(directive::resume);
  const auto changed = shared.otherwise(directive::restart).max_restarts(1).one_for_all();
  EXPECT_EQ(decide(shared, failed_with(std::string())), directive::stop);
  EXPECT_EQ(decide(changed, failed_with(std::string())), directive::restart);
  EXPECT_EQ(decide(changed, failed_with(1)), directive::resume);
  EXPECT_EQ(shared.rules()->restarts_max, 10u);
}

TEST(supervisor, out_of_range_is_refused_by_the_spawn) {
  using std::chrono_literals::operator""s;
  const std::pair<supervisor, std::string> all[] = {
      {supervisor().max_restarts(1, -1s), "max_restarts"},
      {supervisor().backoff(2s, 1s), "backoff"},
      {supervisor().backoff(-1s, 1s), "backoff"},
      {supervisor().when_spent(directive::restart), "when_spent"},
      {supervisor().when_spent(directive::resume).max_restarts(3), "when_spent"},
      {supervisor().backoff(2s, 1s).max_restarts(1, -1s).one_for_all(), "backoff"}};
  for (const auto& [bad, wrong] : all) {
    akt::testkit::kit kit;
    auto refused = kit.system().try_spawn<actor_test::Echo>(akt::spawn_options{.supervise = bad});
    EXPECT_EQ(actor_test::error_of(refused), akt::errc::invalid_argument);
    EXPECT_TRUE(actor_test::error_of(refused).detail().ends_with(" " + wrong));
    EXPECT_EQ(kit.system().actors_alive(), 0u);
  }
}

TEST(supervisor, names_its_directives) {
  EXPECT_STREQ(akt::name(directive::resume), "resume");
  EXPECT_STREQ(akt::name(directive::suspend), "suspend");
}

} // namespace supervisor_test
