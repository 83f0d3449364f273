// SPDX-License-Identifier: Apache-2.0
//
// What actors send themselves later. A schedule is armed in the system's wheel; when it is due, a
// tick with its number goes into the actor's mailbox, and the next one is armed when that is
// handled, so that there is never a second one. A tick whose schedule is gone does nothing.
#include "schedules.hpp"

#include "akt/actor/signals.hpp"
#include "akt/core/hash.hpp"

#include "conduct.hpp"

#include <algorithm>

namespace akt::inline v0::detail {
namespace {

void drop(turn_context& turn, envelope* message) noexcept {
  if (message->ops->drop) message->ops->drop(*message);
  free_envelope(*turn.home, message->ops->block_class, message);
}

} // namespace

// ---- the table

scheduled* schedules::find(std::uint64_t number) noexcept {
  scheduled* s = of_number(number).numbered;
  while (s && s->number != number) s = s->next_numbered;
  return s;
}

scheduled* schedules::find(std::string_view key) noexcept {
  scheduled* s = of_hash(hash_string(key)).keyed;
  while (s && s->key() != key) s = s->next_keyed;
  return s;
}

void schedules::put(scheduled& s) noexcept {
  slot& by_number = of_number(s.number);
  s.next_numbered = std::exchange(by_number.numbered, &s);
  if (s.key_bytes == 0) return;
  slot& by_key = of_hash(s.hash);
  s.next_keyed = std::exchange(by_key.keyed, &s);
}

void schedules::add(block_cache& cache, scheduled& s) noexcept {
  if (count_ >= slots_count_) resize(cache, slots_count_ * 2);
  put(s);
  ++count_;
}

void schedules::remove(turn_context& turn, scheduled& s) noexcept {
  turn.system->timers.cancel(s.alarm);
  scheduled** at = &of_number(s.number).numbered;
  while (*at != &s) at = &(*at)->next_numbered;
  *at = s.next_numbered;
  if (s.key_bytes > 0) {
    at = &of_hash(s.hash).keyed;
    while (*at != &s) at = &(*at)->next_keyed;
    *at = s.next_keyed;
  }
  --count_;
  block_cache& cache = *turn.home->cache;
  if (count_ < slots_count_ / 8) resize(cache, std::max(slots_count_ / 2, slots_min));
  envelope* message = s.message;
  const std::size_t bytes = s.block_bytes();
  s.~scheduled();
  cache.put_bytes(bytes, &s);
  if (message) drop(turn, message);
}

void schedules::remove_unkeyed(turn_context& turn) noexcept {
  scheduled* gone = nullptr; // removing may resize the table
  for (std::uint32_t i = 0; i < slots_count_; ++i)
    for (scheduled* s = slots_[i].numbered; s; s = s->next_numbered)
      if (s->key_bytes == 0) s->next_keyed = std::exchange(gone, s);
  while (gone) remove(turn, *std::exchange(gone, gone->next_keyed));
}

void schedules::release(turn_context& turn) noexcept {
  for (std::uint32_t i = 0; count_ > 0; i = (i + 1) & (slots_count_ - 1))
    while (scheduled* s = slots_[i & (slots_count_ - 1)].numbered) remove(turn, *s);
  free_slots(*turn.home->cache);
}

void schedules::resize(block_cache& cache, std::uint32_t slots) noexcept {
  if (slots == slots_count_) return;
  slot* fresh = first_;
  if (slots > slots_min) fresh = static_cast<slot*>(cache.get_bytes(slots * sizeof(slot)));
  if (!fresh) return;
  std::fill_n(fresh, slots, slot{});
  slot* old = std::exchange(slots_, fresh);
  const std::uint32_t old_count = std::exchange(slots_count_, slots);
  for (std::uint32_t i = 0; i < old_count; ++i)
    for (scheduled* s = old[i].numbered; s;) put(*std::exchange(s, s->next_numbered));
  if (old != first_) cache.put_bytes(old_count * sizeof(slot), old);
}

void schedules::free_slots(block_cache& cache) noexcept {
  if (slots_ != first_) cache.put_bytes(slots_count_ * sizeof(slot), slots_);
  slots_ = first_;
}

// ---- silence

void schedules::limit_silence(duration d, const message_ops* told, instant from) noexcept {
  silence_ = d;
  told_ = told;
  last_mail_ = from;
  look_at_ = d > duration::zero() ? from + d : instant::max();
}

namespace {

/// Gated, or with user mail that it has not come to.
bool is_busy(const turn_context& turn) noexcept {
  const cell& c = *turn.self;
  if (turn.gates || c.words.has_user_mail()) return true;
  const mail_link* m = c.batch.first.get();
  for (std::uint32_t n = c.batch.system_count.get(); n > 0; --n) m = m->next.get();
  return m != nullptr;
}

void send_idle(turn_context& turn, const message_ops& told) noexcept {
  void* block = turn.home->cache->get(told.block_class);
  if (!block) return refused(*turn.system, told, fate::over_budget);
  envelope* e = ::new (block) envelope;
  ::new (e->place()) idle{};
  e->ops = &told;
  e->generation = turn.generation;
  e->ext = envelope::tell_ext;
  put_user_mail(*turn.home, *turn.self, e);
}

} // namespace

instant schedules::look_for_silence(turn_context& turn, instant now) noexcept {
  if (now < look_at_) return look_at_;
  look_at_ = last_mail_ + silence_;
  if (look_at_ > now) return look_at_;
  if (!is_busy(turn)) send_idle(turn, *told_);
  return look_at_ = now + silence_;
}

// ---- ticks

namespace {

/// A schedule's next message, armed for the one after it; null: memory refused this one. Throws
/// what copying throws.
envelope* take_message(turn_context& turn, schedules& all, scheduled& s) {
  if (s.period == duration::zero()) {
    envelope* only = std::exchange(s.message, nullptr);
    all.remove(turn, s);
    return only;
  }
  const instant now = turn.system->coarse_now();
  s.due += s.period;
  if (s.due <= now) s.due += ((now - s.due) / s.period + 1) * s.period;
  turn.system->timers.arm(s.alarm, *turn.self, turn.generation, s.due, s.number);
  const message_ops& ops = *s.message->ops;
  void* block = turn.home->cache->get(ops.block_class);
  if (!block) return nullptr;
  envelope* e = ::new (block) envelope;
  try {
    s.copy(*s.message, e->place());
  } catch (...) {
    free_envelope(*turn.home, ops.block_class, e);
    throw;
  }
  e->ops = &ops;
  e->generation = turn.generation;
  e->ext = envelope::tell_ext;
  return e;
}

schedules* schedules_of(const cell& c) noexcept { return c.rare ? c.rare->timers : nullptr; }

/// The tick becomes the message: one was sent, and one is handled.
disposition ring(void*, turn_context& turn, envelope& e) {
  schedules* all = schedules_of(*turn.self);
  scheduled* s = all ? all->find(e.as<std::uint64_t>()) : nullptr;
  if (!s) {
    --turn.handled;
    turn.home->counters.ended(fate::cancelled);
    return disposition::done;
  }
  const message_ops& ops = *s->message->ops;
  envelope* message = take_message(turn, *all, *s);
  if (!message) {
    refused(*turn.system, ops, fate::over_budget);
    return disposition::done;
  }
  --turn.handled;
  free_envelope(*turn.home, e.ops->block_class, &e);
  handle_user_mail(turn, *message);
  return disposition::kept;
}

constexpr message_ops pooled_tick{&ring, nullptr, 0, false, true, "akt.tick", {}, nullptr, nullptr};
constexpr message_ops heap_tick{&ring,      nullptr, block_classes, false,  true,
                                "akt.tick", {},      nullptr,       nullptr};

} // namespace

envelope* tick(sender& home, std::uint32_t generation, std::uint64_t number) noexcept {
  envelope* e = runtime_envelope(home, pooled_tick, heap_tick, generation);
  ::new (e->place()) std::uint64_t(number);
  return e;
}

// ---- what a context does

namespace {

constexpr duration delay_max = std::chrono::hours(24 * 24);
constexpr std::size_t key_max = 255;

bool ends(const turn_context& turn) noexcept {
  return turn.ending || (turn.gates & (flag_closing | flag_restarting)) != 0;
}

schedules* make_schedules(turn_context& turn) noexcept {
  rare_parts* rare = rare_of(*turn.home, *turn.self);
  if (!rare || rare->timers) return rare ? rare->timers : nullptr;
  void* block = turn.home->cache->get_bytes(sizeof(schedules));
  if (block) rare->timers = ::new (block) schedules;
  return rare->timers;
}

} // namespace

result<unit> may_schedule(cell& c, const schedule_plan& plan) {
  turn_context& turn = turn_of(c);
  const duration least = plan.copy ? duration(1) : duration::zero();
  if (plan.first < least || plan.first > delay_max)
    return error(errc::invalid_argument, "schedule: the delay is out of its range");
  if (plan.keyed && (plan.key.empty() || plan.key.size() > key_max))
    return error(errc::invalid_argument, "schedule: a key has 1 to 255 characters");
  if (ends(turn)) return errc::stopped;
  schedules* all = schedules_of(c);
  if (all && all->count() >= turn.system->options.timers_max &&
      !(plan.keyed && all->find(plan.key)))
    return error(errc::over_budget, "timers_max");
  if (!all && turn.system->options.timers_max == 0) return error(errc::over_budget, "timers_max");
  return unit{};
}

result<timer> add_schedule(cell& c, const schedule_plan& plan, envelope* message) {
  if (!message) return errc::over_budget;
  turn_context& turn = turn_of(c);
  block_cache& cache = *turn.home->cache;
  schedules* all = make_schedules(turn);
  void* block = all ? cache.get_bytes(sizeof(scheduled) + plan.key.size()) : nullptr;
  if (!block) {
    drop(turn, message);
    return errc::over_budget;
  }
  auto* s = ::new (block) scheduled;
  s->number = all->next_number();
  s->due = turn.system->deadline_base() + plan.first;
  s->period = plan.period;
  s->message = message;
  s->copy = plan.copy;
  s->hash = hash_string(plan.key);
  s->key_bytes = static_cast<std::uint32_t>(plan.key.size());
  std::copy(plan.key.begin(), plan.key.end(), s->key_place());
  scheduled* before = plan.keyed ? all->find(plan.key) : nullptr;
  all->add(cache, *s);
  turn.system->timers.arm(s->alarm, c, turn.generation, s->due, s->number);
  timer made{ref_of(c, turn.generation), s->number};
  if (before) all->remove(turn, *before);
  return made;
}

bool cancel_schedule(cell& c, const timer& t) noexcept {
  turn_context& turn = turn_of(c);
  schedules* all = schedules_of(c);
  if (!all || t.owner != ref_of(c, turn.generation)) return false;
  scheduled* s = all->find(t.number);
  if (s) all->remove(turn, *s);
  return s != nullptr;
}

bool cancel_schedule(cell& c, std::string_view key) noexcept {
  turn_context& turn = turn_of(c);
  schedules* all = schedules_of(c);
  scheduled* s = all && !key.empty() ? all->find(key) : nullptr;
  if (s) all->remove(turn, *s);
  return s != nullptr;
}

result<unit> set_receive_timeout(cell& c, duration d, const message_ops& told) {
  turn_context& turn = turn_of(c);
  if (d < duration::zero() || d > delay_max)
    return error(errc::invalid_argument, "receive_timeout: the time is out of its range");
  if (ends(turn)) return errc::stopped;
  const std::uint32_t flags = c.flags.get();
  if (d == duration::zero()) {
    if (schedules* all = schedules_of(c)) all->limit_silence(d, nullptr, instant{});
    c.flags.set(flags & ~std::uint32_t(flag_noting));
    return unit{};
  }
  schedules* all = make_schedules(turn);
  if (!all) return errc::over_budget;
  const instant from = turn.system->deadline_base();
  all->limit_silence(d, &told, from);
  arm(turn, *c.rare, from + d);
  c.flags.set(flags | flag_noting);
  if (!(flags & flag_noting)) turn.stop_asked |= stop_look_again;
  return unit{};
}

void end_schedules(turn_context& turn) noexcept {
  cell& c = *turn.self;
  schedules* all = schedules_of(c);
  if (!all) return;
  all->release(turn);
  all->~schedules();
  turn.home->cache->put_bytes(sizeof(schedules), std::exchange(c.rare->timers, nullptr));
}

void end_unkeyed_schedules(turn_context& turn) noexcept {
  cell& c = *turn.self;
  schedules* all = schedules_of(c);
  if (!all) return;
  all->remove_unkeyed(turn);
  all->limit_silence(duration::zero(), nullptr, instant{});
  c.flags.set(c.flags.get() & ~std::uint32_t(flag_noting));
}

} // namespace akt::inline v0::detail
