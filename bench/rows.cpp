// SPDX-License-Identifier: Apache-2.0
//
// The rows of the macro benchmark: the work of the reference program, in akt's idiom. The same
// counts, payload (one 64-bit integer), batches (500 sends a turn) and checks.
#include "support.hpp"

#include <akt/testkit.hpp>

using namespace bench;
using u64 = std::uint64_t;

namespace {

struct Num {
  u64 v;
};
struct Tick {};

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

double spawn_rate(u64 n) {
  flag done{false};
  akt::actor_system system(options());
  auto spawner = system.spawn<Spawner>(akt::anonymous, n, &done);
  auto from = now_ns();
  spawner.tell<Tick>();
  wait(done);
  return double(n) / double(now_ns() - from) * 1e9;
}

// ---- idle actors

class Idle {
public:
  explicit Idle(u64 x) : sum_(x) {}
  void on(Num m) { sum_ += m.v; }

private:
  u64 sum_;
};

void idle_memory(u64 n) {
  akt::actor_system system(options());
  std::vector<akt::any_ref> refs;
  refs.reserve(n);
  for (u64 i = 0; i < 1000; ++i) system.spawn<Idle>(akt::anonymous, i);
  pause_ms(50);
  long before = rss_bytes();
  auto from = now_ns();
  for (u64 i = 0; i < n; ++i) refs.push_back(system.spawn<Idle>(akt::anonymous, i));
  result("spawn_idle_ext", double(n) / double(now_ns() - from) * 1e9, "actors/s");
  while (system.fates().in_flight > 0) pause_ms(5);
  pause_ms(100);
  result("idle_mem", double(rss_bytes() - before) / double(n), "B/actor");
}

// ---- ask

struct AskIt {
  u64 v;
};
class Echo {
public:
  u64 on(AskIt m) { return m.v; }
};

/// One await per handler call, then the next message to itself.
class AskerByMessage {
public:
  AskerByMessage(akt::actor_ref<Echo> to, u64 n, std::atomic<int>* left, flag* done)
      : to_(to), n_(n), left_(left), done_(done) {}
  akt::task<> on(Tick, akt::context<AskerByMessage>& ctx) {
    auto answer = co_await to_.ask<AskIt>(asked_);
    if (answer.value() != asked_) std::abort();
    if (++asked_ < n_)
      ctx.self().tell<Tick>();
    else if (left_->fetch_sub(1) == 1)
      done_->store(true);
  }

private:
  akt::actor_ref<Echo> to_;
  u64 asked_ = 0, n_;
  std::atomic<int>* left_;
  flag* done_;
};

/// A loop of awaits in one handler.
class AskerInLoop {
public:
  AskerInLoop(akt::actor_ref<Echo> to, u64 n, std::atomic<int>* left, flag* done)
      : to_(to), n_(n), left_(left), done_(done) {}
  akt::task<> on(Tick) {
    for (u64 i = 0; i < n_; ++i) {
      auto answer = co_await to_.ask<AskIt>(i);
      if (answer.value() != i) std::abort();
    }
    if (left_->fetch_sub(1) == 1) done_->store(true);
  }

private:
  akt::actor_ref<Echo> to_;
  u64 n_;
  std::atomic<int>* left_;
  flag* done_;
};

template <class Asker>
double ask_inside(int pairs, u64 n) {
  flag done{false};
  std::atomic<int> left{pairs};
  akt::actor_system system(options());
  std::vector<akt::actor_ref<Asker>> askers;
  for (int i = 0; i < pairs; ++i)
    askers.push_back(
        system.spawn<Asker>(akt::anonymous, system.spawn<Echo>(akt::anonymous), n, &left, &done));
  pause_ms(20);
  auto from = now_ns();
  for (auto& a : askers) a.template tell<Tick>();
  wait(done);
  return double(n) * pairs / double(now_ns() - from) * 1e9;
}

double ask_from_outside(u64 n) {
  akt::actor_system system(options());
  auto echo = system.spawn<Echo>(akt::anonymous);
  auto from = now_ns();
  for (u64 i = 0; i < n; ++i)
    if (echo.ask<AskIt>(i).get().value() != i) std::abort();
  return double(n) / double(now_ns() - from) * 1e9;
}

// ---- a mailbox of two million

class Held {
public:
  Held(u64 n, flag* in, flag* gate, flag* done) : n_(n), in_(in), gate_(gate), done_(done) {}
  void on(Tick) {
    in_->store(true);
    wait(*gate_);
  }
  void on(Num) {
    if (++count_ == n_) done_->store(true);
  }

private:
  u64 count_ = 0, n_;
  flag *in_, *gate_, *done_;
};

void mailbox(u64 n) {
  flag in{false}, gate{false}, done{false};
  akt::actor_system system(options());
  auto held = system.spawn<Held>(akt::anonymous, n, &in, &gate, &done);
  held.tell<Tick>();
  wait(in);
  auto t0 = now_ns();
  for (u64 i = 0; i < n; ++i) held.tell<Num>(i);
  auto t1 = now_ns();
  gate = true;
  wait(done);
  auto t2 = now_ns();
  result("mbox_enqueue", double(n) / double(t1 - t0) * 1e9, "msg/s");
  result("mbox_drain", double(n) / double(t2 - t1) * 1e9, "msg/s");
}

// ---- latency

class Stopwatch {
public:
  Stopwatch(std::vector<std::uint32_t>* out, u64 n, flag* done) : out_(out), n_(n), done_(done) {}
  void on(Num m) {
    out_->push_back(static_cast<std::uint32_t>(now_ns() - m.v));
    if (out_->size() == n_) done_->store(true);
  }

private:
  std::vector<std::uint32_t>* out_;
  u64 n_;
  flag* done_;
};

void latency_paced(u64 rate, u64 n) {
  flag done{false};
  std::vector<std::uint32_t> samples;
  samples.reserve(n);
  auto o = options();
  o.workers = 1;
  akt::actor_system system(o);
  auto watch = system.spawn<Stopwatch>(akt::anonymous, &samples, n, &done);
  auto at = now_ns();
  for (u64 i = 0; i < n; ++i) {
    at += 1000000000 / rate;
    while (now_ns() < at) __builtin_ia32_pause();
    watch.tell<Num>(now_ns());
  }
  wait(done);
  percentiles("lat_50k", samples);
}

void latency_burst(u64 n) {
  flag done{false};
  std::vector<std::uint32_t> samples;
  samples.reserve(n);
  akt::actor_system system(options());
  auto watch = system.spawn<Stopwatch>(akt::anonymous, &samples, n, &done);
  for (u64 i = 0; i < n;) {
    pause_ms(1);
    for (int k = 0; k < 50 && i < n; ++k, ++i) watch.tell<Num>(now_ns());
  }
  wait(done);
  percentiles("lat_burst", samples);
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

// ---- two systems over the in-memory link, in one world and one thread: encode, carry, decode

} // namespace

namespace bench {
struct Load {
  std::uint64_t v;
};
struct Sum {};
} // namespace bench

namespace {

class Far {
public:
  using messages = akt::protocol<void(bench::Load), u64(bench::Sum)>;
  void on(const bench::Load& m) { sum_ += m.v; }
  u64 on(bench::Sum) const { return sum_; }

private:
  u64 sum_ = 0;
};

struct linked {
  akt::sim::world world;
  akt::actor_system& here = world.system("here");
  akt::actor_system& there = world.system("there");
  akt::actor_ref<Far> far;

  linked() {
    world.connect(here, there);
    there.spawn<Far>("far");
    far = world.find<Far>(here, "there", "far").value();
  }
};

double tell_over_link(u64 n) {
  constexpr u64 batch = 500;
  linked l;
  auto from = now_ns();
  for (u64 i = 0; i < n; i += batch) {
    for (u64 k = 0; k < batch; ++k) l.far.tell<bench::Load>(u64(1));
    l.world.run_until_idle();
  }
  double rate = double(n) / double(now_ns() - from) * 1e9;
  if (l.far.ask<bench::Sum>().get().value() < n) std::abort();
  return rate;
}

double ask_over_link(u64 n) {
  linked l;
  auto from = now_ns();
  for (u64 i = 0; i < n; ++i)
    if (l.far.ask<bench::Sum>().get().value() != 0) std::abort();
  return double(n) / double(now_ns() - from) * 1e9;
}

struct row {
  const char* name;
  const char* unit;
  double (*run)();
};

constexpr row rows[] = {
    {"pingpong1", "rt/s", [] { return pingpong(1, scaled(4e6)); }},
    {"pingpong64", "rt/s", [] { return pingpong(64, scaled(2e5)); }},
    {"fanin1", "msg/s", [] { return fan(1, 1, scaled(2e7), 500); }},
    {"fanin4", "msg/s", [] { return fan(4, 1, scaled(4e6), 500); }},
    {"tell_ext", "msg/s", [] { return tell_from_outside(scaled(8e6)); }},
    {"fanout256", "msg/s", [] { return fan(1, 256, scaled(6e4), 2); }},
    {"ring1000", "hops/s", [] { return ring(1000, scaled(1e7)); }},
    {"spawn", "actors/s", [] { return spawn_rate(scaled(3e6)); }},
    {"ask_in", "asks/s", [] { return ask_inside<AskerByMessage>(1, scaled(4e6)); }},
    {"ask_in_loop", "asks/s", [] { return ask_inside<AskerInLoop>(1, scaled(4e6)); }},
    {"ask_in64", "asks/s", [] { return ask_inside<AskerByMessage>(64, scaled(1e5)); }},
    {"ask_in64_loop", "asks/s", [] { return ask_inside<AskerInLoop>(64, scaled(1e5)); }},
    {"ask_ext", "asks/s", [] { return ask_from_outside(scaled(3e5)); }},
    {"work64", "msg/s", [] { return work64(scaled(3e4)); }},
    {"link_tell", "msg/s", [] { return tell_over_link(scaled(5e5)); }},
    {"link_ask", "asks/s", [] { return ask_over_link(scaled(1e5)); }},
};

struct multi_row {
  const char* name;
  void (*run)();
};

constexpr multi_row multi_rows[] = {
    {"mbox", [] { mailbox(scaled(2e6)); }},
    {"lat_50k", [] { latency_paced(50000, scaled(1e5)); }},
    {"lat_burst", [] { latency_burst(scaled(5e4)); }},
    {"idle_mem", [] { idle_memory(scaled(1e6)); }},
};

bool wanted(int argc, char** argv, const char* name) {
  for (int i = 1; i < argc; ++i)
    if (std::strcmp(argv[i], name) == 0) return true;
  return argc < 2;
}

} // namespace

int main(int argc, char** argv) {
  for (const row& r : rows)
    if (wanted(argc, argv, r.name)) result(r.name, r.run(), r.unit);
  for (const multi_row& r : multi_rows)
    if (wanted(argc, argv, r.name)) r.run();
}
