// SPDX-License-Identifier: Apache-2.0
#include "program_actors.hpp"

#include "akt/actor/offload.hpp"

#include "program_acts.hpp"

#include <stdexcept>

namespace akt::inline v0::sim::programs {
namespace {

using std::chrono::milliseconds;

std::uint32_t same(std::uint32_t n) { return n; }

} // namespace

// ---- life

template <class Self>
task<> Acting<Self>::on(const started&, context<Self>& ctx) {
  me_ = ctx.self();
  at_start now(*book_, who_);
  if (self().bad_starts > 0) {
    --self().bad_starts;
    co_await ctx.sleep(milliseconds(20));
    throw std::runtime_error("a bad start, behind a nap");
  }
  if (self().first == first_words::naps) co_await ctx.sleep(milliseconds(5));
  if (self().first == first_words::asks) {
    Order o;
    o.other = who_ * 5;
    o.detail = who_ * 7;
    co_await ask_and_wait(o, milliseconds(8));
  }
}

template <class Self>
task<> Acting<Self>::on(const stopping&, context<Self>& ctx) {
  book_->doom(who_, life_); // there is no message behind it
  const last_words last = self().last;
  if (last == last_words::fails) ctx.fail(error(errc::failed, "said so at the end"));
  if (last == last_words::throws) throw std::runtime_error("thrown at the end");
  if (last == last_words::naps || last == last_words::throws_late)
    co_await ctx.sleep(milliseconds(30));
  if (last == last_words::throws_late) throw std::runtime_error("thrown behind a nap at the end");
  if (last == last_words::asks) {
    Order o;
    o.other = who_ * 5;
    o.detail = who_ * 7;
    co_await ask_and_wait(o, milliseconds(100));
  }
}

// ---- handlers

template <class Self>
void Acting<Self>::on(const Note& m, context<Self>& ctx) {
  doing d = begin(m.order, ctx.sender());
  perform(static_cast<act>(m.order.first), m, d, ctx);
  perform(static_cast<act>(m.order.second), m, d, ctx);
}

template <class Self>
void Acting<Self>::on(const Tick& m, context<Self>& ctx) {
  ++book_->ticks;
  doing d = begin(m.order, ctx.sender());
  perform(static_cast<act>(m.order.first), m, d, ctx);
}

template <class Self>
std::uint64_t Acting<Self>::on(Query m, context<Self>& ctx) {
  doing d = begin(m.order, ctx.sender());
  perform(static_cast<act>(m.order.first), m, d, ctx);
  perform(static_cast<act>(m.order.second), m, d, ctx);
  end(m.order, d);
  return m.order.id;
}

template <class Self>
deferred<std::uint64_t> Acting<Self>::on(Promise m, context<Self>& ctx) {
  deferred<std::uint64_t> promise;
  doing d = begin(m.order, ctx.sender());
  perform(static_cast<act>(m.order.first), m, d, ctx);
  if (!d.settled && m.order.detail % 4 != 0) promises_.push_back({m.order.id, promise});
  perform(static_cast<act>(m.order.second), m, d, ctx);
  return promise;
}

template <class Self>
template <class M>
task<> Acting<Self>::go(const M& m, context<Self>& ctx) {
  doing d = begin(m.order, ctx.sender());
  on_its_way waits(*book_, who_);
  perform(static_cast<act>(m.order.first), m, d, ctx);
  // One that has failed goes no further: what it did then would depend on the supervisor.
  if (static_cast<act>(m.order.first) == act::fails) co_return;
  co_await rest(m.order, ctx);
  perform(static_cast<act>(m.order.second), m, d, ctx);
  end(m.order, d);
}

template <class Self>
task<> Acting<Self>::on(Work m, context<Self>& ctx) {
  co_await go(m, ctx);
}

template <class Self>
task<std::uint64_t> Acting<Self>::on(Question m, context<Self>& ctx) {
  co_await go(m, ctx);
  co_return m.order.id;
}

template <class Self>
task<> Acting<Self>::rest(const Order& o, context<Self>& ctx) {
  const duration within = some_time(o.detail, 20, 400);
  std::uint32_t id = 0;
  switch (static_cast<interlude>(o.between)) {
  case interlude::none:
  case interlude::count:
    break;
  case interlude::naps:
    co_await ctx.sleep(some_time(o.detail, 1, 20));
    break;
  case interlude::sleeps:
    co_await ctx.sleep(milliseconds(3000));
    break;
  case interlude::offloads:
    (void)co_await offload(&same, o.detail);
    break;
  case interlude::asks:
    co_await ask_and_wait(o, within);
    break;
  case interlude::awaits_start: {
    id = book_->ask(within, false);
    Waiting waiting(book_, id, who_, life_);
    auto answer = co_await ref(child(o.other)).started().within(within);
    waiting(answer);
    break;
  }
  case interlude::awaits_end: {
    id = book_->ask(within, false);
    Waiting waiting(book_, id, who_, life_);
    auto answer = co_await ref(child(o.other)).stopped().within(within);
    waiting(answer);
    break;
  }
  }
}

template <class Self>
task<> Acting<Self>::ask_and_wait(const Order& o, duration within) {
  std::uint32_t id = 0;
  auto request = ask(o, within, id);
  // A start that is given up does not mean the end: rules may say resume.
  Waiting waiting(book_, id, self().starting ? 0 : who_, life_);
  auto answer = co_await std::move(request);
  waiting(answer);
}

template class Acting<Member>;
template class Acting<Weaver>;
template class Acting<NarrowWeaver>;

} // namespace akt::inline v0::sim::programs
