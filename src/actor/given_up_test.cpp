// SPDX-License-Identifier: Apache-2.0
//
// Asks whose time is over before the asked actor comes to them.
#include "test_support.hpp"

namespace given_up_test {

using namespace actor_test;
using akt::errc;
using akt::fate;

struct Question {
  int n;
};
struct Word {
  int n;
};
struct Watching {};
struct Turn {};

/// Writes down what it handles.
class Sage {
public:
  explicit Sage(journal* seen) : seen_(seen) {}
  int on(Question m) {
    seen_->push_back("?" + std::to_string(m.n));
    return m.n;
  }
  void on(Word m) { seen_->push_back(std::to_string(m.n)); }
  void on(Watching, akt::context<Sage>& ctx) { ctx.receive_timeout(1h); }
  void on(const akt::idle&) {}
  void on(Turn, akt::context<Sage>& ctx) {
    ctx.become([this](Question m) {
      seen_->push_back("turned " + std::to_string(m.n));
      return m.n;
    });
  }

private:
  journal* seen_;
};

struct Ask {
  int n;
  akt::duration within;
};
/// Asks on its turns, and waits or does not.
class Asker {
public:
  Asker(akt::actor_ref<Sage> sage, journal* heard) : sage_(sage), heard_(heard) {}
  akt::task<> on(Ask m) {
    auto answer = co_await sage_.ask<Question>(m.n).within(m.within);
    note(answer);
  }
  void on(Word m) {
    sage_.ask<Question>(m.n).within(100ms).then(
        [this](const akt::result<int>& answer) { note(answer); });
  }

private:
  void note(const akt::result<int>& answer) {
    heard_->push_back(answer ? std::to_string(*answer) : answer.error().message());
  }
  akt::actor_ref<Sage> sage_;
  journal* heard_;
};

/// Counts dead letters.
class Undertaker {
public:
  explicit Undertaker(int* expired) : expired_(expired) {}
  void on(const akt::started&, akt::context<Undertaker>& ctx) {
    ctx.subscribe(ctx.system().dead_letters());
  }
  void on(const akt::dead_letter& d) { *expired_ += d.reason == fate::expired ? 1 : 0; }

private:
  int* expired_;
};

struct heard_first { // outlives the kit
  journal heard;
  int letters = 0;
};
struct asks_that_are_late : heard_first, kit_test {
  akt::actor_ref<Undertaker> undertaker = kit.spawn<Undertaker>("undertaker", &letters);
  akt::actor_ref<Sage> sage = kit.spawn<Sage>("sage", &seen);
  akt::actor_ref<Asker> asker = kit.spawn<Asker>("asker", sage, &heard);
  akt::actor_ref<Asker> other = kit.spawn<Asker>("other", sage, &heard);

  void busy() {
    akt::any_ref(sage).suspend();
    kit.settle();
  }
  void free() {
    akt::any_ref(sage).reinstate();
    kit.settle();
  }
  std::uint64_t expired() { return system().fates()[fate::expired]; }
  std::uint32_t looks_for_them() {
    return akt::detail::cell_of(sage.where())->flags.get() & akt::detail::flag_given_up;
  }
};

// MSG-03
TEST_F(asks_that_are_late, are_not_handled_and_are_dead_letters_once) {
  busy();
  asker.tell<Ask>(1, 100ms);
  other.tell<Word>(2);
  EXPECT_EQ(error_of(sage.ask<Question>(3).within(100ms).get()), errc::timeout);
  kit.advance(1ms);
  EXPECT_EQ(heard.size(), 2u);
  sage.tell<Word>(4);
  free();
  EXPECT_EQ(seen, journal{"4"});
  EXPECT_EQ(expired(), 3u);
  EXPECT_EQ(letters, 3);
}

TEST_F(asks_that_are_late, do_not_keep_those_in_time_from_being_handled) {
  busy();
  asker.tell<Ask>(1, 100ms);
  other.tell<Ask>(2, 1h);
  kit.advance(1s);
  asker.tell<Ask>(3, 1h);
  kit.settle();
  free();
  EXPECT_EQ(seen, (journal{"?2", "?3"}));
  EXPECT_EQ(heard, (journal{"request timed out", "2", "3"}));
  EXPECT_EQ(expired(), 1u);
}

TEST_F(asks_that_are_late, leave_no_trace_when_what_waited_has_been_handled) {
  for (int round = 0; round < 3; ++round) {
    busy();
    asker.tell<Ask>(1, 100ms);
    kit.advance(1s);
    EXPECT_NE(looks_for_them(), 0u);
    free();
    EXPECT_EQ(looks_for_them(), 0u);
  }
  EXPECT_EQ(expired(), 3u);
}

/// The mark of the first ones is still behind them when the next one comes.
TEST_F(asks_that_are_late, are_found_also_if_they_come_while_others_wait) {
  busy();
  asker.tell<Ask>(1, 100ms);
  kit.advance(1s);
  other.tell<Ask>(2, 100ms);
  kit.advance(1s);
  asker.tell<Ask>(3, 100ms);
  kit.advance(1s);
  free();
  EXPECT_EQ(seen, journal{});
  EXPECT_EQ(expired(), 3u);
  EXPECT_EQ(looks_for_them(), 0u);
}

TEST_F(asks_that_are_late, are_known_to_actors_that_behave_or_watch_the_time) {
  sage.tell<Watching>();
  sage.tell<Turn>();
  kit.settle();
  busy();
  asker.tell<Ask>(1, 100ms);
  other.tell<Ask>(2, 1h);
  kit.advance(1s);
  free();
  EXPECT_EQ(seen, journal{"turned 2"});
  EXPECT_EQ(expired(), 1u);
}

TEST_F(asks_that_are_late, end_as_stopped_with_their_actor) {
  busy();
  asker.tell<Ask>(1, 100ms);
  kit.advance(1s);
  sage.stop();
  kit.settle();
  EXPECT_EQ(letters, 0);
  EXPECT_GE(system().fates()[fate::stopped], 1u);
}

} // namespace given_up_test
