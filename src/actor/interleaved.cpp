// SPDX-License-Identifier: Apache-2.0
#include "interleaved.hpp"

#include "akt/actor/reply.hpp"
#include "akt/core/assert.hpp"

namespace akt::inline v0::detail {
namespace {

void enter_interleaved(rare_parts& rare, promise_base& frame) noexcept {
  frame.newer = nullptr;
  frame.older = rare.newest_waiting;
  if (frame.older) frame.older->newer = &frame;
  rare.newest_waiting = &frame;
  ++rare.handlers_waiting;
}

/// Runs what is ready of this handler, as the one that ctx.fail() and ctx.stash() speak of.
void run_as(cell& c, turn_context& turn, promise_base& frame) noexcept {
  c.frame = &frame;
  run_trampoline(turn);
  c.frame = nullptr;
}

} // namespace

envelope* message_in_hand(const turn_context& turn) noexcept {
  if (turn.current) return turn.current;
  return turn.self->frame ? turn.self->frame->message : nullptr;
}

void leave_interleaved(rare_parts& rare, promise_base& frame) noexcept {
  (frame.newer ? frame.newer->older : rare.newest_waiting) = frame.older;
  if (frame.older) frame.older->newer = frame.newer;
  --rare.handlers_waiting;
}

disposition start_interleaved(turn_context& turn, envelope& e, promise_base* frame,
                              void (*finish)(promise_base&, turn_context&), std::uint32_t at_most) {
  if (!frame) return refuse_frame(turn, e);
  cell& c = *turn.self;
  frame->message = &e;
  frame->finish = finish;
  turn.next = frame;
  run_as(c, turn, *frame);
  if (frame->self.done()) {
    finish_frame(turn, *frame);
    return disposition::kept;
  }
  AKT_ASSERT(c.rare); // it holds what the frame waits for
  enter_interleaved(*c.rare, *frame);
  if (c.rare->handlers_waiting >= at_most) turn.gates |= flag_parked;
  --turn.handled; // it still is on its way
  return disposition::kept;
}

void resume_interleaved(turn_context& turn) {
  if (!turn.next) return;
  promise_base* frame = turn.next;
  while (frame->awaited_by) frame = frame->awaited_by;
  cell& c = *turn.self;
  run_as(c, turn, *frame);
  if (!frame->self.done()) return;
  leave_interleaved(*c.rare, *frame);
  ++turn.handled;
  const std::uint32_t flags = c.flags.get();
  const bool last = c.rare->handlers_waiting == 0;
  if (!(flags & flag_ending) || last) turn.gates &= ~std::uint32_t(flag_parked);
  if ((flags & flag_ending) && last) turn.stop_asked |= stop_behind_handler;
  if (flags & (flag_ending | flag_popped)) turn.stop_asked |= stop_look_again;
  finish_frame(turn, *frame);
}

} // namespace akt::inline v0::detail
