// SPDX-License-Identifier: Apache-2.0
#include "akt/actor/run.hpp"

#include "akt/actor/try_make_system.hpp"

#include "system_core.hpp"

namespace akt::inline v0 {

program::program(system_options options) : owns_(true) {
  auto made = try_make_system(std::move(options));
  if (made)
    system_ = made->release();
  else
    refusal_ = made.error();
}

program::~program() {
  if (listens_) (void)finish(0); // the body has thrown
  if (owns_) delete system_;
}

result<unit> program::begin() noexcept {
  if (!system_) return refusal_;
  detail::system_core& core = system_->core();
  if (core.stopped()) return errc::stopped;
  source_ = core.options.environment.signals;
  if (!source_) source_ = &process_signals();
  auto listens = source_->listen(*this); // a signal may come before it returns
  listens_ = listens.has_value();
  return listens;
}

run_report program::finish(int status) noexcept {
  run_report report;
  report.stop = system_->stop();
  source_->close();
  listens_ = false;
  report.signal = signal();
  report.at_once = at_once_.load(sync::relaxed); // written before close() returned
  report.status = status;
  return report;
}

// The first signal asks, the second does not wait, the third is not ours.
void program::signalled(int signal) noexcept {
  int none = 0;
  // Relaxed: a number. Who sees ending() sees it too.
  if (signal_.compare_exchange(none, signal, sync::relaxed, sync::relaxed)) return end();
  detail::system_core& core = system_->core();
  at_once_.store(true, sync::relaxed); // read after close()
  source_->give_back();
  detail::turn_context* turn = detail::current_turn();
  if (turn && turn->system == &core) // a test's signal
    core.hurry();
  else
    system_->stop(now);
  end();
}

void program::end() noexcept {
  ending_.store(true, sync::release); // pairs with ending()
  source_->wake();
}

void program::wait() noexcept {
  detail::system_core& core = system_->core();
  if (detail::turn_context* turn = detail::current_turn())
    assertion_failed("a program is not waited for on a turn", __FILE__, __LINE__,
                     turn->self ? core.path_of(*turn->self).c_str() : "");
  source_->wait(core, [](void* p) { return static_cast<program*>(p)->ending(); }, this);
}

} // namespace akt::inline v0
