// SPDX-License-Identifier: Apache-2.0
// expect: a task awaits akt's awaitables only; bridge others with akt::from_callback
#include "akt/akt.hpp"

struct Tick {};
struct foreign_timer {
  bool await_ready() const { return false; }
  void await_suspend(std::coroutine_handle<>) const {}
  void await_resume() const {}
};

class Clock {
public:
  akt::task<> on(const Tick&) { co_await foreign_timer(); }
};
