// SPDX-License-Identifier: Apache-2.0
#include "links.hpp"

#include "conduct.hpp"
#include "runtime_mail.hpp"

namespace akt::inline v0::detail {
namespace {

/// Whose end it is. The path is behind a pointer so that the mail fits the smallest block.
struct end_of_other {
  any_ref actor;
  std::unique_ptr<std::string> path; ///< null: it is not known
  stop_reason reason;
};

/// The turn's actor ends behind its handler, as by ctx.stop().
void end_with(turn_context& turn, stop_reason why, std::string_view path) noexcept {
  cell& c = *turn.self;
  const bool ends =
      (turn.gates & flag_closing) != 0 || (c.flags.get() & (flag_ending | flag_stop_told)) != 0;
  if (ends) return; // for a reason of its own
  if (why != stop_reason::stopped) {
    std::string text = "its link ";
    text.append(path.empty() ? "to an actor" : path).append(" has ended: ").append(name(why));
    const error failed(errc::failed, text);
    log_failure(turn, failed);
    turn.system->failures.add(ref_of(c, turn.generation), failed);
    c.flags.set(c.flags.get() | flag_ends_failed);
  }
  const bool frozen = (turn.gates & (flag_suspended | flag_restarting)) != 0;
  turn.stop_asked |= frozen ? stop_at_once : stop_behind_handler;
}

/// False: they are not linked.
bool forget(rare_parts* rare, any_ref other) noexcept {
  return rare && rare->rarest && rare->rarest->links.remove(other);
}

void other_ended(turn_context& turn, end_of_other& news) {
  if (!forget(turn.self->rare, news.actor)) return; // unlinked meanwhile
  end_with(turn, news.reason, news.path ? *news.path : std::string_view());
}
using end_mail = runtime_mail<end_of_other, &other_ended>;

/// Null: memory refused it.
rare_parts* remember(turn_context& turn, any_ref other) noexcept {
  rare_parts* rare = rare_of(*turn.home, *turn.self);
  if (!rare) return nullptr;
  rare->with_rarest().links.add(other);
  return rare;
}

void tell_not_found(sender& home, any_ref linker, any_ref linked) noexcept {
  // A linker of another node watches, and is told by that.
  if (!node_of(linker)) tell_linked(home, linker, {std::string(), stop_reason::not_found, linked});
}

void start_link(turn_context& turn, any_ref& linker) {
  if (!remember(turn, linker))
    return tell_not_found(*turn.home, linker, ref_of(*turn.self, turn.generation));
  if (remote_node* node = node_of(linker))
    node->watch(*turn.home, linker.what(), ref_of(*turn.self, turn.generation), told_of_link);
}
void missed_link(std::uint32_t generation, any_ref& linker) noexcept {
  const turn_context& turn = *current_turn();
  tell_not_found(*turn.home, linker, ref_of(*turn.self, generation));
}
using link_mail = runtime_mail<any_ref, &start_link, &missed_link>;

void end_link(turn_context& turn, any_ref& linker) {
  if (!forget(turn.self->rare, linker)) return;
  if (remote_node* node = node_of(linker))
    node->unwatch(*turn.home, linker.what(), ref_of(*turn.self, turn.generation), true);
}
using unlink_mail = runtime_mail<any_ref, &end_link>;

template <class Mail>
void send_to(sender& home, any_ref linked, any_ref linker) noexcept {
  deliver_system(home, *cell_of(linked.where()),
                 Mail::make(home, static_cast<std::uint32_t>(linked.what()), linker));
}

} // namespace

constinit const message_ops told_of_link{};

void tell_linked(sender& home, any_ref linked, const terminated& news) noexcept {
  std::unique_ptr<std::string> path;
  if (!news.path.empty()) path = std::make_unique<std::string>(news.path);
  deliver_system(home, *cell_of(linked.where()),
                 end_mail::make(home, static_cast<std::uint32_t>(linked.what()),
                                end_of_other{news.actor, std::move(path), news.reason}));
}

void end_links(turn_context& turn, const rare_parts& rare, const terminated& news) noexcept {
  if (!rare.rarest) return;
  rare.rarest->links.for_each([&](any_ref other) {
    if (remote_node* node = node_of(other)) // which watches this actor
      node->unwatch(*turn.home, other.what(), news.actor, true);
    else
      tell_linked(*turn.home, other, news);
  });
}

void link_by(sender& home, any_ref linked, any_ref linker) noexcept {
  send_to<link_mail>(home, linked, linker);
}
void unlink_by(sender& home, any_ref linked, any_ref linker) noexcept {
  send_to<unlink_mail>(home, linked, linker);
}

void context_base::link(any_ref other) noexcept {
  turn_context& turn = turn_of(*cell_);
  const any_ref self = ref_of(*cell_, turn.generation);
  if (other == self) return;
  if (!other || system_of(other.where()) != turn.system) // leaked: see watch()
    return end_with(turn, stop_reason::not_found, {});
  if (!remember(turn, other)) return fail(error(errc::over_budget, "link()"));
  // Also if it is linked already: the other side may have ended the link meanwhile.
  if (remote_node* node = node_of(other)) return node->link_to(*turn.home, other.what(), self);
  send_to<link_mail>(*turn.home, other, self);
}

void context_base::unlink(any_ref other) noexcept {
  turn_context& turn = turn_of(*cell_);
  const any_ref self = ref_of(*cell_, turn.generation);
  if (!other || other == self || system_of(other.where()) != turn.system) return;
  (void)forget(cell_->rare, other);
  // Also if it is not linked: the other side may have linked meanwhile.
  if (remote_node* node = node_of(other)) return node->unlink_from(*turn.home, other.what(), self);
  send_to<unlink_mail>(*turn.home, other, self);
}

} // namespace akt::inline v0::detail
