// SPDX-License-Identifier: Apache-2.0
//
// What users see of the workers: one handler of an actor at a time, what it writes is there for the
// next one, and nobody starves. Meant for ThreadSanitizer, too.
#include "threads_test_support.hpp"

namespace dispatch_tests {

namespace {

using dispatch = akt_test::threaded;

struct Go {};
struct Get {};

akt::system_options with_workers(unsigned n) {
  akt::system_options o;
  o.name = "dispatch";
  o.workers = n;
  o.extra_workers = 0;
  return o;
}

/// Calls f(0), f(1), ... on as many threads.
template <class F>
void on_threads(int threads, F f) {
  std::vector<std::thread> running;
  for (int t = 0; t < threads; ++t) running.emplace_back([&, t] { f(t); });
  for (auto& thread : running) thread.join();
}

/// Fails if two workers are in one actor at a time.
class Exclusive {
public:
  Exclusive(int messages, std::atomic<int>* done) : left_(messages), done_(done) {}
  void on(Go) {
    EXPECT_FALSE(inside_.exchange(true));
    if (--left_ == 0) done_->fetch_add(1);
    inside_.store(false);
  }

private:
  int left_;
  std::atomic<int>* done_;
  std::atomic<bool> inside_{false};
};

} // namespace

// DISP-01
TEST_F(dispatch, ten_thousand_actors_get_a_hundred_messages_each_one_at_a_time) {
  constexpr int actors = 10'000, messages = 100, threads = 4;
  std::atomic<int> done{0};
  std::vector<akt::actor_ref<Exclusive>> all;
  for (int i = 0; i < actors; ++i)
    all.push_back(system.spawn<Exclusive>(akt::anonymous, messages, &done));
  on_threads(threads, [&](int) {
    for (int n = 0; n < messages / threads; ++n)
      for (auto& a : all) a.tell<Go>();
  });
  ASSERT_TRUE(quiet());
  EXPECT_EQ(done.load(), actors);
}

namespace {

struct Hot {
  std::atomic<bool>* go_on;
  void on(Go, akt::context<Hot>& ctx) {
    if (go_on->load()) ctx.self().tell<Go>();
  }
};
struct Cool {
  int on(Get) const { return 1; }
};

} // namespace

// DISP-02. How soon a thread gets a core is the operating system's affair: one answer in ten may
// come late.
TEST(dispatch_to, an_actor_answers_within_100_ms_beside_one_on_each_worker_that_never_rests) {
  for (unsigned workers : {1u, 2u}) {
    akt_test::checked_system system(with_workers(workers));
    std::atomic<bool> go_on{true};
    for (unsigned i = 0; i < workers; ++i) system.spawn<Hot>(akt::anonymous, &go_on).tell<Go>();
    auto cool = system.spawn<Cool>("cool");
    int in_time = 0;
    for (int i = 0; i < 100; ++i)
      if (cool.ask<Get>().within(std::chrono::milliseconds(100)).get()) ++in_time;
    EXPECT_GE(in_time, 90) << workers << " workers";
    go_on.store(false);
    EXPECT_TRUE(system.quiet());
  }
}

namespace {

struct Number {
  int from, n;
};
/// What each sender has sent, in the order in which it came.
class Recorder {
public:
  explicit Recorder(std::vector<std::vector<int>>* seen) : seen_(seen) {}
  void on(Number m) { (*seen_)[static_cast<std::size_t>(m.from)].push_back(m.n); }

private:
  std::vector<std::vector<int>>* seen_;
};

std::vector<std::vector<int>> what_four_senders_leave(std::uint32_t throughput) {
  std::vector<std::vector<int>> seen(4);
  auto o = with_workers(2);
  o.throughput = throughput;
  akt_test::checked_system system(o);
  auto recorder = system.spawn<Recorder>("recorder", &seen);
  on_threads(4, [&](int t) {
    for (int n = 0; n < 2000; ++n) recorder.tell<Number>(t, n);
  });
  system.stop();
  return seen;
}

} // namespace

// DISP-03
TEST(dispatch_to, an_actor_gives_the_same_results_with_one_message_a_turn_and_with_a_thousand) {
  auto one = what_four_senders_leave(1);
  EXPECT_EQ(one[3].size(), 2000u);
  EXPECT_EQ(one, what_four_senders_leave(1024));
}

namespace {

/// Counts without any care.
class Counter {
public:
  void on(Go) { ++count_; }
  int on(Get) const { return count_; }

private:
  int count_ = 0;
};
class Feeder {
public:
  Feeder(akt::actor_ref<Counter> to, int n) : to_(to), left_(n) {}
  void on(Go, akt::context<Feeder>& ctx) {
    for (int i = 0; i < 100 && left_ > 0; ++i, --left_) to_.tell<Go>();
    if (left_ > 0) ctx.self().tell<Go>();
  }

private:
  akt::actor_ref<Counter> to_;
  int left_;
};

} // namespace

// DISP-04
TEST_F(dispatch, a_plain_member_counts_a_million_messages_of_many_senders) {
  constexpr int each = 125'000;
  auto counter = system.spawn<Counter>("counter");
  for (int i = 0; i < 4; ++i) system.spawn<Feeder>(akt::anonymous, counter, each).tell<Go>();
  on_threads(4, [&](int) {
    for (int n = 0; n < each; ++n) counter.tell<Go>();
  });
  ASSERT_TRUE(quiet());
  EXPECT_EQ(counter.ask<Get>().get().value(), 1'000'000);
}

namespace {

/// Asks at each message, and counts messages and answers without any care.
class Curious {
public:
  explicit Curious(akt::actor_ref<Cool> cool) : cool_(cool) {}
  void on(Go) {
    ++count_;
    cool_.ask<Get>().then([this](const akt::result<int>& r) { count_ += r.value(); });
  }
  int on(Get) const { return count_; }

private:
  akt::actor_ref<Cool> cool_;
  int count_ = 0;
};

} // namespace

// REE-01
TEST_F(dispatch, callbacks_of_an_actor_take_turns_with_its_handlers) {
  auto curious = system.spawn<Curious>("curious", system.spawn<Cool>("cool"));
  on_threads(4, [&](int) {
    for (int n = 0; n < 2500; ++n) curious.tell<Go>();
  });
  ASSERT_TRUE(system.wait_until([&] { return curious.ask<Get>().get().value() == 20'000; }));
}

} // namespace dispatch_tests
