// SPDX-License-Identifier: Apache-2.0
//
// The check at the end of every system on real threads can fail.
#include "threads_test_support.hpp"

#include <gtest/gtest-spi.h>

namespace conservation_threads_tests {

namespace {

template <class Plant>
void end_with(Plant plant) {
  akt::system_options o;
  o.name = "planted";
  o.workers = 1;
  o.stop_timeout = std::chrono::milliseconds(1);
  akt_test::checked_system system(o);
  system.patience = std::chrono::milliseconds(1);
  plant(*system.core().outside());
}

} // namespace

TEST(conservation_on_threads, notices_a_message_that_was_lost) {
  auto lose = [](akt::detail::sender& s) { s.counters.sent.add(1); };
  EXPECT_NONFATAL_FAILURE(end_with(lose), "1 in flight of 1 sent");
}

TEST(conservation_on_threads, notices_a_fate_too_many) {
  auto end_twice = [](akt::detail::sender& s) { s.counters.ended(akt::fate::handled); };
  EXPECT_NONFATAL_FAILURE(end_with(end_twice), "in flight of 0 sent");
}

TEST(conservation_on_threads, notices_an_actor_that_never_ended) {
  auto forget = [](akt::detail::sender& s) { s.spawned.add(1); };
  EXPECT_NONFATAL_FAILURE(end_with(forget), "actors_alive()");
}

} // namespace conservation_threads_tests
