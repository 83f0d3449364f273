// SPDX-License-Identifier: Apache-2.0
#include "akt/testkit/signals.hpp"

#include "../actor/system_core.hpp"

namespace akt::inline v0::testkit {

bool signals::raise(int signal) noexcept {
  signal_listener* listener = listener_;
  if (listener) listener->signalled(signal);
  return listener != nullptr;
}

result<unit> signals::listen(signal_listener& listener) noexcept {
  if (taken_) return error(errc::rejected, "another run() with these signals is under way");
  taken_ = true;
  listener_ = &listener;
  return unit{};
}

void signals::close() noexcept {
  give_back();
  taken_ = false;
}

void signals::wait(akt::detail::system_core& core, bool (*done)(void*), void* what) noexcept {
  if (!core.executor->run_until(core, done, what, instant::max()))
    assertion_failed("a program waits, and nothing can happen that would end it", __FILE__,
                     __LINE__, core.options.name.c_str());
}

} // namespace akt::inline v0::testkit
