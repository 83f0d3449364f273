// SPDX-License-Identifier: Apache-2.0
//
// crossing_policy with three, four and sixteen workers: a machine whose rate depends on how many
// are awake obeys it. Nothing runs.
#include "akt/core/random.hpp"

#include "crossing_policy.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>

namespace crossing_of_many_tests {

using namespace std::chrono_literals;
using akt::detail::crossing_policy;

/// Workers rest when they are told to and steal, twice as many at each look, when it is not calm.
struct machine {
  using curve = std::function<double(std::uint32_t)>;

  std::uint32_t workers;
  curve moved;   ///< messages a look, by the workers that are awake
  curve crosses; ///< their share that goes from one to another

  crossing_policy policy{};
  akt::instant now{};
  std::uint32_t awake = workers, tries = 0, fewest = workers;
  std::vector<std::uint32_t> looks_with = std::vector<std::uint32_t>(workers + 1);

  /// The worst that a load does here: messages of all workers end at one. Rates differ by the root.
  static machine that_is_best_alone(std::uint32_t n) {
    return {n, [](auto k) { return 64'000 / std::sqrt(k); }, [](auto k) { return 1 - 1. / k; }};
  }
  static machine that_is_best_together(std::uint32_t n) {
    return {n, [](auto k) { return 3'000. * k; }, [](auto k) { return 1 - 1. / k; }};
  }
  static machine that_is_best_with(std::uint32_t best, std::uint32_t n) {
    return {n, [=](auto k) { return k > best ? 1'000. * n : 1'500. * n * k / best; },
            [](auto) { return .5; }};
  }

  crossing_policy::verdict look() {
    now += 500us;
    const bool calm = now < policy.calm_until();
    if (!calm) awake = std::min(2 * awake, workers);
    crossing_policy::look l{.now = now, .since_last = 500us, .busy = awake};
    l.resting = calm ? workers - awake : 0;
    l.moved = static_cast<std::uint64_t>(moved(awake));
    l.taken = l.given = static_cast<std::uint64_t>(moved(awake) * crosses(awake));
    const auto verdict = policy.judge(l);
    EXPECT_LT(verdict.rest, awake) << "one stays";
    if (verdict.rest > 0) ++tries;
    awake -= std::min(verdict.rest, awake - 1);
    fewest = std::min(fewest, awake);
    ++looks_with[awake];
    return verdict;
  }
  void pass(akt::duration time) {
    tries = 0;
    looks_with.assign(workers + 1, 0);
    for (const auto end = now + time; now < end;) (void)look();
  }
  double share_of_time_with(std::uint32_t k) const {
    std::uint32_t all = 0;
    for (auto n : looks_with) all += n;
    return double(looks_with[k]) / all;
  }
};

constexpr std::uint32_t sizes[] = {3, 4, 16};

TEST(crossing_of_many, becomes_one_step_by_step_where_one_alone_is_best) {
  for (auto n : sizes) {
    SCOPED_TRACE(n);
    auto m = machine::that_is_best_alone(n);
    while (m.awake > 1 && m.now < akt::instant(120ms)) (void)m.look();
    EXPECT_EQ(m.awake, 1u);
    EXPECT_EQ(m.tries, n == 3 ? 1u : n == 4 ? 2u : 4u);
    m.pass(20s);
    EXPECT_GT(m.share_of_time_with(1), .85);
    EXPECT_LT(m.share_of_time_with(n), .05);
  }
}

TEST(crossing_of_many, the_calm_is_short_at_first_however_many_steps_there_were) {
  auto m = machine::that_is_best_alone(16);
  while (m.awake > 1) (void)m.look();
  while (m.policy.trying()) (void)m.look();
  EXPECT_LE(m.policy.calm_until() - m.now, 125ms);
}

TEST(crossing_of_many, a_step_too_many_is_taken_back_and_those_that_were_right_stay_at_rest) {
  struct {
    std::uint32_t best, of;
  } cases[] = {{2, 4}, {8, 16}, {4, 16}};
  for (auto [best, of] : cases) {
    SCOPED_TRACE(best);
    auto m = machine::that_is_best_with(best, of);
    if (best == 4) m.moved = [](auto k) { return k > 8 ? 16'000 : k > 4 ? 24'000 : 9'000. * k; };
    m.pass(20s);
    m.pass(20s);
    EXPECT_GT(m.share_of_time_with(best), .85);
    EXPECT_LT(m.share_of_time_with(best / 2), .01) << "tried again every four seconds";
    EXPECT_GT(m.looks_with[best / 2], 0u) << "but tried";
    EXPECT_EQ(m.fewest, best / 2);
  }
}

TEST(crossing_of_many, are_left_alone_for_longer_and_longer_where_all_together_are_best) {
  for (auto n : sizes) {
    SCOPED_TRACE(n);
    auto m = machine::that_is_best_together(n);
    m.pass(60s);
    EXPECT_LE(m.tries, 20u);
    EXPECT_GE(m.tries, 10u);
    EXPECT_EQ(m.fewest, n / 2) << "never less than half";
    EXPECT_GT(m.share_of_time_with(n), .99);
  }
}

TEST(crossing_of_many, a_step_too_many_does_not_shorten_the_calm_of_the_one_before) {
  auto m = machine::that_is_best_with(2, 4);
  m.now += 1min;
  while (m.fewest > 1) (void)m.look();
  while (m.awake < 4) (void)m.look();
  while (m.awake > 2 || m.policy.trying()) (void)m.look();
  EXPECT_GT(m.policy.calm_until() - m.now, 60ms);
}

TEST(crossing_of_many, are_tried_again_soon_once_fewer_were_right_again) {
  auto m = machine::that_is_best_together(4);
  m.pass(10s);
  m.pass(1s);
  EXPECT_LE(m.tries, 1u);
  m.moved = machine::that_is_best_alone(4).moved;
  m.pass(10s);
  m.moved = machine::that_is_best_together(4).moved;
  m.pass(500ms);
  m.pass(1500ms);
  EXPECT_GE(m.tries, 2u);
}

TEST(crossing_of_many, all_are_back_at_once_when_handlers_get_longer) {
  for (auto n : sizes) {
    SCOPED_TRACE(n);
    auto m = machine::that_is_best_alone(n);
    while (m.awake > 1) (void)m.look();
    while (m.policy.trying()) (void)m.look();
    m.moved = [](auto k) { return 500. * k; };
    m.pass(8ms);
    EXPECT_EQ(m.awake, n);
  }
}

// Also where it is waiting for one another that takes so long: not tried yet with so many cores.
TEST(crossing_of_many, half_a_microsecond_of_a_worker_for_each_message_is_a_long_handler) {
  for (auto n : sizes) {
    SCOPED_TRACE(n);
    auto m = machine::that_is_best_alone(n);
    m.moved = [](auto k) { return 999. * k; };
    m.pass(1s);
    EXPECT_EQ(m.tries, 0u);
    m.moved = [](auto k) { return 1'000. * k; };
    m.pass(1s);
    EXPECT_GT(m.tries, 0u);
  }
}

TEST(crossing_of_many, all_are_back_within_half_a_second_when_more_can_do_more) {
  for (auto n : sizes) {
    SCOPED_TRACE(n);
    auto m = machine::that_is_best_alone(n);
    m.pass(20s);
    m.moved = machine::that_is_best_together(n).moved;
    const auto since = m.now;
    while (m.awake < n && m.now < since + 1s) (void)m.look();
    EXPECT_LE(m.now - since, 510ms);
    m.pass(20s);
    EXPECT_GT(m.share_of_time_with(n), .97);
  }
}

TEST(crossing_of_many, those_that_are_busy_at_one_look_of_four_are_not_counted_on_at_the_last) {
  crossing_policy policy;
  crossing_policy::look l{.since_last = 500us, .moved = 20'000, .taken = 8'000, .given = 8'000};
  for (int i = 1; i <= 400; ++i) {
    l.now += l.since_last;
    l.busy = i % 4 == 0 ? 8 : 16;
    ASSERT_EQ(policy.judge(l).rest, 0u) << "half of sixteen are what is left anyway";
  }
  for (int i = 1; i <= 16; ++i) {
    l.now += l.since_last;
    l.busy = i % 4 == 0 ? 10 : 16;
    ASSERT_EQ(policy.judge(l).rest, i == 16 ? 2u : 0u);
  }
}

TEST(crossing_of_many, one_is_left_however_the_number_of_the_busy_jumps) {
  akt::random_stream random(7, 0, "busy workers");
  for (auto n : sizes) {
    crossing_policy policy;
    crossing_policy::look l{.since_last = 500us, .moved = 40'000};
    std::uint32_t rests = 0;
    for (int i = 0; i < 100'000; ++i) {
      l.now += l.since_last;
      l.busy = static_cast<std::uint32_t>(random.below(n + 1));
      l.taken = l.given = 40'000;
      const auto rest = policy.judge(l).rest;
      rests += rest > 0;
      ASSERT_TRUE(rest == 0 || rest < l.busy) << rest << " of " << l.busy;
    }
    EXPECT_GT(rests, 10u);
  }
}

TEST(crossing_of_many, a_load_that_is_long_and_short_in_turns_is_left_alone) {
  for (auto n : sizes) {
    SCOPED_TRACE(n);
    auto m = machine::that_is_best_together(n);
    m.pass(300ms);
    const auto short_handlers = m.moved;
    std::uint32_t tries = 0;
    for (int i = 0; i < 1'000; ++i) { // 20 s, of which a try never sees the end
      m.moved = short_handlers;
      m.pass(16ms);
      tries += m.tries;
      m.moved = [](auto k) { return 500. * k; };
      m.pass(4ms);
      tries += m.tries;
    }
    EXPECT_LE(tries, 100u);
    EXPECT_GE(tries, 50u);
    m.moved = machine::that_is_best_alone(n).moved;
    m.pass(2s);
    tries = 0;
    for (int i = 0; i < 12; ++i) {
      m.moved = short_handlers;
      m.pass(16ms);
      tries += m.tries;
      m.moved = [](auto k) { return 500. * k; };
      m.pass(4ms);
    }
    EXPECT_GE(tries, 2u) << "a try that was judged is a new beginning";
  }
}

} // namespace crossing_of_many_tests
