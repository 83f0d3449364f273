// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "scenes.hpp"

#include <akt/testkit.hpp>

#include <future>
#include <stdexcept>

/// Ping-pong between two actors, each time with one feature more; and what has to be compared with
/// something else. One worker.
namespace gate {

// ---- two players; Trait prepares each of them before the game

template <class Trait>
class Featured {
public:
  struct Opponent {
    akt::actor_ref<Featured> peer;
  };

  explicit Featured(meter* m) : meter_(m) {}
  void on(Num m) {
    meter_->tick(m.v);
    if (m.v < meter_->last()) peer_.template tell<Num>(m.v + 1);
  }
  void on(const Opponent& m, akt::context<Featured>& ctx) {
    peer_ = m.peer;
    trait_.prepare(ctx);
  }
  void on(const akt::idle&) {}

private:
  meter* meter_;
  akt::actor_ref<Featured> peer_;
  [[no_unique_address]] Trait trait_;
};

struct plain {
  template <class Context>
  void prepare(Context&) {}
};

class Onlooker {
public:
  explicit Onlooker(akt::any_ref at) : at_(at) {}
  void on(Tick, akt::context<Onlooker>& ctx) { ctx.watch(at_); }
  void on(const akt::terminated&) {}

private:
  akt::any_ref at_;
};

/// Eight others watch each player.
struct watched {
  template <class Context>
  void prepare(Context& ctx) {
    for (int i = 0; i < 8; ++i)
      ctx.system()
          .template spawn<Onlooker>(akt::anonymous, akt::any_ref(ctx.self()))
          .template tell<Tick>();
  }
};

/// Each player has an idle time-out, which every message begins anew.
struct with_receive_timeout {
  template <class Context>
  void prepare(Context& ctx) {
    ctx.receive_timeout(std::chrono::minutes(10));
  }
};

/// Each player has 10,000 schedules pending.
struct with_timers {
  template <class Context>
  void prepare(Context& ctx) {
    for (int i = 0; i < 10'000; ++i)
      ctx.template schedule_once<Num>(std::chrono::hours(1), ~u64(0));
  }
};

template <class Player>
void play(akt::actor_system& system, akt::actor_ref<Player> a, akt::actor_ref<Player> b, meter& m) {
  a.template tell<typename Player::Opponent>(b);
  b.template tell<typename Player::Opponent>(a);
  settle(system);
  a.template tell<Num>(u64(1));
  m.wait();
}

template <class Trait>
void featured(meter& m) {
  akt::actor_system system(one_worker());
  using player = Featured<Trait>;
  play(system, system.spawn<player>(akt::anonymous, &m), system.spawn<player>(akt::anonymous, &m),
       m);
}

// ---- a player is the last of ten generations, each named and supervised

class Ancestor {
public:
  struct Descend {
    int generations;
    meter* m;
    std::promise<akt::actor_ref<Featured<plain>>>* youngest;
  };
  void on(const Descend& d, akt::context<Ancestor>& ctx) {
    auto rules = akt::supervisor().otherwise(akt::directive::restart);
    if (d.generations > 1)
      ctx.spawn<Ancestor>({.name = "child", .supervise = rules})
          .tell<Descend>(d.generations - 1, d.m, d.youngest);
    else
      d.youngest->set_value(
          ctx.spawn<Featured<plain>>({.name = "player", .supervise = rules}, d.m));
  }
};

inline akt::actor_ref<Featured<plain>> descendant(akt::actor_system& system, std::string_view name,
                                                  meter& m) {
  std::promise<akt::actor_ref<Featured<plain>>> youngest;
  auto player = youngest.get_future();
  system.spawn<Ancestor>(name).tell<Ancestor::Descend>(9, &m, &youngest);
  return player.get();
}

inline void deep(meter& m) {
  akt::actor_system system(one_worker());
  play(system, descendant(system, "left", m), descendant(system, "right", m), m);
}

// ---- players know each other by a protocol

class Known {
public:
  using face = akt::protocol<void(Num)>;
  struct Opponent {
    akt::actor_ref<face> peer;
  };

  explicit Known(meter* m) : meter_(m) {}
  void on(Num m) {
    meter_->tick(m.v);
    if (m.v < meter_->last()) peer_.tell<Num>(m.v + 1);
  }
  void on(const Opponent& m) { peer_ = m.peer; }

private:
  meter* meter_;
  akt::actor_ref<face> peer_;
};

inline void protocol(meter& m) {
  akt::actor_system system(one_worker());
  play(system, system.spawn<Known>(akt::anonymous, &m), system.spawn<Known>(akt::anonymous, &m), m);
}

// ---- messages to an actor that is no more: each becomes a dead letter

class Wasteful {
public:
  Wasteful(akt::actor_ref<Counter> gone, meter* m) : gone_(gone), meter_(m) {}
  void on(Tick, akt::context<Wasteful>& ctx) {
    for (int k = 0; k < 500; ++k) {
      gone_.tell<Num>(sent_);
      meter_->tick(++sent_);
    }
    if (!meter_->done()) ctx.self().tell<Tick>();
  }

private:
  akt::actor_ref<Counter> gone_;
  meter* meter_;
  u64 sent_ = 0;
};

inline void dead_letters(meter& m) {
  akt::actor_system system(one_worker());
  auto gone = system.spawn<Counter>(akt::anonymous, &m);
  gone.stop();
  auto wasteful = system.spawn<Wasteful>(akt::anonymous, gone, &m);
  settle(system);
  wasteful.tell<Tick>();
  m.wait();
}

// ---- every message fails its handler, and the supervisor restarts the actor

class Failing {
public:
  explicit Failing(meter* m) : meter_(m) {}
  void on(const akt::started&) { meter_->tick(++starts()); }
  void on(Num) { throw std::runtime_error("planned"); }
  static u64& starts() {
    static u64 count = 0; // outlives the object, which each restart makes anew
    return count;
  }

private:
  meter* meter_;
};

inline void failing(meter& m) {
  auto options = one_worker();
  options.environment.log = [](std::string_view) noexcept {};
  akt::actor_system system(options);
  auto rules = akt::supervisor().otherwise(akt::directive::restart).max_restarts(~0u);
  auto failing = system.spawn<Failing>({.name = "failing", .supervise = rules}, &m);
  settle(system);
  for (u64 i = 0; i < m.last(); ++i) failing.tell<Num>(i);
  m.wait();
}

// ---- spawn, one message, its answer and stop, as of Spawner, and each child watched

class WatchingSpawner;

class WatchedChild {
public:
  explicit WatchedChild(akt::actor_ref<WatchingSpawner> parent) : parent_(parent) {}
  void on(Num m, akt::context<WatchedChild>& ctx);

private:
  akt::actor_ref<WatchingSpawner> parent_;
};

class WatchingSpawner {
public:
  explicit WatchingSpawner(meter* m) : meter_(m) {}
  void on(Tick, akt::context<WatchingSpawner>& ctx) {
    for (int k = 0; k < 500; ++k) {
      auto child = ctx.system().spawn<WatchedChild>(akt::anonymous, ctx.self());
      ctx.watch(child);
      child.tell<Num>(u64(1));
    }
    if (!meter_->done()) ctx.self().tell<Tick>();
  }
  void on(Num) { ++answered_; }
  void on(const akt::terminated&) { // the last that is heard of a child
    meter_->tick(++ended_);
    if (answered_ < ended_) std::abort();
  }

private:
  meter* meter_;
  u64 answered_ = 0, ended_ = 0;
};

inline void WatchedChild::on(Num m, akt::context<WatchedChild>& ctx) {
  parent_.tell<Num>(m.v);
  ctx.stop();
}

inline void spawn_watched(meter& m) {
  akt::actor_system system(one_worker());
  auto spawner = system.spawn<WatchingSpawner>(akt::anonymous, &m);
  settle(system);
  spawner.tell<Tick>();
  m.wait();
}

// ---- the simulator runs the same actors

inline void simulated(meter& m) {
  akt::sim::world world;
  auto& system = world.system("one");
  using player = Featured<plain>;
  auto a = system.spawn<player>(akt::anonymous, &m);
  auto b = system.spawn<player>(akt::anonymous, &m);
  a.tell<player::Opponent>(b);
  b.tell<player::Opponent>(a);
  a.tell<Num>(u64(1));
  world.run_until_idle();
  m.wait();
}

inline constexpr scene feature_scenes[] = {
    {"pingpong", &featured<plain>},
    {"deep", &deep},
    {"watched", &featured<watched>},
    {"receive_timeout", &featured<with_receive_timeout>},
    {"timers", &featured<with_timers>},
    {"behaving", &behaving},
    {"protocol", &protocol},
    {"simulated", &simulated},
    {"fanin", &fanin},
    {"batch", &batch},
    {"dead_letters", &dead_letters},
    {"ask", &ask},
    {"spawn", &spawn},
    {"spawn_named", &spawn_named},
    {"spawn_watched", &spawn_watched},
    {"timer", &timer},
    {"restart", &restart},
    {"failing", &failing},
};

} // namespace gate
