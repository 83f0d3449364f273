// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace akt::inline v0::detail {

/// How soon the monitor looks again, by what its last looks have found.
///
/// A step function of one monitor; it reads no clock.
class look_pace {
public:
  /// Looks in a row: waking the monitor out of an idle pause costs a waking worker.
  static constexpr std::uint32_t quiet_before_calm = 64;
  /// The first calm look begins a window of block_pool::wants_trim(), the second judges it.
  static constexpr std::uint32_t quiet_before_idling = quiet_before_calm + 2;
  static constexpr std::uint32_t light_before_rarer = 4;

  enum class pace : std::uint8_t {
    usual,
    rarer,  ///< the load is light: an alarm or five usual pauses from now
    idling, ///< nobody works: an alarm, or a worker that is woken, from now
  };

  /// It has looked. `nothing_to_do`: everybody sleeps; `is_light`: nobody works, somebody looks for
  /// work.
  pace looked(bool nothing_to_do, bool is_light) noexcept {
    quiet_ = nothing_to_do ? next(quiet_, quiet_before_idling) : 0;
    light_ = !nothing_to_do && is_light ? next(light_, light_before_rarer) : 0;
    if (quiet_ > quiet_before_idling) return pace::idling;
    return light_ >= light_before_rarer ? pace::rarer : pace::usual;
  }

  /// Nobody has worked for so long that a pass of trim() disturbs nobody.
  bool is_calm() const noexcept { return quiet_ > quiet_before_calm; }

private:
  /// Stops beyond the limit, so that it never starts again from 0.
  static std::uint32_t next(std::uint32_t looks, std::uint32_t limit) noexcept {
    return looks > limit ? looks : looks + 1;
  }

  std::uint32_t quiet_ = 0; // looks in a row
  std::uint32_t light_ = 0;
};

} // namespace akt::inline v0::detail
