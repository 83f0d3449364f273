// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/any_ref.hpp"

#include <string>

namespace akt::inline v0 {

/// The first signal of an actor: `on(const akt::started&)`, void or task<>, before any user mail.
struct started {};

/// Why an actor is gone.
enum class stop_reason : std::uint8_t {
  stopped,   ///< it was asked to stop
  failed,    ///< a handler or the constructor threw
  not_found, ///< it never was, or had ended before it was watched
  node_lost, ///< the link to its node was lost; it may live
};

/// "stopped", "failed", ...
const char* name(stop_reason) noexcept;

/// What a watcher is told, once, behind the last message of the actor that ended.
/// Thread-compatible.
struct terminated {
  std::string path;
  stop_reason reason = stop_reason::stopped;
  any_ref actor;
};

/// A message that nobody handled: subscribe with `ctx.subscribe(ctx.system().dead_letters())`.
/// Thread-compatible.
struct dead_letter {
  std::string_view message; ///< name of its type
  std::string receiver;     ///< path, or empty if the receiver is not known any more
  fate reason = fate::stopped;
};

} // namespace akt::inline v0
