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

// ---- the tables

scheduled* schedules::find(std::uint64_t number) noexcept {
  const std::uint32_t i = place_of(number);
  scheduled* s = i < used_ ? at(places_[i]) : nullptr;
  return s && s->number() == number ? s : nullptr;
}

scheduled* schedules::find(std::string_view key) noexcept {
  scheduled* s = keyed_ == 0 ? nullptr : chain_of(hash_string(key));
  while (s && s->extra->key() != key) s = s->extra->next_keyed;
  return s;
}

std::uint64_t schedules::add(block_cache& cache, scheduled& s) noexcept {
  std::uint32_t i = free_;
  if (i != none) {
    free_ = static_cast<std::uint32_t>(places_[i] >> 1);
  } else {
    if (used_ == places_count_ && !more_places(cache)) return 0;
    i = used_++;
  }
  places_[i] = reinterpret_cast<place>(&s);
  ++count_;
  if (s.keyed()) put_key(cache, s);
  return ++last_number_ << place_bits | i;
}

void schedules::remove(turn_context& turn, scheduled& s) noexcept {
  block_cache& cache = *turn.home->cache;
  turn.system->timers.cancel(s.alarm);
  if (s.keyed()) take_key(cache, s);
  const std::uint32_t i = place_of(s.number());
  places_[i] = place(free_) << 1 | 1;
  free_ = i;
  if (--count_ == 0) free_places(cache);
  envelope* message = s.message;
  if (s.extra) cache.put_bytes(s.extra->block_bytes(), s.extra);
  cache.put_bytes(sizeof(scheduled), &s);
  if (message) drop(turn, message);
}

void schedules::remove_unkeyed(turn_context& turn) noexcept {
  for (std::uint32_t i = 0; i < used_; ++i)
    if (scheduled* s = at(places_[i]); s && !s->keyed()) remove(turn, *s);
}

void schedules::release(turn_context& turn) noexcept {
  for (std::uint32_t i = 0; i < used_; ++i)
    if (scheduled* s = at(places_[i])) remove(turn, *s);
}

bool schedules::more_places(block_cache& cache) noexcept {
  const std::uint32_t count = places_count_ * 4;
  if (count > places_max) return false;
  auto* fresh = static_cast<place*>(cache.get_bytes(count * sizeof(place)));
  if (!fresh) return false;
  std::copy_n(places_, used_, fresh);
  if (places_ != first_places_) cache.put_bytes(places_count_ * sizeof(place), places_);
  places_ = fresh;
  places_count_ = count;
  return true;
}

void schedules::free_places(block_cache& cache) noexcept {
  if (places_ != first_places_) cache.put_bytes(places_count_ * sizeof(place), places_);
  places_ = first_places_;
  places_count_ = few;
  used_ = 0;
  free_ = none;
}

void schedules::put_key(block_cache& cache, scheduled& s) noexcept {
  if (keyed_++ == chains_count_) more_chains(cache);
  s.extra->next_keyed = std::exchange(chain_of(s.extra->hash), &s);
}

void schedules::take_key(block_cache& cache, scheduled& s) noexcept {
  scheduled** link = &chain_of(s.extra->hash);
  while (*link != &s) link = &(*link)->extra->next_keyed;
  *link = s.extra->next_keyed;
  if (--keyed_ > 0 || chains_ == first_chains_) return;
  cache.put_bytes(chains_count_ * sizeof(scheduled*), chains_);
  chains_ = first_chains_;
  chains_count_ = few;
  std::fill_n(chains_, few, nullptr);
}

void schedules::more_chains(block_cache& cache) noexcept {
  const std::uint32_t count = chains_count_ * 2;
  auto** fresh = static_cast<scheduled**>(cache.get_bytes(count * sizeof(scheduled*)));
  if (!fresh) return;
  std::fill_n(fresh, count, nullptr);
  scheduled** old = std::exchange(chains_, fresh);
  const std::uint32_t old_count = std::exchange(chains_count_, count);
  for (std::uint32_t i = 0; i < old_count; ++i)
    for (scheduled* s = old[i]; s;) {
      scheduled*& chain = chain_of(s->extra->hash);
      scheduled* const next = std::exchange(s->extra->next_keyed, chain);
      chain = std::exchange(s, next);
    }
  if (old != first_chains_) cache.put_bytes(old_count * sizeof(scheduled*), old);
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
  const duration period = s.extra ? s.extra->period : duration::zero();
  if (period == duration::zero()) {
    envelope* only = std::exchange(s.message, nullptr);
    all.remove(turn, s);
    return only;
  }
  const instant now = turn.system->coarse_now();
  instant due = s.alarm.deadline.get() + period;
  if (due <= now) due += ((now - due) / period + 1) * period;
  turn.system->timers.arm(s.alarm, *turn.self, turn.generation, due, s.number());
  const message_ops& ops = *s.message->ops;
  void* block = turn.home->cache->get(ops.block_class);
  if (!block) return nullptr;
  envelope* e = ::new (block) envelope;
  try {
    s.extra->copy(*s.message, e->place());
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

namespace {

/// A schedule with its message, on the way into a table; null: memory is refused.
scheduled* make_scheduled(block_cache& cache, const schedule_plan& plan,
                          envelope* message) noexcept {
  void* block = cache.get_bytes(sizeof(scheduled));
  if (!block) return nullptr;
  auto* s = ::new (block) scheduled;
  s->message = message;
  if (plan.period == duration::zero() && plan.key.empty()) return s;
  void* more = cache.get_bytes(sizeof(schedule_extra) + plan.key.size());
  if (!more) {
    cache.put_bytes(sizeof(scheduled), s);
    return nullptr;
  }
  s->extra = ::new (more) schedule_extra;
  s->extra->period = plan.period;
  s->extra->copy = plan.copy;
  s->extra->hash = hash_string(plan.key);
  s->extra->key_bytes = static_cast<std::uint32_t>(plan.key.size());
  std::copy(plan.key.begin(), plan.key.end(), s->extra->key_place());
  return s;
}

} // namespace

result<timer> add_schedule(cell& c, const schedule_plan& plan, envelope* message) {
  if (!message) return errc::over_budget;
  turn_context& turn = turn_of(c);
  block_cache& cache = *turn.home->cache;
  schedules* all = make_schedules(turn);
  scheduled* s = all ? make_scheduled(cache, plan, message) : nullptr;
  scheduled* before = s && plan.keyed ? all->find(plan.key) : nullptr;
  const std::uint64_t number = s ? all->add(cache, *s) : 0;
  if (number == 0) {
    if (s && s->extra) cache.put_bytes(s->extra->block_bytes(), s->extra);
    if (s) cache.put_bytes(sizeof(scheduled), s);
    drop(turn, message);
    return errc::over_budget;
  }
  turn.system->timers.arm(s->alarm, c, turn.generation, turn.system->deadline_base() + plan.first,
                          number);
  if (before) all->remove(turn, *before);
  return timer{ref_of(c, turn.generation), number};
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
