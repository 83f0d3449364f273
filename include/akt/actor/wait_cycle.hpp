// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace akt::inline v0 {

/// Handlers that wait for each other's answers: none comes before a deadline ends one of the asks.
/// Told and logged once per cycle, at the latest 100 ms after its last ask was sent, if that has a
/// deadline of more than 200 ms: `ctx.subscribe(ctx.system().wait_cycles())` and
/// `on(const akt::wait_cycle&)`. The asks go on and end as they would have. Not found: where a
/// question waits for room in an actor several of whose handlers wait, and through actors with more
/// than 256 of them.
/// Thread-compatible.
struct wait_cycle {
  /// An actor whose handler waits for the next one's answer, the last one for the first one's.
  struct member {
    std::string path;
    std::string type;    ///< its class
    std::string message; ///< type that it has asked the next one
    std::string at;      ///< "file:line" of the co_await
  };
  std::vector<member> members;

  static constexpr std::size_t members_max = 64; ///< longer cycles are not found

  /// "akt://s/a (Teller) asks for Lock at teller.cpp:12, akt://s/b (Vault) asks ..."
  std::string text() const;
};

} // namespace akt::inline v0
