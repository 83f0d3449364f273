// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/any_ref.hpp"
#include "akt/core/error.hpp"

#include <mutex>
#include <vector>

namespace akt::inline v0::detail {

/// Why actors have failed that have ended of it: for whoever asks how one started. Of the last
/// kept_max of them. Thread-safe.
class last_failures {
public:
  static constexpr std::size_t kept_max = 256;

  void add(any_ref of, const error& why) {
    std::lock_guard guard(mutex_);
    if (kept_.size() < kept_max)
      kept_.push_back({of, why});
    else
      kept_[oldest_++ % kept_max] = {of, why};
  }

  /// False: that actor has not failed, or long ago.
  bool find(any_ref of, error* why) const {
    std::lock_guard guard(mutex_);
    for (const entry& e : kept_) {
      if (!(e.of == of)) continue;
      *why = e.why;
      return true;
    }
    return false;
  }

private:
  struct entry {
    any_ref of;
    error why;
  };

  mutable std::mutex mutex_; // guards the rest; a leaf
  std::vector<entry> kept_;
  std::size_t oldest_ = 0;
};

} // namespace akt::inline v0::detail
