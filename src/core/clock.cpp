// SPDX-License-Identifier: Apache-2.0
#include "akt/core/clock.hpp"

#include "immortal.hpp"

namespace akt::inline v0 {
namespace {

class os_clock final : public clock {
public:
  instant now() noexcept override {
    return instant(std::chrono::steady_clock::now().time_since_epoch());
  }
  duration wall_now() noexcept override {
    return std::chrono::system_clock::now().time_since_epoch();
  }
};

} // namespace

clock& system_clock() noexcept {
  static immortal<os_clock> instance;
  return *instance;
}

} // namespace akt::inline v0
