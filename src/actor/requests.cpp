// SPDX-License-Identifier: Apache-2.0
//
// How asks get on their way: from a turn, from a waiting thread, with a callback.
#include "akt/actor/request.hpp"
#include "akt/core/assert.hpp"

#include "interleaved.hpp"
#include "runtime_mail.hpp"
#include "wait_cycles.hpp"

#include <cstring>

namespace akt::inline v0 {
namespace detail {
namespace {

constexpr duration timeout_max = std::chrono::hours(24 * 24);

struct request_for_callback : request_base {
  request_for_callback(request_base&& r, pending* p) noexcept
      : request_base(std::move(r)), callback(p) {}
  request_for_callback(request_for_callback&&) noexcept = default;
  bool send(turn_context& turn) noexcept { return send_from_turn(turn, *callback); }
  errc why() const noexcept { return refusal(); }
  pending* callback;
};

bool is_local(std::uint64_t where) noexcept { return (where & tag_mask) == 0; }

/// Behind which wait one goes that does not come last.
[[gnu::noinline]] pending& place_before(turn_context& turn, rare_parts& rare,
                                        instant deadline) noexcept {
  pending& head = rare.waits;
  pending* before = head.prev;
  for (std::uint32_t n = 0; n < wait_order::walk_max; ++n) {
    if (before == &head || before->deadline <= deadline) return *before;
    before = before->prev;
  }
  return rare.with_rarest().order.find(*turn.home->cache, rare.by_sequence, head, deadline);
}

/// Links `p` into the actor's waits in the order of deadlines: mostly as the last one.
void insert(turn_context& turn, rare_parts& rare, pending& p) noexcept {
  pending* before = rare.waits.prev;
  if (__builtin_expect(before != &rare.waits && before->deadline > p.deadline, 0))
    before = &place_before(turn, rare, p.deadline);
  p.prev = before;
  p.next = before->next;
  before->next->prev = &p;
  before->next = &p;
}

/// A callback outside of a turn is the one wait of an actor made for it: it asks on its first turn.
struct asks_and_calls_back {
  request_for_callback request;

  void operator()(void* at) {
    ::new (at) callback_actor;
    turn_context& turn = *current_turn();
    pending& p = *request.callback;
    if (!request.send(turn)) p.ops->complete(p, turn, {nullptr, request.why()});
  }
};

} // namespace

namespace {

void discard_wait(turn_context& turn, pending& p) noexcept {
  p.unlink();
  p.ops->discard(p, turn);
}

[[gnu::always_inline]] inline bool link_pending(turn_context& turn, pending& p,
                                                duration timeout) noexcept {
  cell& c = *turn.self;
  rare_parts* rare = c.rare ? c.rare : rare_of(*turn.home, c);
  if (!rare) return false;
  p.deadline = turn.system->deadline_base() + timeout;
  std::uint32_t sequence = c.ask_sequence + 2;
  if (__builtin_expect(sequence == 1, 0)) sequence = 3;
  p.sequence = c.ask_sequence = sequence;
  insert(turn, *rare, p);
  if (__builtin_expect(rare->by_sequence.in_use(), 0)) rare->by_sequence.add(*turn.home->cache, p);
  if (p.deadline < rare->armed) arm_for(turn, *rare, p, timeout);
  return true;
}

} // namespace

bool add_pending(turn_context& turn, pending& p, duration timeout) noexcept {
  constexpr duration wait_max = std::chrono::hours(24 * 365 * 50); // the sum stays in range
  return link_pending(turn, p, timeout < wait_max ? timeout : wait_max);
}

void request_base::set_timeout(duration d) noexcept {
  if (d > duration::zero() && d <= timeout_max) {
    timeout_ = d;
    return;
  }
  refusal_ = errc::invalid_argument;
  if (envelope_) discard();
}

void request_base::discard() noexcept {
  envelope* e = std::exchange(envelope_, nullptr);
  drop_payload(*e);
  sender* home = sender_to(system_of(where_));
  free_envelope(*home, e->ops->block_class, e);
}

bool request_base::send_from_turn(turn_context& turn, pending& p) noexcept {
  bool local = is_local(where_);
  if (__builtin_expect((local ? cell_of(where_)->system : system_of(where_)) != turn.system, 0)) {
    refusal_ = errc::invalid_argument; // a leaked reference must not bypass the network
    return false;
  }
  duration timeout = timeout_.count() < 0 ? turn.system->options.ask_timeout : timeout_;
  if (__builtin_expect(!link_pending(turn, p, timeout), 0)) {
    refusal_ = errc::over_budget;
    return false;
  }
  envelope* e = std::exchange(envelope_, nullptr);
  e->asker_generation = turn.generation;
  e->ext = answer_ext(turn, p);
  if (local)
    put_user_mail(*turn.home, *cell_of(where_), e);
  else
    akt::detail::send(*turn.home, where_, what_, e);
  return true;
}

envelope* request_base::send_and_wait(wait_place& place) noexcept {
  if (turn_context* turn = current_turn()) {
    std::string path = turn->system->path_of(*turn->self);
    assertion_failed("get() on a turn blocks a worker: co_await the request, or use then()",
                     __FILE__, __LINE__, path.c_str());
  }
  if (!is_unsent()) return nullptr;
  system_core& core = *system_of(where_);
  sender* home = core.outside();
  external_waiter* waiter = core.waiters.take();
  if (!waiter) {
    refusal_ = errc::over_budget;
    return nullptr;
  }
  envelope* e = std::exchange(envelope_, nullptr);
  e->asker_generation = 0;
  e->ext = envelope::ask_ext(waiter->index, waiter->odd_sequence());
  duration timeout = timeout_.count() < 0 ? core.options.ask_timeout : timeout_;
  instant deadline = core.clock.now() + timeout;
  const given_up late{e->ext, 0};
  akt::detail::send(*home, where_, what_, e);
  core.executor->wait(core, *waiter, deadline);
  envelope* reply = waiter->slot.abandon(waiter->sequence);
  place = {&core, waiter};
  if (reply) return reply;
  refusal_ = errc::timeout;
  tell_given_up(*home, whom(), late);
  return nullptr;
}

void add_ask_step(error& e, const pending& p, std::source_location at) noexcept {
  const turn_context* turn = current_turn();
  const bool refusal = e == errc::rejected || e == errc::over_budget;
  if (!turn || refusal || e.code().category() != category()) return;
  const char* file = at.file_name();
  if (const char* slash = std::strrchr(file, '/')) file = slash + 1;
  const envelope* handled = message_in_hand(*turn);
  e.add_step({turn->system->path_of(*turn->self), handled ? handled->ops->name : std::string_view(),
              p.ops->asks, file, at.line()});
}

error refused_ask(errc why, const pending& p, std::source_location at) noexcept {
  error e(why);
  add_ask_step(e, p, at);
  return e;
}

void leave_wait_place(const wait_place& place, envelope* reply) noexcept {
  if (reply) free_envelope(*sender_to(place.system), reply->ops->block_class, reply);
  if (place.waiter) place.system->waiters.give(*place.waiter);
}

void request_base::drop_reply(envelope* e) noexcept {
  drop_payload(*e);
  free_reply(e);
}

void* request_base::allocate_callback(std::size_t bytes) noexcept {
  if (const system_core* core = system_of(where_); core && core == this_thread().system)
    return allocate_frame(bytes);
  return allocate_frame_on_heap(bytes + sizeof(frame_header));
}

errc request_base::send_with_callback(pending& p, ongoing_ask& sent) noexcept {
  if (!is_unsent()) return refusal_;
  system_core& core = *system_of(where_);
  turn_context* turn = current_turn();
  if (turn && !is_callback_actor(*turn->self)) {
    if (!send_from_turn(*turn, p)) return refusal_; // also references of another system
    sent = ongoing_ask(ref_of(*turn->self, turn->generation), p.sequence);
    return errc{};
  }
  using starts = starter<callback_actor, asks_and_calls_back>;
  auto reserved = reserve(core, {&type_of<callback_actor>, &starts::start, starts::block_bytes});
  if (!reserved) return static_cast<errc>(reserved.error().code().value());
  ::new (reserved->place) asks_and_calls_back{request_for_callback(std::move(*this), &p)};
  sent = ongoing_ask(launch(*reserved->c), 0);
  return errc{};
}

namespace {

/// The actor of a callback outside of a turn ends without a call.
void give_up(turn_context& turn, unit&) {
  if (turn.self->rare) {
    pending& head = turn.self->rare->waits;
    while (head.next != &head) discard_wait(turn, *head.next);
  }
  callback_done(turn);
}

using give_up_mail = runtime_mail<unit, &give_up>;

} // namespace

bool is_callback_actor(const cell& c) noexcept { return c.type() == &type_of<callback_actor>; }

void callback_done(turn_context& turn) noexcept {
  if (is_callback_actor(*turn.self)) turn.stop_asked |= stop_at_once;
}

} // namespace detail

void ongoing_ask::cancel() const noexcept {
  if (!by_) return;
  detail::cell& c = *detail::cell_of(by_.where());
  const auto generation = static_cast<std::uint32_t>(by_.what());
  if (sequence_ == 0) {
    detail::sender* home = detail::sender_to(c.system);
    if (home)
      detail::deliver_system(*home, c, detail::give_up_mail::make(*home, generation, unit{}));
    return;
  }
  if (c.generation() != generation) return; // it has ended
  detail::turn_context* turn = detail::current_turn();
  if (!turn || turn->self != &c)
    assertion_failed("an ask is given up on a turn of the actor that asked", __FILE__, __LINE__);
  detail::rare_parts* rare = c.rare;
  if (!rare) return;
  detail::pending* p = rare->by_sequence.find(*turn->home->cache, rare->waits, sequence_);
  if (p && p->ops->discard) detail::discard_wait(*turn, *p);
}

} // namespace akt::inline v0
