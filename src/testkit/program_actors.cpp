// SPDX-License-Identifier: Apache-2.0
#include "program_actors.hpp"

#include "akt/actor/offload.hpp"
#include "akt/core/assert.hpp"

#include "program_roles.hpp"

#include <stdexcept>

namespace akt::inline v0::sim::programs {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t actors_max = 40;

duration some_time(std::uint32_t detail, std::uint32_t least, std::uint32_t most) {
  return milliseconds(least + detail % (most - least + 1));
}

std::uint32_t same(std::uint32_t n) { return n; }

} // namespace

std::int64_t Token::alive = 0;

Token::~Token() {
  AKT_ASSERT(mark_ == whole); // a message is destroyed once
  mark_ = 0;
  --alive;
}

// ---- life

Member::Member(ledger* book, number who) : book_(book), who_(who), life_(0) {
  if (self().bad_starts > 0) {
    --self().bad_starts;
    throw std::runtime_error("a bad start");
  }
  life_ = book->born(who);
}

Member::~Member() {
  if (life_ != 0) book_->died(who_);
}

task<> Member::on(const started&, context<Member>& ctx) {
  if (self().start_waits) co_await ctx.sleep(milliseconds(20));
}

task<> Member::on(const stopping&, context<Member>& ctx) {
  if (self().stop_waits) co_await ctx.sleep(milliseconds(30));
}

directive Member::on(const child_failed&) { return self().verdict; }

// ---- handlers

Member::doing Member::begin(const Order& o) {
  doing d;
  d.again = book_->messages.at(o.id).now == message_record::state::stashed;
  book_->begins(who_, life_, o.id, akt::detail::this_thread().turn->gates);
  return d;
}

void Member::end(const Order& o, const doing& d) {
  if (!d.settled) book_->expect(o.id, outcome::value);
}

void Member::on(const Note& m, context<Member>& ctx) {
  doing d = begin(m.order);
  perform(static_cast<act>(m.order.first), m, d, ctx);
  perform(static_cast<act>(m.order.second), m, d, ctx);
}

void Member::on(const Tick& m, context<Member>& ctx) {
  ++book_->ticks;
  doing d = begin(m.order);
  perform(static_cast<act>(m.order.first), m, d, ctx);
}

std::uint64_t Member::on(Query m, context<Member>& ctx) {
  doing d = begin(m.order);
  perform(static_cast<act>(m.order.first), m, d, ctx);
  perform(static_cast<act>(m.order.second), m, d, ctx);
  end(m.order, d);
  return m.order.id;
}

deferred<std::uint64_t> Member::on(Promise m, context<Member>& ctx) {
  deferred<std::uint64_t> promise;
  doing d = begin(m.order);
  perform(static_cast<act>(m.order.first), m, d, ctx);
  if (!d.settled && m.order.detail % 4 != 0) promises_.push_back({m.order.id, promise});
  perform(static_cast<act>(m.order.second), m, d, ctx);
  return promise;
}

template <class M>
task<> Member::go(const M& m, context<Member>& ctx) {
  doing d = begin(m.order);
  perform(static_cast<act>(m.order.first), m, d, ctx);
  // One that has failed goes no further: what it did then would depend on the supervisor.
  if (static_cast<act>(m.order.first) == act::fails) co_return;
  co_await rest(m.order, ctx);
  perform(static_cast<act>(m.order.second), m, d, ctx);
  end(m.order, d);
}

task<> Member::on(Work m, context<Member>& ctx) { co_await go(m, ctx); }

task<std::uint64_t> Member::on(Question m, context<Member>& ctx) {
  co_await go(m, ctx);
  co_return m.order.id;
}

task<> Member::rest(const Order& o, context<Member>& ctx) {
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
  case interlude::asks: {
    auto asked = ask(o, within, id);
    Waiting waiting(book_, id, who_, life_);
    auto answer = co_await std::move(asked);
    waiting(answer);
    break;
  }
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

// ---- acts

template <class M>
void Member::perform(act what, const M& m, doing& d, context<Member>& ctx) {
  const Order& o = m.order;
  switch (what) {
  case act::throws:
  case act::fails:
    return fail(what, o, d, ctx);
  case act::tells:
    return tell(o);
  case act::tells_itself:
    return ctx.self().template tell<Note>(order_to(who_, o.detail));
  case act::asks:
    return ask_and_go_on(o);
  case act::spawns:
    return spawn_child(o, ctx);
  case act::stashes: {
    if (d.settled || d.again) return; // else it could come back for ever
    d.settled = true;
    if (ctx.stash(M(m))) book_->put_aside(o.id);
    return;
  }
  case act::stashes_another: {
    Note another{order_to(who_, o.detail)};
    const std::uint64_t id = another.order.id;
    // Of the same type it would be this message that is put aside.
    if (!std::is_same_v<M, Note> && ctx.stash(std::move(another))) book_->put_aside(id);
    return;
  }
  case act::keeps_promises:
  case act::breaks_promises:
  case act::drops_promises:
    return promises(what);
  default:
    order_about(what, o, ctx);
    change(what, o, ctx);
    plan(what, o, ctx);
  }
}

void Member::fail(act how, const Order& o, doing& d, context<Member>& ctx) {
  if (!d.settled) book_->expect(o.id, outcome::failed);
  d.settled = true;
  book_->fails(who_, life_);
  if (how == act::throws) throw std::runtime_error("thrown");
  ctx.fail(error(errc::failed, "said so"));
}

void Member::order_about(act what, const Order& o, context<Member>& ctx) {
  const number one = child(o.other);
  const number anybody = pick(o.other);
  switch (what) {
  case act::stops_itself:
    book_->doom(who_, life_);
    return ctx.stop();
  case act::stops_itself_now:
    book_->doom(who_, life_);
    return ctx.self().stop(now);
  case act::stops_itself_behind_its_mail:
    return ctx.self().stop();
  case act::stops_parent:
    return ctx.parent().stop();
  case act::stops_parent_now:
    return ctx.parent().stop(now);
  case act::stops_child:
    return ref(one).stop();
  case act::stops_child_now:
    return ref(one).stop(now);
  case act::stops_other:
    return ref(anybody).stop();
  case act::stops_other_now:
    return ref(anybody).stop(now);
  case act::restarts_itself:
    book_->ordered(who_);
    return ctx.self().restart();
  case act::restarts_child:
    return ref(one).restart();
  case act::suspends_itself:
    return ctx.self().suspend();
  case act::suspends_child:
    return ref(one).suspend();
  case act::reinstates_child:
    return ref(one).reinstate();
  case act::watches:
    book_->watches(who_, ref(anybody));
    return ctx.watch(ref(anybody));
  case act::unwatches:
    book_->unwatches(who_, ref(anybody));
    return ctx.unwatch(ref(anybody));
  default:
    return;
  }
}

void Member::change(act what, const Order&, context<Member>& ctx) {
  auto work = [this](Work m, context<Member>& c) { return on(std::move(m), c); };
  auto note = [this](const Note& m, context<Member>& c) { on(m, c); };
  switch (what) {
  case act::becomes_stashing:
    self().ordered = false;
    return ctx.become(stash_others, work);
  case act::becomes_deaf:
    return ctx.become(work, note);
  case act::becomes_keeping:
    return ctx.become(keep_others, note);
  case act::unbecomes:
    return ctx.unbecome();
  case act::unbecomes_all:
    return ctx.unbecome_all();
  case act::unstashes_one:
    (void)ctx.unstash_one();
    return;
  case act::unstashes_all:
    (void)ctx.unstash_all();
    return;
  default:
    return;
  }
}

void Member::plan(act what, const Order& o, context<Member>& ctx) {
  constexpr std::string_view keys[] = {"dawn", "dusk"};
  const std::size_t key = o.detail % 2;
  std::uint64_t& keyed = self().keyed[key];
  switch (what) {
  case act::schedules_once:
  case act::schedules_every: {
    Tick tick{order_to(who_, o.detail)};
    message_record& m = book_->messages[tick.order.id];
    m.from = 0;
    m.life = life_;
    m.repeats = what == act::schedules_every;
    const std::uint64_t id = tick.order.id;
    auto made = m.repeats ? ctx.try_schedule_every(some_time(o.detail, 50, 400), std::move(tick))
                          : ctx.try_schedule_once<Tick>(some_time(o.detail, 0, 60), tick.order);
    if (made) timers_.push_back({*made, id});
    return;
  }
  case act::schedules_by_key: {
    Order order = order_to(who_, o.detail);
    book_->messages[order.id].from = 0;
    if (!ctx.try_schedule_once<Tick>(keys[key], some_time(o.detail, 0, 300), order)) return;
    if (keyed != 0) book_->cancelled(keyed);
    keyed = order.id;
    return;
  }
  case act::cancels:
    if (timers_.empty()) return;
    if (ctx.cancel(timers_.front().which)) book_->cancelled(timers_.front().message);
    return timers_.pop_front();
  case act::cancels_by_key:
    if (ctx.cancel(keys[key])) book_->cancelled(keyed);
    return;
  case act::minds_silence:
    (void)ctx.try_receive_timeout(some_time(o.detail, 100, 900));
    return;
  case act::ignores_silence:
    (void)ctx.try_receive_timeout(duration::zero());
    return;
  default:
    return;
  }
}

void Member::promises(act what) {
  if (what == act::drops_promises || promises_.empty()) return promises_.clear();
  kept k = std::move(promises_.front());
  promises_.pop_front();
  if (what == act::keeps_promises) {
    if (k.promise.fulfil(k.message)) book_->expect(k.message, outcome::value);
  } else if (k.promise.fail(error(errc::cancelled, "broken"))) {
    book_->expect(k.message, outcome::other);
  }
}

void Member::tell(const Order& o) {
  const number whom = pick(o.other);
  if (o.detail % 3 == 0)
    ref(whom).tell<Work>(order_to(whom, o.detail));
  else
    ref(whom).tell<Note>(order_to(whom, o.detail));
}

request<std::uint64_t> Member::ask(const Order& o, duration within, std::uint32_t& id) {
  const number whom = pick(o.other);
  id = book_->ask(within, book_->actors[whom].node == self().node);
  Order order = order_to(whom, o.detail);
  book_->messages[order.id].ask = id;
  switch (o.detail % 3) {
  case 0:
    return ref(whom).ask<Query>(order).within(within);
  case 1:
    return ref(whom).ask<Question>(order).within(within);
  default:
    return ref(whom).ask<Promise>(order).within(within);
  }
}

void Member::ask_and_go_on(const Order& o) {
  std::uint32_t id = 0;
  auto asked = ask(o, some_time(o.detail, 20, 400), id);
  std::move(asked).then(Waiting(book_, id, who_, life_));
}

void Member::spawn_child(const Order& o, context<Member>& ctx) {
  if (book_->actors.size() >= actors_max) return;
  const number one = enroll(*book_, self().node, who_, o.detail);
  std::string name;
  auto made = ctx.try_spawn<Member>(options_of(*book_, one, name), book_, one);
  if (made) book_->actors[one].seen_from[self().node] = *made;
}

// ---- whom

Order Member::order_to(number whom, std::uint32_t detail) {
  Order o;
  o.id = book_->send(who_, whom);
  if (detail % 5 < 2)
    o.first = static_cast<std::uint8_t>(detail / 5 % static_cast<std::uint32_t>(act::count));
  if (detail % 7 == 0) o.between = static_cast<std::uint8_t>(interlude::naps);
  o.other = detail / 3;
  o.detail = detail / 2;
  return o;
}

number Member::pick(std::uint32_t at) const { return book_->pick(at, self().node); }

number Member::child(std::uint32_t at) const {
  std::vector<number> all;
  for (number n = 1 + nodes; n < book_->actors.size(); ++n)
    if (book_->actors[n].parent == who_) all.push_back(n);
  return all.empty() ? 0 : all[at % all.size()];
}

actor_ref<Member> Member::ref(number who) const {
  return actor_ref<Member>(book_->actors[who].seen_from[self().node]);
}

} // namespace akt::inline v0::sim::programs
