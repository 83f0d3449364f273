// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/core/driver.hpp"

#include "parker.hpp"

namespace akt::inline v0::detail {

/// The driver of a worker that waits for nothing but other threads.
class thread_driver final : public driver {
public:
  void prepare() noexcept override { parker_.prepare(); }
  void cancel() noexcept override { parker_.cancel(); }
  void park(duration limit) noexcept override {
    parker_.wait(limit == duration::max() ? -1 : limit.count());
  }
  bool unpark() noexcept override { return parker_.unpark(); }

private:
  parker parker_;
};

} // namespace akt::inline v0::detail
