// SPDX-License-Identifier: Apache-2.0
//
// Who goes on at a step of an execution. A part of explorer.hpp.
#pragma once

#include "akt/core/model/explorer.hpp"

#include <bit>

namespace akt::inline v0::sync::model {

inline fiber* explorer::pick(bool gives_way) {
  return scene_->pct_depth > 0 ? by_priority(gives_way) : search(gives_way);
}

// The first candidate is the one that goes on without a preemption, so the search starts with the
// simplest schedules.
inline fiber* explorer::search(bool gives_way) {
  unsigned fresh = ready_ & ~yielded_;
  if (fresh == 0) {
    yielded_ = 0; // all that could run have given way once
    fresh = ready_;
  }
  const unsigned me = current_ != nullptr ? bit(*current_) : 0;
  const bool can_go_on = (fresh & me) != 0 && !gives_way;
  const bool can_preempt = preemptions_ < scene_->preemptions;
  if (can_go_on && !can_preempt) return current_;

  struct candidate {
    std::uint8_t index;
    bool preempts, timeout;
  };
  std::array<candidate, std::size_t{2} * max_fibers> list;
  int n = 0;
  const auto offer = [&](unsigned set, bool preempts, bool timeout = false) {
    for (; set != 0; set &= set - 1)
      list[at(n++)] = {static_cast<std::uint8_t>(std::countr_zero(set)), preempts, timeout};
  };
  const bool may_time_out = timeouts_ < scene_->timeouts;
  if (can_go_on) {
    offer(me, false);
    offer(fresh & ~me, true);
    offer(ready_ & ~fresh, true);
    if (may_time_out) offer(timed_, true, true);
  } else if (ready_ != 0) {
    offer(fresh & ~me, false);
    offer(fresh & me, false);
    if (can_preempt) offer(ready_ & ~fresh, true);
    if (may_time_out) offer(timed_, false, true);
  } else if (timed_ != 0 && (may_time_out || quiet_ == 0)) {
    offer(timed_, false, true);
  } else if (quiet_ != 0) {
    fiber& f = *fibers_[at(std::countr_zero(quiet_))];
    quiet_ &= ~bit(f);
    ready_ |= bit(f);
    return &f;
  } else {
    return nullptr;
  }

  const candidate c = list[at(choose(n))];
  if (c.preempts) ++preemptions_;
  fiber& f = *fibers_[c.index];
  if (c.timeout) return time_out(f, true);
  yielded_ &= ~bit(f);
  return &f;
}

// Burckhardt et al., "A randomized scheduler with probabilistic guarantees of finding bugs", 2010.
inline fiber* explorer::by_priority(bool gives_way) {
  if (current_ != nullptr) {
    bool change = gives_way;
    for (const long step : changes_) change |= step == steps_;
    if (change) current_->priority = --lowest_;
  }
  unsigned set = ready_;
  const bool may_time_out = timed_ != 0 && timeouts_ < scene_->timeouts;
  if ((set == 0 && timed_ != 0 && (may_time_out || quiet_ == 0)) ||
      (set != 0 && may_time_out && random() % 16 == 0)) {
    auto skip = random() % static_cast<std::uint64_t>(std::popcount(timed_));
    unsigned waiting = timed_;
    for (; skip > 0; --skip) waiting &= waiting - 1;
    return time_out(*fibers_[at(std::countr_zero(waiting))], true);
  }
  if (set == 0) {
    if (quiet_ == 0) return nullptr;
    fiber& f = *fibers_[at(std::countr_zero(quiet_))];
    quiet_ &= ~bit(f);
    ready_ |= bit(f);
    return &f;
  }
  fiber* best = nullptr;
  for (; set != 0; set &= set - 1) {
    fiber& f = *fibers_[at(std::countr_zero(set))];
    if (best == nullptr || f.priority > best->priority) best = &f;
  }
  return best;
}

inline std::uint64_t explorer::random() { // splitmix64
  std::uint64_t z = (random_state_ += 0x9e3779b97f4a7c15u);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

inline bool explorer::next_branch() {
  while (!choices_.empty() && choices_.back().picked + 1 >= choices_.back().of) choices_.pop_back();
  if (choices_.empty()) return false;
  ++choices_.back().picked;
  return true;
}

inline void explorer::note_deadlock() {
  std::string waiting;
  for (int i = 0; i < count_; ++i) {
    const fiber& f = *fibers_[at(i)];
    if (f.done) continue;
    waiting += (waiting.empty() ? "fiber " : ", fiber ") + std::to_string(i) + " in " + f.waits_in +
               " at " + place(f.at);
  }
  if (!waiting.empty() && failure_.empty()) failure_ = "deadlock: " + waiting;
}

} // namespace akt::inline v0::sync::model
