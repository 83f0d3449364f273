// SPDX-License-Identifier: Apache-2.0
//
// What nobody waits for is not handled. A deadline is the asker's, and no message carries it; so
// the asker says that it has given up, and the asked actor looks for such asks as long as there are
// some in its mailbox: what is in time pays nothing.
#include "given_up.hpp"

#include "runtime_mail.hpp"

namespace akt::inline v0::detail {
namespace {

void mark_passed(turn_context& turn, unit&);
using mark = runtime_mail<unit, &mark_passed>; // user mail: behind all that waits

void send_mark(turn_context& turn) noexcept {
  deliver(*turn.home, *turn.self, mark::make(*turn.home, turn.generation, unit{}));
}

void mark_passed(turn_context& turn, unit&) {
  cell& c = *turn.self;
  if (c.rare->rarest->given_up.forget_marked()) return send_mark(turn);
  c.flags.set(c.flags.get() & ~std::uint32_t(flag_given_up));
  turn.stop_asked |= stop_look_again;
}

void note_given_up(turn_context& turn, given_up& ask) {
  cell& c = *turn.self;
  if (!has_unhandled_mail(c)) return; // it was taken up
  rare_parts* rare = rare_of(*turn.home, c);
  if (!rare || !rare->with_rarest().given_up.add(ask)) return;
  c.flags.set(c.flags.get() | flag_given_up);
  turn.stop_asked |= stop_look_again;
  send_mark(turn);
}
using given_up_mail = runtime_mail<given_up, &note_given_up>;

} // namespace

bool given_up_asks::add(const given_up& ask) {
  const bool first = !mark_is_under_way_;
  mark_is_under_way_ = true;
  if (marked_.size() + later_.size() < most)
    (first ? marked_ : later_).emplace(ask.ext, ask.asker_generation);
  return first;
}

bool given_up_asks::take_from(asks& some, const envelope& e) {
  const auto found = some.find(e.ext);
  if (found == some.end() || found->second != e.asker_generation) return false;
  some.erase(found);
  return true;
}

bool given_up_asks::take(const envelope& e) {
  return e.asked() && (take_from(marked_, e) || take_from(later_, e));
}

bool given_up_asks::forget_marked() noexcept {
  marked_.clear();
  marked_.swap(later_);
  mark_is_under_way_ = !marked_.empty();
  return mark_is_under_way_;
}

void tell_given_up(sender& home, any_ref asked, const given_up& ask) noexcept {
  if ((asked.where() & tag_mask) != 0 || system_of(asked.where()) != home.system) return;
  const auto generation = static_cast<std::uint32_t>(asked.what());
  deliver_system(home, *cell_of(asked.where()), given_up_mail::make(home, generation, ask));
}

bool ends_expired(turn_context& turn, envelope& e) {
  if (!turn.self->rare->rarest->given_up.take(e)) return false;
  e.ext = e.unasked_ext(); // nobody waits for an answer
  end_unhandled(*turn.home, &e, fate::expired);
  return true;
}

} // namespace akt::inline v0::detail
