// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/any_ref.hpp"

#include <string>

namespace akt::inline v0 {

/// The first signal of an actor: `on(const akt::started&)`, void or task<>, before any user mail.
struct started {};

/// The last signal of an actor that ends in order: `on(const akt::stopping&)`, void or task<>. It
/// has handled what it was told before; its children live. Not for one that fails or is stopped
/// now.
struct stopping {};

/// No user mail has come for as long as ctx.receive_timeout() says: `on(const akt::idle&)`, any
/// return type. User mail itself.
struct idle {};

/// Why an actor is gone.
enum class stop_reason : std::uint8_t {
  stopped,   ///< it was asked to stop
  failed,    ///< a handler or the constructor threw
  not_found, ///< it never was, or had ended before it was watched
  node_lost, ///< the link to its node was lost; it may live
};

/// "stopped", "failed", ...
const char* name(stop_reason) noexcept;

/// What a watcher is told, once, behind the last message of the actor that ended. The path is empty
/// where nobody knows it: `not_found` and `node_lost`.
/// Thread-compatible.
struct terminated {
  std::string path;
  stop_reason reason = stop_reason::stopped;
  any_ref actor;
};

/// A child has failed and its rules say escalate: `directive on(const akt::child_failed&)` decides
/// what becomes of it. It is no task and waits for a handler that waits. With `escalate` the parent
/// fails in the child's place; with `suspend`, or where the handler returns void, the child waits.
/// Thread-compatible.
struct child_failed {
  any_ref child;
  std::string path; ///< of the child
  error why;
};

namespace detail {

/// Goes to the actor before user mail, and never to a behavior.
template <class M>
inline constexpr bool is_signal =
    std::is_same_v<M, started> || std::is_same_v<M, stopping> || std::is_same_v<M, child_failed>;

} // namespace detail

/// A message that nobody handled: subscribe with `ctx.subscribe(ctx.system().dead_letters())`.
/// Thread-compatible.
struct dead_letter {
  std::string_view message; ///< name of its type
  std::string receiver;     ///< path, or empty if the receiver is not known any more
  fate reason = fate::stopped;
};

} // namespace akt::inline v0
