// SPDX-License-Identifier: Apache-2.0
//
// Watches, links and stops over a link: what leaves, what arrives.
#include "../actor/links.hpp"
#include "link_put.hpp"

namespace akt::inline v0::remote::detail {

using akt::detail::sender;

bool outgoing_watch::of_link() const noexcept { return told == &akt::detail::told_of_link; }

// Frames of watch and unwatch leave in the order in which the list has changed.
bool link_core::watch(const outgoing_watch& w) {
  bool full;
  {
    std::lock_guard guard(mutex_);
    if (state_ != state::up) return false;
    auto [first, last] = watches_.equal_range(w.export_id);
    for (auto at = first; at != last; ++at)
      if (at->second.watcher == w.watcher && at->second.told == w.told) return true;
    if (w.of_link() && ++links_ > endpoint_->limits.links_max) {
      --links_;
      return false;
    }
    watches_.emplace(w.export_id, w);
    put_locked(frame_kind::watch, 1, [&](wire::writer& to) { to.write_unsigned(w.export_id); });
    full = is_full();
  }
  if (full) go_down(error(errc::over_budget, peer_does_not_read));
  return true;
}

void link_core::unwatch(std::uint64_t export_id, any_ref watcher, bool of_link) {
  bool full;
  {
    std::lock_guard guard(mutex_);
    if (state_ != state::up) return;
    auto [first, last] = watches_.equal_range(export_id);
    for (auto at = first; at != last;) {
      const bool is_it = at->second.watcher == watcher && at->second.of_link() == of_link;
      links_ -= is_it && of_link;
      at = is_it ? watches_.erase(at) : std::next(at);
    }
    if (watches_.contains(export_id)) return; // somebody else here still watches
    put_locked(frame_kind::unwatch, 1, [&](wire::writer& to) { to.write_unsigned(export_id); });
    full = is_full();
  }
  if (full) go_down(error(errc::over_budget, peer_does_not_read));
}

bool link_core::names(any_ref actor) { return endpoint_->exports.id_of(actor).value_or(0) != 0; }

void link_core::tell_of_link(frame_kind kind, std::uint64_t export_id, any_ref linker) {
  const std::uint64_t id = endpoint_->exports.id_of(linker).value_or(0);
  put(kind, 2, [&](wire::writer& w) {
    w.write_unsigned(export_id);
    w.write_unsigned(id);
  });
}

void link_core::stop(std::uint64_t export_id, bool at_once) {
  put(frame_kind::stop, 2, [&](wire::writer& w) {
    w.write_unsigned(export_id);
    w.write_bool(at_once);
  });
}

void link_core::watched_ended(std::uint64_t export_id, const terminated& news) {
  put(frame_kind::terminated, 3, [&](wire::writer& w) {
    w.write_unsigned(export_id);
    w.write_unsigned(static_cast<std::uint64_t>(news.reason));
    w.write_text(news.path);
  });
}

// ---- arriving

void link_core::handle_watch(wire::reader& in) {
  std::uint64_t export_id = in.read_unsigned();
  if (!complete(in)) return;
  auto target = endpoint_->exports.find(export_id);
  if (!target) return watched_ended(export_id, {std::string(), stop_reason::not_found, any_ref()});
  sender& home = *akt::detail::sender_to(&endpoint_->system);
  akt::detail::watch_by(home, target->actor, {node_->ref_to(export_id), nullptr});
}

void link_core::handle_unwatch(wire::reader& in) {
  std::uint64_t export_id = in.read_unsigned();
  if (!complete(in)) return;
  auto target = endpoint_->exports.find(export_id);
  if (!target) return;
  sender& home = *akt::detail::sender_to(&endpoint_->system);
  akt::detail::unwatch_from(home, node_->ref_to(export_id), target->actor);
}

void link_core::handle_link(wire::reader& in, bool ends) {
  std::uint64_t export_id = in.read_unsigned(), linker = in.read_unsigned();
  if (!complete(in) || export_id < export_table::reserved_ids) return;
  auto target = endpoint_->exports.find(export_id);
  if (!target) return;                              // the linker watches it, and is told by that
  if (!target->type || !target->type->has_messages) // as for stop: it is not the peer's to end
    return watched_ended(export_id, {std::string(), stop_reason::not_found, any_ref()});
  sender& home = *akt::detail::sender_to(&endpoint_->system);
  (ends ? akt::detail::unlink_by : akt::detail::link_by)(home, target->actor,
                                                         node_->ref_to(linker));
}

void link_core::handle_terminated(wire::reader& in) {
  std::uint64_t export_id = in.read_unsigned();
  auto reason = in.read_unsigned(static_cast<std::uint64_t>(stop_reason::node_lost));
  std::string_view path = in.read_text();
  if (!complete(in)) return;
  sender& home = *akt::detail::sender_to(&endpoint_->system);
  std::vector<outgoing_watch> told;
  {
    std::lock_guard guard(mutex_);
    auto [first, last] = watches_.equal_range(export_id);
    for (auto at = first; at != last; ++at) {
      told.push_back(at->second);
      links_ -= at->second.of_link();
    }
    watches_.erase(first, last);
  }
  for (const auto& w : told)
    akt::detail::tell_terminated(
        home, w.watcher, w.told,
        {std::string(path), static_cast<stop_reason>(reason), node_->ref_to(export_id)});
}

void link_core::handle_stop(wire::reader& in) {
  std::uint64_t export_id = in.read_unsigned();
  bool at_once = in.read_bool();
  if (!complete(in) || export_id < export_table::reserved_ids) return;
  auto target = endpoint_->exports.find(export_id);
  if (!target || !target->type || !target->type->has_messages) return;
  if (at_once)
    akt::detail::stop_now(target->actor);
  else
    target->actor.stop();
}

} // namespace akt::inline v0::remote::detail
