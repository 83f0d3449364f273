// SPDX-License-Identifier: Apache-2.0
//
// What is a dead letter and what is not, when actors and systems end.
#include "test_support.hpp"

#include <algorithm>

namespace undelivered_test {

using namespace actor_test;

struct Note {
  int n = 0;
};
struct Park {};

/// Waits for an hour at `Park`.
struct Sleepy {
  void on(Note) {}
  akt::task<> on(Park, akt::context<Sleepy>& ctx) { co_await ctx.sleep(1h); }
};

class Mourner {
public:
  explicit Mourner(std::vector<akt::dead_letter>* seen) : seen_(seen) {}
  void on(const akt::started&, akt::context<Mourner>& ctx) {
    ctx.subscribe(ctx.system().dead_letters());
  }
  void on(const akt::dead_letter& letter) { seen_->push_back(letter); }

private:
  std::vector<akt::dead_letter>* seen_;
};

struct letters_first {
  std::vector<akt::dead_letter> letters; // outlives the kit
};
struct undelivered : letters_first, kit_test {
  akt::actor_ref<Mourner> mourner = kit.spawn<Mourner>("mourner", &letters);
  akt::actor_ref<Sleepy> sleepy = kit.spawn<Sleepy>("sleepy");
  akt::actor_ref<Gate> gate = kit.spawn<Gate>("gate");
  akt::actor_ref<Watcher> watcher = kit.spawn<Watcher>("watcher", &ended);
  void SetUp() override { kit.settle(); }

  auto letters_with(akt::fate why) {
    return std::count_if(letters.begin(), letters.end(),
                         [&](const akt::dead_letter& l) { return l.reason == why; });
  }
};

// STOP-11
TEST_F(undelivered, is_what_waits_where_an_actor_ends_now_and_who_asked_hears_of_it_at_once) {
  auto parked = later(sleepy.ask<Park>().within(1h));
  kit.settle();
  for (int n = 0; n < 3; ++n) sleepy.tell<Note>(n);
  auto asked = later(sleepy.ask<Note>(3));
  kit.settle();
  auto before = kit.world().now();
  sleepy.stop(akt::now);
  kit.settle();
  EXPECT_EQ(kit.world().now(), before);
  EXPECT_EQ(error_of(**parked), akt::errc::cancelled);
  EXPECT_EQ(error_of(**asked), akt::errc::stopped);
  EXPECT_EQ(letters.size(), 5u);
  EXPECT_EQ(letters_with(akt::fate::stopped), 4);
  EXPECT_EQ(letters_with(akt::fate::cancelled), 1);
}

// MSG-03: unlike there, an ask that was handled is no dead letter, whatever its asker waits for.
TEST_F(undelivered, is_no_ask_that_was_handled_and_no_answer_that_comes_too_late) {
  EXPECT_EQ(error_of(gate.ask<Wait>().within(100ms).get()), akt::errc::timeout);
  kit.settle();
  EXPECT_EQ(kit.await(gate.ask<Open>(1)).value(), 1);
  kit.settle();
  EXPECT_EQ(fates(akt::fate::expired), 1u) << "the late answer is counted";
  EXPECT_TRUE(letters.empty());
}

// DW-07
TEST_F(undelivered, is_never_the_news_that_an_actor_has_ended) {
  std::vector<akt::actor_ref<Sleepy>> mortals;
  for (int i = 0; i < 3; ++i) mortals.push_back(kit.spawn<Sleepy>(akt::anonymous));
  for (auto& m : mortals) watcher.tell<Watch>(m);
  kit.settle();
  mortals[0].stop();
  kit.settle();
  EXPECT_EQ(ended.size(), 1u) << "handled";
  watcher.tell<Unwatch>(mortals[1]);
  mortals[1].stop(akt::now);
  kit.settle();
  EXPECT_EQ(ended.size(), 1u) << "no longer wanted";
  watcher.stop(akt::now);
  mortals[2].stop(akt::now);
  kit.settle();
  EXPECT_EQ(ended.size(), 1u) << "too late";
  EXPECT_TRUE(letters.empty());
}

struct Hope {};
/// Waits for an answer, then tells whom it waited for.
class Hopeful {
public:
  Hopeful(akt::actor_ref<Gate> gate, journal* seen) : gate_(gate), seen_(seen) {}
  akt::task<> on(Hope) {
    auto answer = co_await gate_.ask<Wait>().within(1h);
    seen_->push_back(answer ? "answered" : answer.error().message());
    gate_.tell<Open>(1);
  }

private:
  akt::actor_ref<Gate> gate_;
  journal* seen_;
};

// MSG-11: unlike there, who hears of dead letters ends with the system, so that they are counted.
TEST_F(undelivered, is_what_is_told_while_the_system_stops_but_answers_still_come) {
  kit.spawn<Hopeful>("hopeful", gate, &seen).tell<Hope>();
  kit.settle();
  EXPECT_EQ(fates(akt::fate::stopped), 0u);
  system().stop(); // ends the gate, which answers
  EXPECT_EQ(seen, journal{"actor stopped"});
  EXPECT_EQ(fates(akt::fate::stopped), 1u) << "what it told the gate";
  EXPECT_EQ(system().fates().in_flight, 0u);
}

struct Fetch {};
/// Passes on what a call from outside gives.
class Courier {
public:
  Courier(akt::actor_ref<Sleepy> to, std::vector<akt::reply_port<int>>* ports)
      : to_(to), ports_(ports) {}
  akt::task<> on(Fetch) {
    auto keep = [this](akt::reply_port<int> port) { ports_->push_back(std::move(port)); };
    auto fetched = co_await akt::from_callback<int>(keep);
    if (fetched) to_.tell<Note>(*fetched);
  }

private:
  akt::actor_ref<Sleepy> to_;
  std::vector<akt::reply_port<int>>* ports_;
};

// PIPE-05: unlike there, the result comes to who began the call, who passes it on.
TEST_F(undelivered, is_a_result_for_an_actor_that_has_ended_before_or_while_it_was_fetched) {
  std::vector<akt::reply_port<int>> ports;
  auto courier = kit.spawn<Courier>("courier", sleepy, &ports);
  courier.tell<Fetch>();
  kit.settle();
  sleepy.stop();
  kit.settle();
  EXPECT_TRUE(letters.empty());
  ports.back().fulfil(1);
  kit.settle();
  EXPECT_EQ(letters_with(akt::fate::stopped), 1) << "while";
  courier.tell<Fetch>();
  kit.settle();
  ports.back().fulfil(2);
  kit.settle();
  ASSERT_EQ(letters_with(akt::fate::stopped), 2) << "before";
  EXPECT_EQ(letters.back().message, "undelivered_test::Note");
}

} // namespace undelivered_test
