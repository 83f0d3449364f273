// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/any_ref.hpp"
#include "akt/core/clock.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace akt::inline v0 {

/// What an actor does.
enum class actor_state : std::uint8_t {
  ended,      ///< it has ended, or never was, or lives elsewhere
  starting,   ///< its object is not made yet
  idle,       ///< nothing to do
  ready,      ///< stands in a queue and runs soon
  running,    ///< handles a message, or starts
  waiting,    ///< a handler waits; user mail waits behind it
  suspended,  ///< by suspend(), or by its supervisor
  restarting, ///< failed, and is made anew soon
  stopping,   ///< told to stop, and has still something to do
};
/// "ended", "starting", ...
const char* name(actor_state) noexcept;

/// What a handler waits for, and where. Thread-compatible.
struct await_point {
  enum class kind : std::uint8_t { ask, sleep, offload, callback };

  kind what = kind::ask;
  any_ref asked;            ///< of an ask
  std::string path;         ///< of the asked actor; empty: it has ended, or lives on another node
  std::string_view message; ///< type that was asked; empty: started() or stopped()
  std::string_view file;    ///< of the co_await; empty: not known
  unsigned line = 0;
  duration age{0};  ///< since the wait began, to 1 ms
  duration left{0}; ///< until its deadline

  /// "asks akt://bank/vault for Lock at teller.cpp:12"
  std::string text() const;
};

/// An actor at one moment. Thread-compatible.
struct actor_info {
  any_ref actor;
  std::string path;
  std::string_view type; ///< name of its class
  actor_state state = actor_state::ended;
  /// False: it was busy for as long as the caller was patient. `mailbox` and what follows are 0.
  bool answered = true;
  std::string_view handles; ///< type of the message whose handler runs or waits
  /// Waiting: of the longest of its waits. Running: how long the monitor has seen it in this turn.
  /// Else 0: no clock is read per message, so that nobody knows how long mail has waited.
  duration age{0};
  std::size_t mailbox = 0;   ///< messages that wait, up to mailbox_count_max
  std::size_t stashed = 0;   ///< messages put aside
  std::size_t callbacks = 0; ///< answers that `then` waits for
  std::vector<await_point> waits_for;

  static constexpr std::size_t mailbox_count_max = 65'536;
};

/// How many actors are looked at, and how long for. Thread-compatible.
struct inspect_options {
  std::size_t actors_max = 1000;
  /// So long the caller waits for actors that are busy.
  duration patience = std::chrono::milliseconds(100);
};

/// Actors of a system, each at a moment of its own. Thread-compatible.
struct actor_list {
  std::vector<actor_info> actors; ///< parents before their children, siblings by name
  std::size_t more = 0;           ///< actors beyond actors_max
};

enum class dump_format : std::uint8_t { text, json };

} // namespace akt::inline v0
