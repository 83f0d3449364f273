// SPDX-License-Identifier: Apache-2.0
//
// Tells: pairs, fans, a ring, spawn and stop.
#include "rows.hpp"

#include <memory>

namespace bench {
namespace {

// ---- pingpong

class Player;
struct Meet {
  akt::actor_ref<Player> peer;
};

class Player {
public:
  Player(u64 last, std::atomic<int>* left, flag* done) : last_(last), left_(left), done_(done) {}
  void on(Num m) {
    if (m.v < last_) return peer_.tell<Num>(m.v + 1);
    check(m.v == last_, "the last number is wrong");
    if (left_->fetch_sub(1) == 1) done_->store(true);
  }
  void on(const Meet& m) { peer_ = m.peer; }

private:
  akt::actor_ref<Player> peer_;
  u64 last_;
  std::atomic<int>* left_;
  flag* done_;
};

round_time pingpong(akt::actor_system& system, int pairs, u64 n) {
  flag done{false};
  std::atomic<int> left{pairs};
  std::vector<akt::actor_ref<Player>> starters;
  for (int i = 0; i < pairs; ++i) {
    auto a = system.spawn<Player>(akt::anonymous, 2 * n, &left, &done);
    auto b = system.spawn<Player>(akt::anonymous, 2 * n, &left, &done);
    a.tell<Meet>(b);
    b.tell<Meet>(a);
    starters.push_back(a);
  }
  pause_ms(20);
  stopwatch watch;
  for (auto& a : starters) a.tell<Num>(u64(1));
  wait(done);
  return watch.elapsed();
}

// ---- fan-in, fan-out, tell from outside

class Counter {
public:
  Counter(u64 n, std::atomic<int>* left, std::atomic<u64>* sum)
      : n_(n), left_(left), sum_of_all_(sum) {}
  void on(Num m) {
    sum_ += m.v;
    if (++count_ != n_) return;
    sum_of_all_->fetch_add(sum_);
    left_->fetch_sub(1);
  }

private:
  u64 count_ = 0, sum_ = 0, n_;
  std::atomic<int>* left_;
  std::atomic<u64>* sum_of_all_;
};

using counters = std::vector<akt::actor_ref<Counter>>;

class Producer {
public:
  Producer(std::shared_ptr<const counters> to, u64 n, int batch)
      : to_(std::move(to)), n_(n), batch_(batch) {}
  void on(Tick, akt::context<Producer>& ctx) {
    for (int k = 0; k < batch_ && sent_ < n_; ++k, ++sent_)
      for (auto& to : *to_) to.tell<Num>(sent_);
    if (sent_ < n_) ctx.self().tell<Tick>();
  }

private:
  std::shared_ptr<const counters> to_;
  u64 sent_ = 0, n_;
  int batch_;
};

void check_sum(std::atomic<int>& left, std::atomic<u64>& sum, u64 n, u64 each) {
  for (auto until = now_ns() + 60'000'000'000u; left.load() > 0;) {
    check(now_ns() < until, "messages are missing");
    std::this_thread::sleep_for(std::chrono::microseconds(200));
  }
  check(sum.load() == n * (n - 1) / 2 * each, "the sum is wrong");
}

round_time fan(akt::actor_system& system, u64 producers, u64 consumers, u64 n, int batch) {
  std::atomic<int> left{static_cast<int>(consumers)};
  std::atomic<u64> sum{0};
  auto to = std::make_shared<counters>();
  std::vector<akt::actor_ref<Producer>> from_them;
  for (u64 i = 0; i < consumers; ++i)
    to->push_back(system.spawn<Counter>(akt::anonymous, n * producers, &left, &sum));
  for (u64 i = 0; i < producers; ++i)
    from_them.push_back(system.spawn<Producer>(akt::anonymous, to, n, batch));
  pause_ms(20);
  stopwatch watch;
  for (auto& p : from_them) p.tell<Tick>();
  check_sum(left, sum, n, producers * consumers);
  return watch.elapsed();
}

round_time tell_from_outside(akt::actor_system& system, u64 n) {
  std::atomic<int> left{1};
  std::atomic<u64> sum{0};
  auto counter = system.spawn<Counter>(akt::anonymous, n, &left, &sum);
  stopwatch watch;
  for (u64 i = 0; i < n; ++i) counter.tell<Num>(i);
  check_sum(left, sum, n, 1);
  return watch.elapsed();
}

// ---- ring

class Link;
struct Next {
  akt::actor_ref<Link> link;
};

class Link {
public:
  Link(std::size_t number, std::atomic<std::size_t>* last, flag* done)
      : number_(number), last_(last), done_(done) {}
  void on(Num m) {
    if (m.v > 0) return next_.tell<Num>(m.v - 1);
    last_->store(number_);
    done_->store(true);
  }
  void on(const Next& m) { next_ = m.link; }

private:
  akt::actor_ref<Link> next_;
  std::size_t number_;
  std::atomic<std::size_t>* last_;
  flag* done_;
};

round_time ring(akt::actor_system& system, std::size_t n, u64 hops) {
  flag done{false};
  std::atomic<std::size_t> last{n};
  std::vector<akt::actor_ref<Link>> links;
  for (std::size_t i = 0; i < n; ++i)
    links.push_back(system.spawn<Link>(akt::anonymous, i, &last, &done));
  for (std::size_t i = 0; i < n; ++i) links[i].tell<Next>(links[(i + 1) % n]);
  pause_ms(20);
  stopwatch watch;
  links[0].tell<Num>(hops);
  wait(done);
  auto took = watch.elapsed();
  check(last.load() == hops % n, "the number ended on the wrong actor");
  return took;
}

// ---- spawn, one message, stop

struct Answer {
  u64 v;
};
class Spawner;

class Child {
public:
  explicit Child(akt::actor_ref<Spawner> parent) : parent_(parent) {}
  void on(Num m, akt::context<Child>& ctx);

private:
  akt::actor_ref<Spawner> parent_;
};

class Spawner {
public:
  Spawner(u64 n, flag* done) : n_(n), done_(done) {}
  void on(Tick, akt::context<Spawner>& ctx) {
    for (int k = 0; k < 500 && spawned_ < n_; ++k, ++spawned_)
      ctx.system().spawn<Child>(akt::anonymous, ctx.self()).tell<Num>(spawned_);
    if (spawned_ < n_) ctx.self().tell<Tick>();
  }
  void on(Answer m) {
    sum_ += m.v;
    if (++answered_ != n_) return;
    check(sum_ == n_ * (n_ - 1) / 2, "the sum of the answers is wrong");
    done_->store(true);
  }

private:
  u64 spawned_ = 0, answered_ = 0, sum_ = 0, n_;
  flag* done_;
};

void Child::on(Num m, akt::context<Child>& ctx) {
  parent_.tell<Answer>(m.v);
  ctx.stop();
}

constexpr row rows[] = {
    {"pingpong1",
     [] {
       rate("pingpong1", "rt/s", 1, 4e6,
            [](auto& system, u64 n) { return pingpong(system, 1, n); });
     }},
    {"pingpong64",
     [] {
       rate("pingpong64", "rt/s", 64, 2e5,
            [](auto& system, u64 n) { return pingpong(system, 64, n); });
     }},
    {"fanin1",
     [] {
       rate("fanin1", "msg/s", 1, 2e7,
            [](auto& system, u64 n) { return fan(system, 1, 1, n, 500); });
     }},
    {"fanin4",
     [] {
       rate("fanin4", "msg/s", 4, 4e6,
            [](auto& system, u64 n) { return fan(system, 4, 1, n, 500); });
     }},
    {"fanin64",
     [] {
       rate("fanin64", "msg/s", 64, 2.5e5,
            [](auto& system, u64 n) { return fan(system, 64, 1, n, 500); });
     }},
    {"tell_ext", [] { rate("tell_ext", "msg/s", 1, 8e6, tell_from_outside); }},
    {"fanout256",
     [] {
       rate("fanout256", "msg/s", 256, 6e4,
            [](auto& system, u64 n) { return fan(system, 1, 256, n, 2); });
     }},
    {"ring1000",
     [] {
       rate("ring1000", "hops/s", 1, 1e7,
            [](auto& system, u64 n) { return ring(system, 1000, n); });
     }},
    {"spawn", [] { rate("spawn", "actors/s", 1, 3e6, round_of<Spawner>); }},
};

} // namespace

std::span<const row> message_rows() noexcept { return rows; }

} // namespace bench
