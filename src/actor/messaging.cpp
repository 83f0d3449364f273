// SPDX-License-Identifier: Apache-2.0
//
// Whom a message is from, and how a handler hands its message on.
#include "akt/actor/messaging.hpp"

#include "akt/actor/offload.hpp"

#include "conduct.hpp"
#include "interleaved.hpp"
#include "system_core.hpp"

namespace akt::inline v0::detail {
namespace {

/// Why a forwarded message does not go; its asker is told.
void refuse(turn_context& turn, const message_ops& ops, const envelope& asked, fate f,
            const error& why) noexcept {
  refused(*turn.system, ops, f);
  if (asked.asked()) send_answer_error({turn.system, asked.ext, asked.asker_generation}, why);
}

} // namespace

any_ref context_base::sender() const noexcept {
  turn_context& turn = turn_of(*cell_);
  const envelope* e = message_in_hand(turn);
  if (!e) return {};
  std::uint32_t index = e->asker_index();
  if (e->told_by_cell())
    --index;
  else if (!e->asked() || !e->asked_by_cell())
    return {};
  const cell& c = turn.system->cells.at(index);
  if (c.type_of(e->asker_generation) == &type_of<callback_actor>) return {};
  return ref_of(c, e->asker_generation);
}

envelope* begin_forward(cell& c, const message_ops& handled, const message_ops& sent,
                        any_ref to) noexcept {
  turn_context& turn = turn_of(c);
  envelope* now = message_in_hand(turn);
  envelope from; // who has asked, or told
  from.asker_generation = now ? now->asker_generation : 0;
  from.ext = now ? now->unasked_ext() : envelope::tell_ext;
  if (now && now->ops == &handled && now->generation != envelope::counted)
    from.ext = std::exchange(now->ext, from.ext);

  const std::uint64_t where = to.where();
  const bool abroad = where != 0 && system_of(where) != turn.system;
  if (abroad && from.asked() && system_of(where)) {
    refuse(turn, sent, from, fate::unhandled,
           error(errc::invalid_argument, "forward(): the actor is of another system"));
    return nullptr;
  }
  akt::detail::sender* home = sender_for(where);
  void* block = home ? home->cache->get(sent.block_class) : nullptr;
  if (!block) {
    const fate f = refusal_of(where);
    refuse(turn, sent, from, f, error(asker_error(f)));
    return nullptr;
  }
  envelope* e = ::new (block) envelope;
  e->ops = &sent;
  e->generation = static_cast<std::uint32_t>(to.what());
  e->asker_generation = from.asker_generation;
  e->ext = abroad ? envelope::tell_ext : from.ext;
  return e;
}

void send_forwarded(any_ref to, envelope& e) noexcept {
  send(*sender_for(to.where()), to.where(), to.what(), &e);
}

} // namespace akt::inline v0::detail
