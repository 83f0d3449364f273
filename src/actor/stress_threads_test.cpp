// SPDX-License-Identifier: Apache-2.0
//
// Storms on real threads, small enough for every run: meant for ThreadSanitizer. Each handler
// checks that it is alone and that every sender's messages come in order; the tear-down checks that
// every message had a fate.
#include "threads_test_support.hpp"

namespace stress_tests {

namespace {

using stress = akt_test::threaded;

#if AKT_TSAN || AKT_ASAN
constexpr int scale = 1;
#else
constexpr int scale = 10;
#endif

struct Number {
  std::uint32_t from;
  std::uint32_t n;
};
struct Tick {};
struct Get {};

/// Fails if two workers are in one actor at a time.
class Alone {
public:
  explicit Alone(std::atomic<int>& inside) : inside_(inside) { EXPECT_EQ(inside_.fetch_add(1), 0); }
  ~Alone() { inside_.fetch_sub(1); }

private:
  std::atomic<int>& inside_;
};

class Consumer {
public:
  explicit Consumer(std::size_t senders) : last_(senders, 0) {}
  void on(Number m) {
    Alone alone(inside_);
    EXPECT_EQ(m.n, last_[m.from] + 1) << "from " << m.from;
    last_[m.from] = m.n;
    ++count_;
  }
  std::uint64_t on(Get) const { return count_; }

private:
  std::atomic<int> inside_{0};
  std::vector<std::uint32_t> last_;
  std::uint64_t count_ = 0;
};

class Producer {
public:
  Producer(akt::actor_ref<Consumer> to, std::uint32_t me, std::uint32_t n)
      : to_(to), me_(me), left_(n) {}
  void on(Tick, akt::context<Producer>& ctx) {
    for (int i = 0; i < 50 && left_ > 0; ++i, --left_) to_.tell<Number>(me_, ++sent_);
    if (left_ > 0) ctx.self().tell<Tick>();
  }

private:
  akt::actor_ref<Consumer> to_;
  std::uint32_t me_, left_, sent_ = 0;
};

} // namespace

TEST_F(stress, actors_and_threads_fill_one_mailbox_in_order) {
  constexpr std::uint32_t producers = 4, threads = 2, each = 5000 * scale;
  auto consumer = system.spawn<Consumer>("consumer", std::size_t(producers + threads));
  for (std::uint32_t i = 0; i < producers; ++i)
    system.spawn<Producer>(akt::anonymous, consumer, i, each).tell<Tick>();
  std::vector<std::thread> outside;
  for (std::uint32_t t = 0; t < threads; ++t)
    outside.emplace_back([=] {
      for (std::uint32_t n = 1; n <= each; ++n) consumer.tell<Number>(producers + t, n);
    });
  for (auto& t : outside) t.join();
  ASSERT_TRUE(quiet());
  EXPECT_EQ(consumer.ask<Get>().get().value(), std::uint64_t(producers + threads) * each);
}

namespace {

struct Ask {
  std::uint32_t n;
};
/// Answers every third ask late, by a promise, and every seventh never.
class Oracle {
public:
  akt::deferred<std::uint32_t> on(Ask m) {
    akt::deferred<std::uint32_t> answer;
    if (m.n % 7 == 0)
      kept_.push_back(answer);
    else if (m.n % 3 == 0)
      late_.emplace_back(answer, m.n);
    else
      answer.fulfil(m.n);
    if (late_.size() > 8) on(Tick{});
    return answer;
  }
  void on(Tick) {
    for (auto& [answer, n] : late_) answer.fulfil(n);
    late_.clear();
  }

private:
  std::vector<akt::deferred<std::uint32_t>> kept_;
  std::vector<std::pair<akt::deferred<std::uint32_t>, std::uint32_t>> late_;
};

class Asker {
public:
  Asker(akt::actor_ref<Oracle> oracle, std::uint32_t n, std::atomic<std::uint32_t>* done)
      : oracle_(oracle), n_(n), done_(done) {}
  akt::task<> on(Tick) {
    for (std::uint32_t i = 1; i <= n_; ++i) {
      auto answer = co_await oracle_.ask<Ask>(i).within(std::chrono::milliseconds(2));
      Alone alone(inside_);
      if (answer)
        EXPECT_EQ(*answer, i);
      else
        EXPECT_TRUE(answer.error() == akt::errc::timeout) << answer.error().message();
      done_->fetch_add(1);
    }
  }

private:
  akt::actor_ref<Oracle> oracle_;
  std::uint32_t n_;
  std::atomic<std::uint32_t>* done_;
  std::atomic<int> inside_{0};
};

} // namespace

// MSG-05
TEST_F(stress, asks_that_are_answered_late_or_never_complete_exactly_once) {
  constexpr std::uint32_t askers = 16, each = 60 * scale;
  std::atomic<std::uint32_t> done{0};
  auto oracle = system.spawn<Oracle>("oracle");
  for (std::uint32_t i = 0; i < askers; ++i)
    system.spawn<Asker>(akt::anonymous, oracle, each, &done).tell<Tick>();
  ASSERT_TRUE(quiet());
  EXPECT_EQ(done.load(), askers * each);
}

namespace {

class Mayfly {
public:
  explicit Mayfly(std::atomic<std::uint64_t>* lived) : lived_(lived) {}
  void on(Tick, akt::context<Mayfly>& ctx) {
    lived_->fetch_add(1);
    ctx.stop();
  }

private:
  std::atomic<std::uint64_t>* lived_;
};

/// Spawns mayflies and keeps telling those that are gone.
class Breeder {
public:
  Breeder(std::uint32_t n, std::atomic<std::uint64_t>* lived) : left_(n), lived_(lived) {}
  void on(Tick, akt::context<Breeder>& ctx) {
    for (int i = 0; i < 20 && left_ > 0; ++i, --left_) {
      auto fly = ctx.system().spawn<Mayfly>(akt::anonymous, lived_);
      fly.tell<Tick>();
      old_[left_ % 32] = fly;
      auto& stale = old_[(left_ * 7) % 32];
      if (stale) stale.tell<Tick>();
      if (stale && left_ % 5 == 0) stale.stop(akt::now);
      if (stale && left_ % 11 == 0) stale.stop();
    }
    if (left_ > 0) ctx.self().tell<Tick>();
  }

private:
  std::uint32_t left_;
  std::atomic<std::uint64_t>* lived_;
  akt::actor_ref<Mayfly> old_[32];
};

} // namespace

TEST_F(stress, spawn_and_stop_storms_with_stale_references_touch_nobody_else) {
  std::atomic<std::uint64_t> lived{0};
  for (int i = 0; i < 4; ++i)
    system.spawn<Breeder>(akt::anonymous, 3000u * scale, &lived).tell<Tick>();
  ASSERT_TRUE(quiet());
  auto report = system.fates();
  EXPECT_GT(lived.load(), 0u);
  EXPECT_GT(report[akt::fate::stopped], 0u);
}

TEST_F(stress, names_are_won_once_and_freed_with_their_actor) {
  std::atomic<std::uint32_t> won{0}, taken{0};
  std::atomic<std::uint64_t> lived{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < 200 * scale; ++i) {
        auto fly = system.try_spawn<Mayfly>("only", &lived);
        if (fly) {
          won.fetch_add(1);
          fly->tell<Tick>();
        } else {
          EXPECT_TRUE(fly.error() == akt::errc::name_taken) << fly.error().message();
          taken.fetch_add(1);
        }
      }
    });
  for (auto& t : threads) t.join();
  ASSERT_TRUE(quiet());
  EXPECT_EQ(lived.load(), won.load());
  EXPECT_EQ(won.load() + taken.load(), 4u * 200u * scale);
}

} // namespace stress_tests
