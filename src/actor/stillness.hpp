// SPDX-License-Identifier: Apache-2.0
//
// Whether anything will happen in a system by itself. Its end waits until nothing will.
#pragma once

#include "system_core.hpp"

namespace akt::inline v0::detail {

/// Of one stop(), whose thread it belongs to; not on a turn.
class stillness {
public:
  explicit stillness(system_core& core) noexcept : core_(core) {}

  /// All that is under way lies still: it is stashed, stands before an actor that is suspended or
  /// ends, is a question for an end, or is a handler that waits for nothing but answers of actors
  /// of this system, with the mail before it. Nobody who could answer is left then: such a handler
  /// waits for one of these. Looks at every actor, but only when no other thread works and
  /// something has happened since it looked.
  bool reached() noexcept;

  /// Requires: reached(). Whoever's end a handler waits for is told to stop, once.
  void stop_whoever_is_waited_for() noexcept;
  /// What stands in for callbacks is told to stop. Nothing is under way any more, nor an answer.
  void stop_callbacks() noexcept;

private:
  bool look(std::uint64_t in_flight, bool& all_rest);

  system_core& core_;
  std::uint64_t seen_sent_ = 0; ///< when it looked
  std::uint64_t seen_in_flight_ = ~std::uint64_t(0);
  bool found_still_ = false;
  bool end_is_awaited_ = false;
  instant not_before_ = instant::min(); ///< so that looks take a fifth of the time
};

} // namespace akt::inline v0::detail
