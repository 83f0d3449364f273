// SPDX-License-Identifier: Apache-2.0
#include "interleaved.hpp"

#include "akt/actor/reply.hpp"
#include "akt/core/assert.hpp"

namespace akt::inline v0::detail {
namespace {

void enter_interleaved(interleaved_handlers& all, promise_base& frame) noexcept {
  frame.newer = nullptr;
  frame.older = all.newest;
  if (frame.older) frame.older->newer = &frame;
  all.newest = &frame;
  ++all.count;
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
  if (turn.calls_back) return nullptr;
  return turn.self->frame ? turn.self->frame->message : nullptr;
}

void leave_interleaved(interleaved_handlers& all, promise_base& frame) noexcept {
  (frame.newer ? frame.newer->older : all.newest) = frame.older;
  if (frame.older) frame.older->newer = frame.newer;
  --all.count;
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
  auto& handlers = c.rare->handlers;
  if (!handlers) handlers = std::make_unique<interleaved_handlers>();
  enter_interleaved(*handlers, *frame);
  if (handlers->count >= at_most) turn.gates |= flag_parked;
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
  leave_interleaved(*c.rare->handlers, *frame);
  ++turn.handled;
  const std::uint32_t flags = c.flags.get();
  const bool last = c.rare->handlers->count == 0;
  if (!(flags & flag_ending) || last) turn.gates &= ~std::uint32_t(flag_parked);
  if ((flags & flag_ending) && last) turn.stop_asked |= stop_behind_handler;
  if (flags & (flag_ending | flag_popped)) turn.stop_asked |= stop_look_again;
  finish_frame(turn, *frame);
}

} // namespace akt::inline v0::detail
