// SPDX-License-Identifier: Apache-2.0
//
// Asks: one await per handler call, a loop of awaits, from a thread outside.
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

constexpr row rows[] = {
    {"ask_in", [] { result("ask_in", ask_inside<AskerByMessage>(1, scaled(4e6)), "asks/s"); }},
    {"ask_in_loop",
     [] { result("ask_in_loop", ask_inside<AskerInLoop>(1, scaled(4e6)), "asks/s"); }},
    {"ask_in64", [] { result("ask_in64", ask_inside<AskerByMessage>(64, scaled(1e5)), "asks/s"); }},
    {"ask_in64_loop",
     [] { result("ask_in64_loop", ask_inside<AskerInLoop>(64, scaled(1e5)), "asks/s"); }},
    {"ask_ext", [] { result("ask_ext", ask_from_outside(scaled(3e5)), "asks/s"); }},
};

} // namespace

std::span<const row> ask_rows() noexcept { return rows; }

} // namespace bench
