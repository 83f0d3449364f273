// SPDX-License-Identifier: Apache-2.0
//
// Tells: pairs, fans, a ring, spawn and stop, a second worker's use.
#include "rows.hpp"

namespace bench {
namespace {

// ---- pingpong

class Player;
struct Meet {
  akt::actor_ref<Player> peer;
};

class Player {
public:
  Player(u64 n, std::atomic<int>* left, flag* done) : n_(n), left_(left), done_(done) {}
  void on(Num m) {
    if (m.v < n_)
      peer_.tell<Num>(m.v + 1);
    else if (left_->fetch_sub(1) == 1)
      done_->store(true);
  }
  void on(const Meet& m) { peer_ = m.peer; }

private:
  akt::actor_ref<Player> peer_;
  u64 n_;
  std::atomic<int>* left_;
  flag* done_;
};

double pingpong(int pairs, u64 n) {
  flag done{false};
  std::atomic<int> left{pairs};
  akt::actor_system system(options());
  std::vector<akt::actor_ref<Player>> starters;
  for (int i = 0; i < pairs; ++i) {
    auto a = system.spawn<Player>(akt::anonymous, 2 * n, &left, &done);
    auto b = system.spawn<Player>(akt::anonymous, 2 * n, &left, &done);
    a.tell<Meet>(b);
    b.tell<Meet>(a);
    starters.push_back(a);
  }
  pause_ms(20);
  auto from = now_ns();
  for (auto& a : starters) a.tell<Num>(u64(1));
  wait(done);
  return double(n) * pairs / double(now_ns() - from) * 1e9;
}

// ---- fan-in, fan-out, tell from outside

class Counter {
public:
  Counter(u64 n, std::atomic<int>* left, flag* done) : n_(n), left_(left), done_(done) {}
  void on(Num) {
    if (++count_ == n_ && left_->fetch_sub(1) == 1) done_->store(true);
  }

private:
  u64 count_ = 0, n_;
  std::atomic<int>* left_;
  flag* done_;
};

class Producer {
public:
  Producer(const std::vector<akt::actor_ref<Counter>>* to, u64 n, int batch)
      : to_(to), n_(n), batch_(batch) {}
  void on(Tick, akt::context<Producer>& ctx) {
    for (int k = 0; k < batch_ && sent_ < n_; ++k, ++sent_)
      for (auto& to : *to_) to.tell<Num>(sent_);
    if (sent_ < n_) ctx.self().tell<Tick>();
  }

private:
  const std::vector<akt::actor_ref<Counter>>* to_;
  u64 sent_ = 0, n_;
  int batch_;
};

double fan(int producers, int consumers, u64 n, int batch) {
  flag done{false};
  std::atomic<int> left{consumers};
  std::vector<akt::actor_ref<Counter>> to;
  akt::actor_system system(options());
  std::vector<akt::actor_ref<Producer>> from_them;
  for (int i = 0; i < consumers; ++i)
    to.push_back(system.spawn<Counter>(akt::anonymous, n * u64(producers), &left, &done));
  for (int i = 0; i < producers; ++i)
    from_them.push_back(system.spawn<Producer>(akt::anonymous, &to, n, batch));
  pause_ms(20);
  auto from = now_ns();
  for (auto& p : from_them) p.tell<Tick>();
  wait(done);
  return double(n) * producers * consumers / double(now_ns() - from) * 1e9;
}

double tell_from_outside(u64 n) {
  flag done{false};
  std::atomic<int> left{1};
  akt::actor_system system(options());
  auto counter = system.spawn<Counter>(akt::anonymous, n, &left, &done);
  auto from = now_ns();
  for (u64 i = 0; i < n; ++i) counter.tell<Num>(i);
  wait(done);
  return double(n) / double(now_ns() - from) * 1e9;
}

// ---- ring

class Link;
struct Next {
  akt::actor_ref<Link> link;
};

class Link {
public:
  explicit Link(flag* done) : done_(done) {}
  void on(Num m) {
    if (m.v == 0)
      done_->store(true);
    else
      next_.tell<Num>(m.v - 1);
  }
  void on(const Next& m) { next_ = m.link; }

private:
  akt::actor_ref<Link> next_;
  flag* done_;
};

double ring(std::size_t n, u64 hops) {
  flag done{false};
  akt::actor_system system(options());
  std::vector<akt::actor_ref<Link>> links;
  for (std::size_t i = 0; i < n; ++i) links.push_back(system.spawn<Link>(akt::anonymous, &done));
  for (std::size_t i = 0; i < n; ++i) links[i].tell<Next>(links[(i + 1) % n]);
  pause_ms(20);
  auto from = now_ns();
  links[0].tell<Num>(hops);
  wait(done);
  return double(hops) / double(now_ns() - from) * 1e9;
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
  void on(Answer) {
    if (++answered_ == n_) done_->store(true);
  }

private:
  u64 spawned_ = 0, answered_ = 0, n_;
  flag* done_;
};

void Child::on(Num m, akt::context<Child>& ctx) {
  parent_.tell<Answer>(m.v);
  ctx.stop();
}

// ---- speed-up: 64 actors, about 1 us of arithmetic per message

class Work {
public:
  Work(u64 n, std::atomic<int>* left, flag* done) : n_(n), left_(left), done_(done) {}
  void on(Num m, akt::context<Work>& ctx) {
    u64 a = m.v;
    for (int i = 0; i < 700; ++i) a = a * 6364136223846793005ull + 1;
    keep(a);
    if (++count_ < n_)
      ctx.self().tell<Num>(a);
    else if (left_->fetch_sub(1) == 1)
      done_->store(true);
  }

private:
  u64 count_ = 0, n_;
  std::atomic<int>* left_;
  flag* done_;
};

double work64(u64 n) {
  flag done{false};
  std::atomic<int> left{64};
  akt::actor_system system(options());
  std::vector<akt::actor_ref<Work>> all;
  for (int i = 0; i < 64; ++i) all.push_back(system.spawn<Work>(akt::anonymous, n, &left, &done));
  auto from = now_ns();
  for (auto& a : all) a.tell<Num>(u64(1));
  wait(done);
  return 64. * double(n) / double(now_ns() - from) * 1e9;
}

constexpr row rows[] = {
    {"pingpong1", [] { result("pingpong1", pingpong(1, scaled(4e6)), "rt/s"); }},
    {"pingpong64", [] { result("pingpong64", pingpong(64, scaled(2e5)), "rt/s"); }},
    {"fanin1", [] { result("fanin1", fan(1, 1, scaled(2e7), 500), "msg/s"); }},
    {"fanin4", [] { result("fanin4", fan(4, 1, scaled(4e6), 500), "msg/s"); }},
    {"tell_ext", [] { result("tell_ext", tell_from_outside(scaled(8e6)), "msg/s"); }},
    {"fanout256", [] { result("fanout256", fan(1, 256, scaled(6e4), 2), "msg/s"); }},
    {"ring1000", [] { result("ring1000", ring(1000, scaled(1e7)), "hops/s"); }},
    {"spawn", [] { result("spawn", rate_of<Spawner>(scaled(3e6)), "actors/s"); }},
    {"work64", [] { result("work64", work64(scaled(3e4)), "msg/s"); }},
};

} // namespace

std::span<const row> message_rows() noexcept { return rows; }

} // namespace bench
