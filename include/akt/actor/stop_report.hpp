// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace akt::inline v0 {

/// How a system ended. Thread-compatible.
struct stop_report {
  static constexpr std::size_t paths_max = 16;

  bool in_order = true;                ///< every actor ended by itself within stop_timeout
  std::uint64_t late = 0;              ///< actors that did not, and were ended at once
  std::vector<std::string> late_paths; ///< of at most paths_max of them
  /// Messages that ended unhandled meanwhile, as `stopped` or `cancelled`: told to actors that had
  /// ended, or in a mailbox, a stash or a waiting handler that was dropped. Not the runtime's own.
  std::uint64_t not_handled = 0;
};

} // namespace akt::inline v0
