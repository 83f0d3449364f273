// SPDX-License-Identifier: Apache-2.0
#include "crossing_policy.hpp"

#include <algorithm>

namespace akt::inline v0::detail {
namespace {

constexpr std::uint32_t looks_a_window = 4;
constexpr std::int64_t short_handler_ns = 500; // of a worker's time a message
constexpr std::uint64_t crossing_share = 5;    // one message in so many
constexpr double worthwhile = 1.3;             // rate with fewer workers over the rate before
constexpr std::uint32_t found_windows = 4;     // in a row, before a try
constexpr std::uint32_t resting_windows = 2;   // at most, until those that are to rest do
constexpr std::uint32_t settling_windows = 2;  // for what was handed over to be taken up
constexpr std::uint32_t judging_windows = 4;
constexpr duration try_max = std::chrono::milliseconds(64); // it has ended long before

} // namespace

void crossing_policy::window::add(const look& l) noexcept {
  ++looks;
  busy_most = std::max(busy_most, l.busy);
  took += l.since_last;
  busy_time += l.since_last * l.busy;
  handled += l.handled;
  taken += l.taken;
  given += l.given;
}

bool crossing_policy::window::has_short_handlers() const noexcept {
  return static_cast<std::int64_t>(handled) * short_handler_ns >= busy_time.count();
}

bool crossing_policy::window::crosses() const noexcept {
  return std::min(taken, given) * crossing_share >= handled;
}

double crossing_policy::window::rate() const noexcept {
  return static_cast<double>(handled) /
         static_cast<double>(std::max<std::int64_t>(1, took.count()));
}

crossing_policy::verdict crossing_policy::judge(const look& l) noexcept {
  window_.add(l);
  if (window_.looks < looks_a_window) return {};
  verdict v = end_of_window(l);
  window_ = window{};
  return v;
}

crossing_policy::verdict crossing_policy::end_of_window(const look& l) noexcept {
  if (window_.busy_most == 0) return release(l.now, false); // nothing to do, or one long handler
  if (!window_.has_short_handlers()) return release(l.now, true);
  ++windows_;
  switch (phase_) {
  case phase::watching:
    if (window_.busy_most < 2 || l.now < not_before_ || !window_.crosses()) {
      enter(phase::watching);
      break;
    }
    measured_.handled += window_.handled;
    measured_.took += window_.took;
    if (windows_ >= found_windows) return try_fewer(l.now);
    break;
  case phase::resting:
    if (l.resting >= wanted_ || windows_ >= resting_windows) enter(phase::settling);
    break;
  case phase::settling:
    if (windows_ >= settling_windows) enter(phase::judging);
    break;
  case phase::judging:
    measured_.handled += window_.handled;
    measured_.took += window_.took;
    if (windows_ >= judging_windows) return compare(l.now);
    break;
  }
  return {};
}

void crossing_policy::enter(phase next) noexcept {
  phase_ = next;
  windows_ = 0;
  measured_ = window{};
}

/// Whoever is free may help.
crossing_policy::verdict crossing_policy::release(instant now, bool resume) noexcept {
  const bool was_calm = now < calm_until_;
  enter(phase::watching);
  calm_until_ = instant{};
  calm_ = calm_min;
  return {0, was_calm && resume};
}

crossing_policy::verdict crossing_policy::try_fewer(instant now) noexcept {
  if (now > calm_until_ + calm_max) calm_ = calm_min; // not what was found before
  rate_before_ = measured_.rate();
  enter(phase::resting);
  wanted_ = window_.busy_most / 2;
  calm_until_ = now + try_max;
  return {wanted_, false};
}

crossing_policy::verdict crossing_policy::compare(instant now) noexcept {
  const bool better = measured_.rate() >= rate_before_ * worthwhile;
  enter(phase::watching);
  if (better) {
    calm_until_ = now + calm_;
    calm_ = std::min(calm_ * 2, calm_max);
    disappointed_ = disappointed_min;
    return {};
  }
  not_before_ = now + disappointed_;
  disappointed_ = std::min(disappointed_ * 2, disappointed_max);
  calm_until_ = instant{};
  return {0, true};
}

} // namespace akt::inline v0::detail
