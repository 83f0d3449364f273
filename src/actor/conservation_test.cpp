// SPDX-License-Identifier: Apache-2.0
//
// Every message has a fate, and the check that says so can fail.
#include "system_core.hpp"
#include "test_support.hpp"

namespace conservation_test {

using namespace actor_test;

std::string complaint;
void listen(const std::string& what, const char*, int) { complaint += what + "\n"; }

/// Runs what a kit says at its end.
template <class Plant>
std::string complaint_of(Plant plant) {
  complaint.clear();
  {
    akt::testkit::kit kit;
    akt::testkit::on_failure(&listen);
    plant(kit);
  }
  akt::testkit::on_failure(&report);
  return complaint;
}

TEST(conservation, holds_where_nothing_was_planted) {
  EXPECT_EQ(complaint_of([](akt::testkit::kit& kit) {
              auto echo = kit.spawn<Echo>("echo");
              echo.tell<Ping>(1);
              EXPECT_TRUE(echo.ask<Ping>(2).get());
            }),
            "");
}

TEST(conservation, notices_a_message_that_was_lost) {
  auto said = complaint_of([](akt::testkit::kit& kit) {
    kit.system().core().outside()->counters.sent.add(1); // sent, and then nowhere
  });
  EXPECT_NE(said.find("a message without a fate while the system lived, seed "), said.npos);
  EXPECT_NE(said.find("1 in flight by the counters, 0 found"), said.npos);
}

TEST(conservation, notices_a_message_that_was_lost_from_a_mailbox) {
  auto said = complaint_of([](akt::testkit::kit& kit) {
    auto echo = kit.spawn<Echo>("echo");
    kit.settle();
    echo.tell<Ping>(1);
    akt::detail::cell& c = *akt::detail::cell_of(echo.where());
    auto* lost = akt::detail::as_envelope(c.batch.first.get());
    ASSERT_NE(lost, nullptr) << "the message was handed over";
    c.batch.first.set(nullptr);
    kit.system().core().outside()->cache->put(lost->ops->block_class, lost);
  });
  EXPECT_NE(said.find("a message without a fate"), said.npos);
}

TEST(conservation, notices_a_fate_too_many) {
  auto said = complaint_of([](akt::testkit::kit& kit) {
    kit.system().core().outside()->counters.ended(akt::fate::handled);
  });
  EXPECT_NE(said.find("a message without a fate"), said.npos);
}

TEST(conservation, without_a_handler_of_its_own_a_kit_ends_the_process) {
  EXPECT_DEATH(
      {
        akt::testkit::on_failure(nullptr);
        akt::testkit::kit kit;
        kit.system().core().outside()->counters.sent.add(1);
      },
      "a message without a fate");
}

} // namespace conservation_test
