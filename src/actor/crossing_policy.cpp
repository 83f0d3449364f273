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
constexpr duration coming_back = std::chrono::milliseconds(4); // after a calm: no rate of all
constexpr duration try_max = std::chrono::milliseconds(64);    // it has ended long before

} // namespace

void crossing_policy::window::add(const look& l) noexcept {
  ++looks;
  busy_most = std::max(busy_most, l.busy);
  took += l.since_last;
  busy_time += l.since_last * l.busy;
  moved += l.moved;
  taken += l.taken;
  given += l.given;
}

void crossing_policy::window::add(const window& w) noexcept {
  looks += w.looks;
  busy_most = std::max(busy_most, w.busy_most);
  took += w.took;
  busy_time += w.busy_time;
  moved += w.moved;
  taken += w.taken;
  given += w.given;
}

bool crossing_policy::window::has_short_handlers() const noexcept {
  return static_cast<std::int64_t>(moved) * short_handler_ns >= busy_time.count();
}

bool crossing_policy::window::crosses() const noexcept {
  return std::min(taken, given) * crossing_share >= moved;
}

double crossing_policy::window::rate() const noexcept {
  return static_cast<double>(moved) / static_cast<double>(std::max<std::int64_t>(1, took.count()));
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
    if (window_.busy_most < 2 || l.now < not_before_ || come_back(l.now) || !window_.crosses()) {
      enter(phase::watching);
      break;
    }
    measured_.add(window_);
    if (windows_ >= found_windows) return try_fewer(l);
    break;
  case phase::resting:
    if (l.resting >= wanted_ || windows_ >= resting_windows) enter(phase::settling);
    break;
  case phase::settling:
    if (windows_ >= settling_windows) enter(phase::judging);
    break;
  case phase::judging:
    measured_.add(window_);
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

bool crossing_policy::come_back(instant now) const noexcept {
  return now >= calm_until_ && now < calm_until_ + coming_back && calm_until_ != instant{};
}

/// Whoever is free may help. A load whose handlers are short and long in turns is left alone.
crossing_policy::verdict crossing_policy::release(instant now, bool resume) noexcept {
  const bool was_calm = now < calm_until_;
  if (trying() && resume) {
    cut_short_ = std::clamp(cut_short_ * 2, cut_short_min, cut_short_max);
    not_before_ = now + cut_short_;
  }
  enter(phase::watching);
  calm_until_ = instant{};
  calm_ = {};
  return {0, was_calm && resume};
}

crossing_policy::verdict crossing_policy::try_fewer(const look& l) noexcept {
  std::uint32_t stay = window_.busy_most / 2;
  if (l.now < too_few_until_) stay = std::max(stay, too_few_);
  const double rate = measured_.rate();
  enter(phase::watching);
  if (l.busy <= stay) return {}; // those who are to rest are busy at this very look
  if (l.now > calm_until_ + calm_max) calm_ = {}; // not what was found before
  deeper_ = l.now < calm_until_;
  rate_before_ = rate;
  before_ = window_.busy_most;
  wanted_ = l.busy - stay;
  calm_until_ = l.now + try_max;
  enter(phase::resting);
  return {wanted_, false};
}

crossing_policy::verdict crossing_policy::compare(instant now) noexcept {
  const bool better = measured_.rate() >= rate_before_ * worthwhile;
  const bool were_too_few = before_ - wanted_ < too_few_;
  enter(phase::watching);
  cut_short_ = {};
  if (better) {
    if (!deeper_) calm_ = std::clamp(calm_ * 2, calm_min, calm_max);
    calm_until_ = now + calm_;
    if (were_too_few) disappointed_ = {};
    return {};
  }
  disappointed_ = std::clamp(disappointed_ * 2, disappointed_min, disappointed_max);
  too_few_ = before_;
  too_few_until_ = now + disappointed_;
  calm_until_ = deeper_ ? now : instant{}; // a calm before this step was right
  return {0, true};
}

} // namespace akt::inline v0::detail
