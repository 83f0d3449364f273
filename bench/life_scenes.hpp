// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "scene_support.hpp"

/// Actors that come and go, and what they are told later.
namespace gate {

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
    for (u64 k = 0; k < burst; ++k)
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
    for (u64 k = 0; k < burst; ++k)
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
    for (u64 k = 0; k < burst; ++k) {
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

// ---- timers, a burst of them pending before the first is cancelled

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
  std::array<akt::timer, burst> all_{};
};

inline void timer(meter& m) {
  akt::actor_system system(one_worker());
  auto alarmed = system.spawn<Alarmed>(akt::anonymous, &m);
  settle(system);
  alarmed.tell<Tick>();
  m.wait();
}

// ---- restarts: an actor that is made anew, again when it has started

class Restarter;

class Restarted {
public:
  explicit Restarted(akt::actor_ref<Restarter> by) : by_(by) {}
  void on(const akt::started&);
  void on(Num) {}

private:
  akt::actor_ref<Restarter> by_;
};

class Restarter {
public:
  explicit Restarter(meter* m) : meter_(m) {}
  void on(Tick, akt::context<Restarter>& ctx) {
    one_ = ctx.spawn<Restarted>({.supervise = akt::supervisor().otherwise(akt::directive::restart)},
                                ctx.self());
  }
  void on(Num) {
    meter_->tick(++started_);
    if (!meter_->done()) akt::any_ref(one_).restart();
  }

private:
  meter* meter_;
  u64 started_ = 0;
  akt::actor_ref<Restarted> one_;
};

inline void Restarted::on(const akt::started&) { by_.tell<Num>(u64(1)); }

inline void restart(meter& m) {
  akt::actor_system system(one_worker());
  auto restarter = system.spawn<Restarter>(akt::anonymous, &m);
  settle(system);
  restarter.tell<Tick>();
  m.wait();
}

} // namespace gate
