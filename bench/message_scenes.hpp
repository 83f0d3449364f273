// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "scene_support.hpp"

/// Messages and asks.
namespace gate {

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

// ---- bursts of 500, the next one when the last has been handled

struct Next {};
struct Feed {
  akt::actor_ref<akt::protocol<void(Next)>> from;
};

class Counter {
public:
  explicit Counter(meter* m) : meter_(m) {}
  void on(Feed f) { feed_ = f.from; }
  void on(Num) {
    meter_->tick(++count_);
    if (count_ % burst == 0 && feed_ && !meter_->done()) feed_.tell<Next>();
  }

private:
  meter* meter_;
  u64 count_ = 0;
  akt::actor_ref<akt::protocol<void(Next)>> feed_;
};

class Producer {
public:
  explicit Producer(akt::actor_ref<Counter> to) : to_(to) {}
  void on(Next) {
    for (u64 k = 0; k < burst; ++k) to_.tell<Num>(k);
  }

private:
  akt::actor_ref<Counter> to_;
};

/// Each burst told as one batch.
class BatchProducer {
public:
  explicit BatchProducer(akt::actor_ref<Counter> to) : to_(to) {}
  void on(Next) { to_.tell_all(burst_); }

private:
  akt::actor_ref<Counter> to_;
  std::array<Num, burst> burst_{};
};

template <class By>
void in_bursts(meter& m) {
  akt::actor_system system(one_worker());
  auto counter = system.spawn<Counter>(akt::anonymous, &m);
  auto producer = system.spawn<By>(akt::anonymous, counter);
  counter.tell<Feed>(producer);
  settle(system);
  producer.template tell<Next>();
  m.wait();
}

inline void fanin(meter& m) { in_bursts<Producer>(m); }
inline void batch(meter& m) { in_bursts<BatchProducer>(m); }

/// The same from the main thread, which waits every 500 messages, so that the pools stay as they
/// are.
inline void outside(meter& m) {
  akt::actor_system system(one_worker());
  auto counter = system.spawn<Counter>(akt::anonymous, &m);
  settle(system);
  for (u64 n = 0; n < m.last(); ++n) {
    counter.tell<Num>(n);
    while (n % burst == 0 && system.fates().in_flight > 0) bench::pause_ms(0);
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

} // namespace gate
