// SPDX-License-Identifier: Apache-2.0
//
// What the actors of random programs do in a handler. Of program_actors.cpp alone.
#pragma once

#include "program_actors.hpp"
#include "program_roles.hpp"

#include <stdexcept>

namespace akt::inline v0::sim::programs {

inline constexpr std::size_t actors_max = 40;

template <class Self>
template <class M>
void Acting<Self>::perform(act what, const M& m, doing& d, context<Self>& ctx) {
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
  case act::tells_all:
    return tell_all(o);
  case act::tells_in_its_name:
    return tell_in_its_name(o, ctx);
  case act::gives_up:
    return give_up();
  case act::forwards:
    return forward(m, d, ctx);
  case act::spawns:
    return spawn_child(o, ctx);
  case act::spawns_or_finds:
    return spawn_or_find_child(o, ctx);
  case act::links:
  case act::unlinks:
    return tie(what, o, ctx);
  case act::stashes: {
    if (d.settled || d.again) return; // else it could come back for ever
    d.settled = true;
    if (ctx.stash(M(m))) book_->put_aside(o.id);
    return;
  }
  case act::stashes_another: {
    Note another{order_to(who_, o.detail)};
    const std::uint64_t id = another.order.id;
    book_->messages[id].sender_known = false; // it is the one of the message that is handled
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
    change(what, ctx);
    plan(what, o, ctx);
  }
}

template <class Self>
void Acting<Self>::fail(act how, const Order& o, doing& d, context<Self>& ctx) {
  if (!d.settled) book_->expect(o.id, outcome::failed);
  d.settled = true;
  book_->fails(who_, life_);
  if (how == act::throws) throw std::runtime_error("thrown");
  ctx.fail(error(errc::failed, "said so"));
}

template <class Self>
template <class M>
void Acting<Self>::forward(const M& m, doing& d, context<Self>& ctx) {
  if constexpr (!std::is_same_v<M, Tick>) {
    if (d.settled) return; // a second one, nobody has asked
    d.settled = true;
    const number whom = pick(m.order.other);
    M on_its_way{order_to(whom, m.order.detail)};
    book_->forwarded(m.order.id, on_its_way.order.id);
    with_ref_to(*book_, whom, self().node,
                [&](auto to) { ctx.forward(to, std::move(on_its_way)); });
  }
}

template <class Self>
void Acting<Self>::tell_in_its_name(const Order& o, context<Self>& ctx) {
  const number whom = pick(o.other);
  const Order order = order_to(whom, o.detail);
  sign(order);
  with_ref_to(*book_, whom, self().node, [&](auto to) {
    if (o.detail % 3 == 0)
      ctx.template tell<Work>(to, order);
    else
      ctx.template tell<Note>(to, order);
  });
}

template <class Self>
void Acting<Self>::tie(act what, const Order& o, context<Self>& ctx) {
  const number whom = pick(o.other);
  const any_ref other = ref(whom);
  if (what == act::unlinks) {
    book_->unlinks(who_, whom);
    return ctx.unlink(other);
  }
  if (other)
    book_->links(who_, whom);
  else
    book_->doom(who_, life_);
  ctx.link(other);
}

template <class Self>
void Acting<Self>::order_about(act what, const Order& o, context<Self>& ctx) {
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

template <class Self>
void Acting<Self>::change(act what, context<Self>& ctx) {
  auto note = [this](const Note& m, context<Self>& c) { on(m, c); };
  auto query = [this](Query m, context<Self>& c) { return on(std::move(m), c); };
  // Behaviors of actors that interleave do not wait.
  auto work = [&] {
    if constexpr (std::is_same_v<Self, Member>)
      return [this](Work m, context<Self>& c) { return on(std::move(m), c); };
    else
      return query;
  }();
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

template <class Self>
void Acting<Self>::plan(act what, const Order& o, context<Self>& ctx) {
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
    auto made = m.repeats
                    ? ctx.try_schedule_every(some_time(o.detail, 50, 400), std::move(tick))
                    : ctx.template try_schedule_once<Tick>(some_time(o.detail, 0, 60), tick.order);
    if (made) timers_.push_back({*made, id});
    return;
  }
  case act::schedules_by_key: {
    Order order = order_to(who_, o.detail);
    book_->messages[order.id].from = 0;
    if (!ctx.template try_schedule_once<Tick>(keys[key], some_time(o.detail, 0, 300), order))
      return;
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

template <class Self>
void Acting<Self>::spawn_child(const Order& o, context<Self>& ctx) {
  if (book_->actors.size() >= actors_max) return;
  const number one = enroll(*book_, self().node, who_, o.detail);
  std::string name;
  const spawn_options how = options_of(*book_, one, name);
  with_class_of(book_->actors[one], [&]<class A>(std::type_identity<A>) {
    auto made = ctx.template try_spawn<A>(how, book_, one);
    if (made) book_->actors[one].seen_from[self().node] = *made;
  });
}

template <class Self>
void Acting<Self>::spawn_or_find_child(const Order& o, context<Self>& ctx) {
  if (book_->actors.size() >= actors_max) return;
  const number like = child(o.other);
  const number one = enroll(*book_, self().node, who_, o.detail);
  book_->actors[one].named = true;
  if (like != 0 && book_->actors[like].named) {
    const number before = book_->actors[like].namesake;
    book_->actors[one].namesake = before != 0 ? before : like;
    book_->actors[one].interleaves = book_->actors[like].interleaves;
  }
  std::string name;
  const spawn_options how = options_of(*book_, one, name);
  with_class_of(book_->actors[one], [&]<class A>(std::type_identity<A>) {
    auto made = ctx.template try_spawn_or_find<A>(how, book_, one);
    if (!made || book_->finds(one, *made)) return book_->actors.pop_back();
    book_->actors[one].seen_from[self().node] = *made;
  });
}

} // namespace akt::inline v0::sim::programs
