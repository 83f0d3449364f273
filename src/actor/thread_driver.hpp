// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/core/driver.hpp"

#include "parker.hpp"

#include <algorithm>

namespace akt::inline v0::detail {

/// The driver of a worker that waits for nothing but other threads.
class thread_driver final : public driver {
public:
  void prepare() noexcept override { parker_.prepare(); }
  void cancel() noexcept override { parker_.cancel(); }
  void park(duration limit) noexcept override {
    parker_.wait(limit == duration::max() ? -1 : limit.count());
  }
  void doze(duration lightly, duration limit) noexcept override {
    const std::int64_t times = std::min(lightly, limit) / (nap + timer_slack);
    parker_.nap(nap.count(), times);
    park(limit == duration::max() ? limit : limit - times * nap);
  }
  bool unpark() noexcept override { return parker_.unpark(); }

private:
  static constexpr duration nap = std::chrono::microseconds(10);
  static constexpr duration timer_slack = std::chrono::microseconds(50); // Linux adds up to that

  parker parker_;
};

} // namespace akt::inline v0::detail
