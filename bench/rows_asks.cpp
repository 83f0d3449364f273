// SPDX-License-Identifier: Apache-2.0
//
// Asks: a loop of awaits, callbacks, one await per handler call, from a thread outside.
#include "rows.hpp"

namespace bench {
namespace {

struct AskIt {
  u64 v;
};
class Echo {
public:
  u64 on(AskIt m) { return m.v; }
};

/// A loop of awaits in one handler.
class AskerInLoop {
public:
  AskerInLoop(akt::actor_ref<Echo> to, u64 n, std::atomic<int>* left, flag* done)
      : to_(to), n_(n), left_(left), done_(done) {}
  akt::task<> on(Tick) {
    for (u64 i = 0; i < n_; ++i) {
      auto answer = co_await to_.ask<AskIt>(i);
      check(answer.value() == i, "a reply is wrong");
    }
    if (left_->fetch_sub(1) == 1) done_->store(true);
  }

private:
  akt::actor_ref<Echo> to_;
  u64 n_;
  std::atomic<int>* left_;
  flag* done_;
};

/// A callback that asks again.
class AskerByCallback {
public:
  AskerByCallback(akt::actor_ref<Echo> to, u64 n, std::atomic<int>* left, flag* done)
      : to_(to), n_(n), left_(left), done_(done) {}
  void on(Tick) { ask(); }

private:
  void ask() {
    to_.ask<AskIt>(asked_).then([this](akt::result<u64> answer) {
      check(answer.value() == asked_, "a reply is wrong");
      if (++asked_ < n_)
        ask();
      else if (left_->fetch_sub(1) == 1)
        done_->store(true);
    });
  }

  akt::actor_ref<Echo> to_;
  u64 asked_ = 0, n_;
  std::atomic<int>* left_;
  flag* done_;
};

/// One await per handler call, then the next message to itself.
class AskerByMessage {
public:
  AskerByMessage(akt::actor_ref<Echo> to, u64 n, std::atomic<int>* left, flag* done)
      : to_(to), n_(n), left_(left), done_(done) {}
  akt::task<> on(Tick, akt::context<AskerByMessage>& ctx) {
    auto answer = co_await to_.ask<AskIt>(asked_);
    check(answer.value() == asked_, "a reply is wrong");
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

template <class Asker>
round_time ask_inside(akt::actor_system& system, int pairs, u64 n) {
  flag done{false};
  std::atomic<int> left{pairs};
  std::vector<akt::actor_ref<Asker>> askers;
  for (int i = 0; i < pairs; ++i)
    askers.push_back(
        system.spawn<Asker>(akt::anonymous, system.spawn<Echo>(akt::anonymous), n, &left, &done));
  pause_ms(20);
  stopwatch watch;
  for (auto& a : askers) a.template tell<Tick>();
  wait(done);
  return watch.elapsed();
}

template <class Asker>
void rate_inside(const char* name, int pairs, double most) {
  rate(name, "asks/s", pairs, most,
       [=](akt::actor_system& system, u64 n) { return ask_inside<Asker>(system, pairs, n); });
}

round_time ask_from_outside(akt::actor_system& system, u64 n) {
  auto echo = system.spawn<Echo>(akt::anonymous);
  stopwatch watch;
  for (u64 i = 0; i < n; ++i) check(echo.ask<AskIt>(i).get().value() == i, "a reply is wrong");
  return watch.elapsed();
}

constexpr row rows[] = {
    {"ask_in", [] { rate_inside<AskerInLoop>("ask_in", 1, 4e6); }},
    {"ask_in_then", [] { rate_inside<AskerByCallback>("ask_in_then", 1, 4e6); }},
    {"ask_in_each", [] { rate_inside<AskerByMessage>("ask_in_each", 1, 4e6); }},
    {"ask_in64", [] { rate_inside<AskerInLoop>("ask_in64", 64, 1e5); }},
    {"ask_in64_then", [] { rate_inside<AskerByCallback>("ask_in64_then", 64, 1e5); }},
    {"ask_in64_each", [] { rate_inside<AskerByMessage>("ask_in64_each", 64, 1e5); }},
    {"ask_ext", [] { rate("ask_ext", "asks/s", 1, 3e5, ask_from_outside); }},
};

} // namespace

std::span<const row> ask_rows() noexcept { return rows; }

} // namespace bench
