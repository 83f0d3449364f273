// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/signal_source.hpp"

namespace akt::inline v0::testkit {

/// Signals that a test sends, in place of those of the process: `environment.signals`. They reach
/// the run() that has begun with them; while its body waits, actors run and time passes.
///
/// Bound to the thread of its kit or world.
class signals final : public signal_source {
public:
  /// False: nobody listens, so that the signal would have had its former effect.
  bool raise(int signal) noexcept;

  result<unit> listen(signal_listener& listener) noexcept override;
  void give_back() noexcept override { listener_ = nullptr; }
  void close() noexcept override;
  void wait(akt::detail::system_core&, bool (*done)(void*), void* what) noexcept override;
  void wake() noexcept override {}

private:
  signal_listener* listener_ = nullptr;
  bool taken_ = false;
};

} // namespace akt::inline v0::testkit
