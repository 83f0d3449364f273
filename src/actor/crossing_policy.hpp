// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/core/clock.hpp"

#include <cstdint>

namespace akt::inline v0::detail {

/// Decides whether workers that hand each other many small messages had better be fewer.
///
/// Where one worker allocates what another frees, each message moves cache lines between cores, and
/// if handlers are short two workers do less than one. How much crosses is seen in the pools:
/// blocks that one worker has to take from the depot and another has to give. Where both are a good
/// part of the messages, half of the busy workers rest (of three two), and the rate that follows
/// judges it: if it did not rise, they are woken, and that few are not tried again for a while; if
/// it did, nobody steals from a ring for a while, and each time the same is found again for twice
/// as long. Meanwhile half of those that are left are tried: sixteen become eight, four, two, one.
/// If a step was one too many all come back, and then as many rest as had been right.
///
/// A step function of what the monitor sees, in windows of four looks; knows no threads.
class crossing_policy {
public:
  /// What has happened since the last look.
  struct look {
    instant now{};
    duration since_last{};
    std::uint32_t busy = 0;    ///< workers that have handled something and run
    std::uint32_t resting = 0; ///< workers that rest because they were told to
    /// Messages that all of them sent and handled, half of the sum: what comes from outside counts
    /// half.
    std::uint64_t moved = 0;
    std::uint64_t taken = 0; ///< blocks that workers took from the depots
    std::uint64_t given = 0; ///< blocks that threads have had and given to the depots
  };
  struct verdict {
    std::uint32_t rest = 0; ///< so many of the busy ones hand over what they have, and sleep
    bool resume = false;    ///< others may steal again: wake one
  };

  verdict judge(const look& l) noexcept;

  /// Until then workers do not steal from the rings of one another and are not woken for it.
  instant calm_until() const noexcept { return calm_until_; }
  /// Those that were told to rest still may.
  bool trying() const noexcept { return phase_ != phase::watching; }

private:
  enum class phase : std::uint8_t { watching, resting, settling, judging };

  /// Several looks as one, for a single one may fall into one long turn.
  struct window {
    std::uint32_t looks = 0, busy_most = 0;
    duration took{}, busy_time{};
    std::uint64_t moved = 0, taken = 0, given = 0;

    void add(const look& l) noexcept;
    void add(const window& w) noexcept;
    bool has_short_handlers() const noexcept;
    bool crosses() const noexcept;
    double rate() const noexcept;
  };

  verdict end_of_window(const look& l) noexcept;
  verdict release(instant now, bool resume) noexcept;
  verdict try_fewer(const look& l) noexcept;
  verdict compare(instant now) noexcept;
  void enter(phase next) noexcept;
  bool come_back(instant now) const noexcept;

  phase phase_ = phase::watching;
  std::uint32_t windows_ = 0; ///< whole ones in this phase
  window window_;
  window measured_;          ///< what the windows of this phase add up to
  std::uint32_t wanted_ = 0; ///< workers that were to rest
  std::uint32_t before_ = 0; ///< that were busy before this try
  double rate_before_ = 0;   ///< messages a nanosecond
  bool deeper_ = false;      ///< this try began in the calm after another one
  instant calm_until_{};
  duration calm_{};           ///< the last one
  std::uint32_t too_few_ = 0; ///< fewer than so many were worse
  instant too_few_until_{};   ///< that long nobody tries it
  duration disappointed_{};   ///< how long the last time
  instant not_before_{};      ///< the next try, after some that could not be judged
  duration cut_short_{};      ///< how long the last time

  static constexpr duration calm_min = std::chrono::milliseconds(125);
  static constexpr duration calm_max = std::chrono::milliseconds(500);
  static constexpr duration disappointed_min = std::chrono::milliseconds(250);
  static constexpr duration disappointed_max = std::chrono::seconds(4);
  static constexpr duration cut_short_min = std::chrono::milliseconds(8);
  static constexpr duration cut_short_max = std::chrono::milliseconds(250);
};

} // namespace akt::inline v0::detail
