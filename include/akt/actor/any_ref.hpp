// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/turn.hpp"
#include "akt/core/fwd.hpp"

#include <string>

namespace akt::inline v0 {

/// For `ref.stop(akt::now)`.
struct now_t {
  explicit constexpr now_t() = default;
};
inline constexpr now_t now{};

/// Who an actor is, without what it understands: for identity, stopping and watching. 16 bytes,
/// trivially copyable, no count: it may outlive its actor, then messages get the fate `stopped`.
///
/// Thread-safe as a value. It may outlive its system: then its actor has stopped, and only its hash
/// is not what it was. Requires: nobody destroys the system meanwhile, and a reference to an actor
/// of another node is used while its own system lives.
class any_ref {
public:
  constexpr any_ref() noexcept = default;

  explicit constexpr operator bool() const noexcept { return where_ != 0; }

  /// The actor handles what it was told before, then ends; one that is suspended, or waits for its
  /// time to be restarted, ends at once, and what waits is dead. Any thread.
  void stop() const noexcept;
  /// The actor ends soon behind the message that it handles; what waits is dead. Any thread.
  void stop(now_t) const noexcept;

  /// The object is destroyed and made anew from the arguments of its spawn, behind the message that
  /// is handled; a handler that waits is destroyed. Name, mail, watchers and timers with a key
  /// stay. An actor that cannot be made anew (see spawn_options::restartable) ends as failed. Any
  /// thread. Nothing happens to an actor that ends, or of another node.
  void restart() const noexcept;
  /// The actor handles no further message until reinstate(); a handler that waits goes on, and a
  /// restart that is under way is completed. stop() ends it, and what waits is dead. Any thread;
  /// not for actors of other nodes.
  void suspend() const noexcept;
  /// Ends a suspension, also one that a supervisor has decided on. Any thread; not for actors of
  /// other nodes.
  void reinstate() const noexcept;

  /// Answers when the actor has been made and has handled `started`: behind what it was sent
  /// before. Errors: failed, with the text of what its start threw; stopped, if it has ended since,
  /// or if 256 others have failed since and the text is no longer known.
  /// An ask like any other: it has a deadline. Any thread; not_encodable for actors of other nodes.
  request<unit> started() const noexcept;
  /// Answers when the actor has ended, with the reason; not_found: it had ended before. It need not
  /// have handled what it was sent before. An ask like any other: it has a deadline.
  /// Any thread; not_encodable for actors of other nodes: watch those.
  request<stop_reason> stopped() const noexcept;

  /// `akt://system/parent/name`; without a name `$` and a number. Empty for an actor that has ended
  /// or lives on another node. Any thread.
  std::string path() const;

  friend constexpr bool operator==(const any_ref&, const any_ref&) noexcept = default;

  /// For the runtime: low bits 0: a cell of this process, with its generation; 1: a node, with an
  /// export id. See architecture, "Reference".
  constexpr any_ref(std::uint64_t where, std::uint64_t what) noexcept
      : where_(where), what_(what) {}
  constexpr std::uint64_t where() const noexcept { return where_; }
  constexpr std::uint64_t what() const noexcept { return what_; }

protected:
  std::uint64_t where_ = 0;
  std::uint64_t what_ = 0;
};

namespace detail {

inline constexpr std::uint64_t tag_mask = 7;
inline constexpr std::uint64_t node_tag = 1;

inline any_ref ref_of(const cell& c, std::uint32_t generation) noexcept {
  return any_ref(reinterpret_cast<std::uint64_t>(&c), generation);
}
inline cell* cell_of(std::uint64_t where) noexcept { return reinterpret_cast<cell*>(where); }

void stop_now(any_ref) noexcept;

std::size_t hash_of(any_ref) noexcept;

} // namespace detail

inline void any_ref::stop(now_t) const noexcept { detail::stop_now(*this); }

} // namespace akt::inline v0

/// Of the actor's number, not of an address: the same in every run of a seed. Any thread. Requires:
/// its system's object is alive.
template <>
struct std::hash<akt::any_ref> {
  std::size_t operator()(akt::any_ref r) const noexcept { return akt::detail::hash_of(r); }
};
