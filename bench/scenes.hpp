// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support.hpp"

#include <array>
#include <string>

/// The small scenes of the gates. Each runs until its meter has seen the last message. One worker,
/// so that a figure is the same at every run.
namespace gate {

using u64 = std::uint64_t;

/// What a gauge reads on the thread that handles messages.
using reading = std::array<u64, 3>;

/// Reads the gauge at two messages; the figure is the slope between them.
class meter {
public:
  meter(u64 from, u64 to, reading (*read)(), void (*worse)() = nullptr)
      : next_(worse ? 0 : from), from_(from), to_(to), read_(read), worse_(worse) {}

  /// The n-th unit of work is done: a message, an ask, an actor. One comparison, so that what is
  /// measured stays what it is.
  void tick(u64 n) {
    if (n >= next_) reached(n);
  }
  bool done() const { return done_.load(std::memory_order_acquire); }
  void wait() const { bench::wait(done_); }
  u64 last() const { return to_; }

  double slope(std::size_t i) const { return double(after_[i] - before_[i]) / double(to_ - from_); }
  reading before() const { return before_; }
  reading after() const { return after_; }

private:
  [[gnu::noinline, gnu::cold]] void reached(u64 n) {
    if (worse_) worse_();
    if (n == from_) before_ = read_();
    if (n == to_) {
      after_ = read_();
      done_.store(true, std::memory_order_release);
    }
    if (!worse_) next_ = n < to_ ? to_ : ~u64(0);
  }

  u64 next_; ///< nothing to do before this one
  u64 from_, to_;
  reading (*read_)();
  void (*worse_)(); ///< a planted worse handler
  reading before_{}, after_{};
  bench::flag done_{false};
};

struct Num {
  u64 v;
};
struct Tick {};

inline akt::system_options one_worker() {
  auto o = bench::options();
  o.workers = 1;
  o.extra_workers = 0;
  return o;
}

/// Lets the threads of a fresh system come to rest.
inline void settle(const akt::actor_system& system) {
  while (system.fates().in_flight > 0) bench::pause_ms(1);
  bench::pause_ms(20);
}

// ---- one message in flight between two actors

class Player;
struct Meet {
  akt::actor_ref<Player> peer;
};

class Player {
public:
  explicit Player(meter* m) : meter_(m) {}
  void on(Num m) {
    meter_->tick(m.v);
    if (m.v < meter_->last()) peer_.tell<Num>(m.v + 1);
  }
  void on(const Meet& m) { peer_ = m.peer; }

private:
  meter* meter_;
  akt::actor_ref<Player> peer_;
};

inline void pingpong(meter& m) {
  akt::actor_system system(one_worker());
  auto a = system.spawn<Player>(akt::anonymous, &m);
  auto b = system.spawn<Player>(akt::anonymous, &m);
  a.tell<Meet>(b);
  b.tell<Meet>(a);
  settle(system);
  a.tell<Num>(u64(1));
  m.wait();
}

// ---- the same with a behaviour on each

class BehavingPlayer;
struct Face {
  akt::actor_ref<BehavingPlayer> peer;
};

class BehavingPlayer {
public:
  explicit BehavingPlayer(meter* m) : meter_(m) {}
  void on(Num) { std::abort(); }
  void on(const Face& f, akt::context<BehavingPlayer>& ctx) {
    peer_ = f.peer;
    ctx.become([this](Num m) {
      meter_->tick(m.v);
      if (m.v < meter_->last()) peer_.tell<Num>(m.v + 1);
    });
  }

private:
  meter* meter_;
  akt::actor_ref<BehavingPlayer> peer_;
};

inline void behaving(meter& m) {
  akt::actor_system system(one_worker());
  auto a = system.spawn<BehavingPlayer>(akt::anonymous, &m);
  auto b = system.spawn<BehavingPlayer>(akt::anonymous, &m);
  a.tell<Face>(b);
  b.tell<Face>(a);
  settle(system);
  a.tell<Num>(u64(1));
  m.wait();
}

// ---- bursts of 500

class Counter {
public:
  explicit Counter(meter* m) : meter_(m) {}
  void on(Num) { meter_->tick(++count_); }

private:
  meter* meter_;
  u64 count_ = 0;
};

class Producer {
public:
  Producer(akt::actor_ref<Counter> to, u64 n) : to_(to), n_(n) {}
  void on(Tick, akt::context<Producer>& ctx) {
    for (int k = 0; k < 500 && sent_ < n_; ++k, ++sent_) to_.tell<Num>(sent_);
    if (sent_ < n_) ctx.self().tell<Tick>();
  }

private:
  akt::actor_ref<Counter> to_;
  u64 sent_ = 0, n_;
};

inline void fanin(meter& m) {
  akt::actor_system system(one_worker());
  auto counter = system.spawn<Counter>(akt::anonymous, &m);
  auto producer = system.spawn<Producer>(akt::anonymous, counter, m.last());
  settle(system);
  producer.tell<Tick>();
  m.wait();
}

/// The same, each burst told as one batch.
class BatchProducer {
public:
  BatchProducer(akt::actor_ref<Counter> to, u64 n) : to_(to), n_(n) {}
  void on(Tick, akt::context<BatchProducer>& ctx) {
    for (Num& next : burst_) next.v = sent_++;
    to_.tell_all(burst_);
    if (sent_ < n_) ctx.self().tell<Tick>();
  }

private:
  akt::actor_ref<Counter> to_;
  u64 sent_ = 0, n_;
  std::array<Num, 500> burst_{};
};

inline void batch(meter& m) {
  akt::actor_system system(one_worker());
  auto counter = system.spawn<Counter>(akt::anonymous, &m);
  auto producer = system.spawn<BatchProducer>(akt::anonymous, counter, m.last());
  settle(system);
  producer.tell<Tick>();
  m.wait();
}

/// The same from the main thread, which waits every 500 messages, so that the pools stay as they
/// are.
inline void outside(meter& m) {
  akt::actor_system system(one_worker());
  auto counter = system.spawn<Counter>(akt::anonymous, &m);
  settle(system);
  for (u64 n = 0; n < m.last(); ++n) {
    counter.tell<Num>(n);
    while (n % 500 == 0 && system.fates().in_flight > 0) bench::pause_ms(0);
  }
  m.wait();
}

// ---- asks, each with its deadline armed

struct Question {
  u64 v;
};
class Echo {
public:
  u64 on(Question q) { return q.v; }
};

class LoopingAsker {
public:
  LoopingAsker(akt::actor_ref<Echo> to, meter* m) : to_(to), meter_(m) {}
  akt::task<> on(Tick) {
    for (u64 i = 1; i <= meter_->last(); ++i) {
      auto answer = co_await to_.ask<Question>(i);
      if (answer.value() != i) std::abort();
      meter_->tick(i);
    }
  }

private:
  akt::actor_ref<Echo> to_;
  meter* meter_;
};

inline void ask(meter& m) {
  akt::actor_system system(one_worker());
  auto echo = system.spawn<Echo>(akt::anonymous);
  auto asker = system.spawn<LoopingAsker>(akt::anonymous, echo, &m);
  settle(system);
  asker.tell<Tick>();
  m.wait();
}

/// A handler with three awaits and two strings of its own, started anew each time.
class ThriceAsker {
public:
  ThriceAsker(akt::actor_ref<Echo> to, meter* m) : to_(to), meter_(m) {}
  akt::task<> on(Tick, akt::context<ThriceAsker>& ctx) {
    std::string first = "first", second = "second";
    for (int i = 0; i < 3; ++i) {
      auto answer = co_await to_.ask<Question>(first.size());
      if (answer.value() != first.size()) std::abort();
      std::swap(first, second);
    }
    meter_->tick(++rounds_);
    if (!meter_->done()) ctx.self().tell<Tick>();
  }

private:
  akt::actor_ref<Echo> to_;
  meter* meter_;
  u64 rounds_ = 0;
};

inline void three_awaits(meter& m) {
  akt::actor_system system(one_worker());
  auto echo = system.spawn<Echo>(akt::anonymous);
  auto asker = system.spawn<ThriceAsker>(akt::anonymous, echo, &m);
  settle(system);
  asker.tell<Tick>();
  m.wait();
}

// ---- actors that answer one message and stop

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
  explicit Spawner(meter* m) : meter_(m) {}
  void on(Tick, akt::context<Spawner>& ctx) {
    for (int k = 0; k < 500; ++k)
      ctx.system().spawn<Child>(akt::anonymous, ctx.self()).tell<Num>(u64(1));
    if (!meter_->done()) ctx.self().tell<Tick>();
  }
  void on(Num) { meter_->tick(++answered_); }

private:
  meter* meter_;
  u64 answered_ = 0;
};

inline void Child::on(Num m, akt::context<Child>& ctx) {
  parent_.tell<Num>(m.v);
  ctx.stop();
}

inline void spawn(meter& m) {
  akt::actor_system system(one_worker());
  auto spawner = system.spawn<Spawner>(akt::anonymous, &m);
  settle(system);
  spawner.tell<Tick>();
  m.wait();
}

// ---- the same, each with a name and the supervisor of all

class NamingSpawner;

class NamedChild {
public:
  explicit NamedChild(akt::actor_ref<NamingSpawner> parent) : parent_(parent) {}
  void on(Num m, akt::context<NamedChild>& ctx);

private:
  akt::actor_ref<NamingSpawner> parent_;
};

class NamingSpawner {
public:
  explicit NamingSpawner(meter* m) : meter_(m) {}
  void on(Tick, akt::context<NamingSpawner>& ctx) {
    for (int k = 0; k < 500; ++k)
      ctx.spawn<NamedChild>({.name = std::to_string(++spawned_), .supervise = rules_}, ctx.self())
          .tell<Num>(u64(1));
    if (!meter_->done()) ctx.self().tell<Tick>();
  }
  void on(Num) { meter_->tick(++answered_); }

private:
  meter* meter_;
  u64 spawned_ = 0, answered_ = 0;
  akt::supervisor rules_ = akt::supervisor().otherwise(akt::directive::restart);
};

inline void NamedChild::on(Num m, akt::context<NamedChild>& ctx) {
  parent_.tell<Num>(m.v);
  ctx.stop();
}

inline void spawn_named(meter& m) {
  akt::actor_system system(one_worker());
  auto spawner = system.spawn<NamingSpawner>(akt::anonymous, &m);
  settle(system);
  spawner.tell<Tick>();
  m.wait();
}

// ---- actors that are watched and stop

class Mortal {
public:
  void on(Num, akt::context<Mortal>& ctx) { ctx.stop(); }
};

class Mourner {
public:
  explicit Mourner(meter* m) : meter_(m) {}
  void on(Tick, akt::context<Mourner>& ctx) {
    for (int k = 0; k < 500; ++k) {
      auto mortal = ctx.system().spawn<Mortal>(akt::anonymous);
      ctx.watch(mortal);
      mortal.tell<Num>(u64(1));
    }
    if (!meter_->done()) ctx.self().tell<Tick>();
  }
  void on(const akt::terminated&) { meter_->tick(++ended_); }

private:
  meter* meter_;
  u64 ended_ = 0;
};

inline void watch_stop(meter& m) {
  akt::actor_system system(one_worker());
  auto mourner = system.spawn<Mourner>(akt::anonymous, &m);
  settle(system);
  mourner.tell<Tick>();
  m.wait();
}

// ---- timers, 500 pending before the first is cancelled

class Alarmed {
public:
  explicit Alarmed(meter* m) : meter_(m) {}
  void on(Num) {}
  void on(Tick, akt::context<Alarmed>& ctx) {
    for (akt::timer& t : all_) t = ctx.schedule_once<Num>(std::chrono::hours(1), u64(1));
    for (const akt::timer& t : all_) {
      if (!ctx.cancel(t)) std::abort();
      meter_->tick(++cancelled_);
    }
    if (!meter_->done()) ctx.self().tell<Tick>();
  }

private:
  meter* meter_;
  u64 cancelled_ = 0;
  std::array<akt::timer, 500> all_{};
};

inline void timer(meter& m) {
  akt::actor_system system(one_worker());
  auto alarmed = system.spawn<Alarmed>(akt::anonymous, &m);
  settle(system);
  alarmed.tell<Tick>();
  m.wait();
}

// ---- by name

struct scene {
  const char* name;
  void (*run)(meter&);
};

inline constexpr scene scenes[] = {
    {"pingpong", &pingpong},         {"fanin", &fanin}, {"outside", &outside},
    {"behaving", &behaving},         {"ask", &ask},     {"spawn", &spawn},
    {"three_awaits", &three_awaits}, {"batch", &batch}, {"spawn_named", &spawn_named},
    {"watch_stop", &watch_stop},     {"timer", &timer},
};

inline const scene& scene_named(std::string_view name) {
  for (const scene& s : scenes)
    if (name == s.name) return s;
  std::fprintf(stderr, "there is no scene of that name\n");
  std::exit(2);
}

/// A line that run.py reads.
inline void figure(const char* name, double value) {
  std::printf("G\t%s\t%.6g\n", name, value);
  std::fflush(stdout);
}

} // namespace gate
