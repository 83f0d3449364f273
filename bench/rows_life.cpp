// SPDX-License-Identifier: Apache-2.0
//
// Named and supervised actors, restarts, watches, timers, idle actors of a family.
#include "rows.hpp"

#include <charconv>

namespace bench {
namespace {

struct Answer {
  u64 v;
};

std::string numbered(u64 i) {
  char text[24] = {'c'};
  return std::string(text, std::to_chars(text + 1, text + sizeof text, i).ptr);
}

akt::supervisor restarting() {
  return akt::supervisor()
      .otherwise(akt::directive::restart)
      .max_restarts(3, std::chrono::minutes(1));
}

// ---- children with a name and a supervisor: spawn, message, stop

class Parent;

class Named {
public:
  explicit Named(akt::actor_ref<Parent> parent) : parent_(parent) {}
  void on(Num m, akt::context<Named>& ctx);

private:
  akt::actor_ref<Parent> parent_;
};

class Parent {
public:
  Parent(u64 n, flag* done) : n_(n), done_(done) {}
  void on(Tick, akt::context<Parent>& ctx) {
    for (int k = 0; k < 500 && spawned_ < n_; ++k, ++spawned_)
      ctx.spawn<Named>({.name = numbered(spawned_), .supervise = rules_}, ctx.self())
          .tell<Num>(spawned_);
    if (spawned_ < n_) ctx.self().tell<Tick>();
  }
  void on(Answer) {
    if (++answered_ == n_) done_->store(true);
  }

private:
  u64 spawned_ = 0, answered_ = 0, n_;
  flag* done_;
  akt::supervisor rules_ = restarting();
};

void Named::on(Num m, akt::context<Named>& ctx) {
  parent_.tell<Answer>(m.v);
  ctx.stop();
}

// ---- restarts: 64 actors, each again when it has started

class Restarter;

class Restarted {
public:
  Restarted(akt::actor_ref<Restarter> by, u64 number) : by_(by), number_(number) {}
  void on(const akt::started&);
  void on(Num) {}

private:
  akt::actor_ref<Restarter> by_;
  u64 number_;
};

class Restarter {
public:
  Restarter(u64 n, flag* done) : n_(n), done_(done) {}
  void on(Tick, akt::context<Restarter>& ctx) {
    for (u64 i = 0; i < 64; ++i)
      all_.push_back(ctx.spawn<Restarted>({.supervise = restarting()}, ctx.self(), i));
  }
  void on(Answer m) {
    if (++started_ == n_) done_->store(true);
    if (started_ < n_) akt::any_ref(all_[m.v]).restart();
  }

private:
  std::vector<akt::actor_ref<Restarted>> all_;
  u64 started_ = 0, n_;
  flag* done_;
};

void Restarted::on(const akt::started&) { by_.tell<Answer>(number_); }

// ---- watch, stop, terminated

class Mortal {
public:
  void on(Num, akt::context<Mortal>& ctx) { ctx.stop(); }
};

class Mourner {
public:
  Mourner(u64 n, flag* done) : n_(n), done_(done) {}
  void on(Tick, akt::context<Mourner>& ctx) {
    for (int k = 0; k < 500 && spawned_ < n_; ++k, ++spawned_) {
      auto mortal = ctx.system().spawn<Mortal>(akt::anonymous);
      ctx.watch(mortal);
      mortal.tell<Num>(spawned_);
    }
    if (spawned_ < n_) ctx.self().tell<Tick>();
  }
  void on(const akt::terminated&) {
    if (++ended_ == n_) done_->store(true);
  }

private:
  u64 spawned_ = 0, ended_ = 0, n_;
  flag* done_;
};

// ---- timers: all are pending before the first is cancelled

class Alarmed {
public:
  explicit Alarmed(u64 n) : all_(n) {}
  u64 on(Num m, akt::context<Alarmed>& ctx) {
    for (u64 i = 0; i < m.v; ++i)
      all_[i] = ctx.schedule_once<Tick>(std::chrono::milliseconds(3'600'000 + i));
    u64 cancelled = 0;
    for (u64 i = 0; i < m.v; ++i) cancelled += ctx.cancel(all_[i]);
    return cancelled;
  }
  void on(Tick) {}

private:
  std::vector<akt::timer> all_;
};

/// Twice: in memory that nobody has touched, and again.
void timer_rates(u64 n) {
  auto o = options();
  o.timers_max = static_cast<std::uint32_t>(n);
  akt::actor_system system(o);
  auto alarmed = system.spawn<Alarmed>(akt::anonymous, n);
  (void)alarmed.ask<Num>(u64(1)).get(); // it is made
  for (const char* row : {"timers", "timers_again"}) {
    auto from = now_ns();
    auto cancelled = alarmed.ask<Num>(n).within(std::chrono::minutes(1)).get();
    auto took = double(now_ns() - from);
    check(cancelled && *cancelled == n, "not every timer was cancelled");
    result(row, double(n) / took * 1e9, "timers/s");
  }
}

// ---- idle actors with a name and a supervisor

class Idle {
public:
  explicit Idle(u64 x) : state_{x} {}
  void on(Num m) { state_[0] += m.v; }

private:
  u64 state_[8];
};

void idle_named(u64 n) {
  akt::actor_system system(options());
  akt::supervisor rules = restarting();
  auto spawn = [&](u64 from, u64 to) {
    for (u64 i = from; i < to; ++i)
      system.spawn<Idle>({.name = numbered(i), .supervise = rules}, i);
    while (system.fates().in_flight > 0) pause_ms(5);
    pause_ms(100);
    return double(rss_bytes());
  };
  double before = spawn(0, 1000);
  double after = spawn(1000, 1000 + n);
  result("idle_named", (after - before) / double(n), "B/actor");
  result("idle_named_rss", after, "B");
}

constexpr row rows[] = {
    {"spawn_named", [] { rate("spawn_named", "actors/s", 1, 3e6, round_of<Parent>); }},
    {"restart", [] { rate("restart", "actors/s", 1, 3e6, round_of<Restarter>); }},
    {"watch_stop", [] { rate("watch_stop", "actors/s", 1, 3e6, round_of<Mourner>); }},
    {"timers", [] { timer_rates(scaled(1e6)); }},
    {"idle_named", [] { idle_named(scaled(1e6)); }},
};

} // namespace

std::span<const row> life_rows() noexcept { return rows; }

} // namespace bench
