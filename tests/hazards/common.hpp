// SPDX-License-Identifier: Apache-2.0
// A probe that counts its constructions and destructions, and the smallest coroutine types that
// show what a compiler does with temporaries in a co_await statement. Programs print one line and
// exit 1 when the counts do not balance.
#pragma once
#include <coroutine>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>
struct probe { // tracks balance of ctor/dtor
  static inline int live = 0, ctor = 0, dtor = 0;
  static inline bool bad = false;
  int magic = 0x5afe;
  int v = 0;
  probe(int x = 0) : v(x) {
    ++live;
    ++ctor;
  }
  probe(const probe& o) : v(o.v) {
    if (o.magic != 0x5afe) bad = true;
    ++live;
    ++ctor;
  }
  probe(probe&& o) noexcept : v(o.v) {
    if (o.magic != 0x5afe) bad = true;
    ++live;
    ++ctor;
  }
  ~probe() {
    if (magic != 0x5afe) bad = true;
    magic = 0xdead;
    --live;
    ++dtor;
  }
};
template <class T>
struct task {
  struct promise_type {
    std::optional<T> val;
    std::exception_ptr ep;
    std::coroutine_handle<> cont;
    task get_return_object() {
      return task{std::coroutine_handle<promise_type>::from_promise(*this)};
    }
    std::suspend_always initial_suspend() noexcept { return {}; }
    struct fin {
      bool await_ready() noexcept { return false; }
      std::coroutine_handle<> await_suspend(std::coroutine_handle<promise_type> h) noexcept {
        auto c = h.promise().cont;
        return c ? c : std::coroutine_handle<>(std::noop_coroutine());
      }
      void await_resume() noexcept {}
    };
    fin final_suspend() noexcept { return {}; }
    template <class U>
    void return_value(U&& u) {
      val.emplace(std::forward<U>(u));
    }
    void unhandled_exception() { ep = std::current_exception(); }
  };
  std::coroutine_handle<promise_type> h;
  explicit task(std::coroutine_handle<promise_type> x) : h(x) {}
  task(task&& o) noexcept : h(std::exchange(o.h, {})) {}
  ~task() {
    if (h) h.destroy();
  }
  bool await_ready() { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> c) {
    h.promise().cont = c;
    return h;
  }
  T await_resume() {
    if (h.promise().ep) std::rethrow_exception(h.promise().ep);
    return std::move(*h.promise().val);
  }
  T run() {
    h.resume();
    if (h.promise().ep) std::rethrow_exception(h.promise().ep);
    return std::move(*h.promise().val);
  }
};
struct later { // suspends; resumed manually
  static inline std::coroutine_handle<> pending;
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<> h) { pending = h; }
  void await_resume() {}
  static void fire() {
    auto h = std::exchange(pending, {});
    h.resume();
  }
};
#define CHECK_BAL(name)                                                                        \
  do {                                                                                         \
    bool ok = probe::live == 0 && !probe::bad;                                                 \
    std::printf("%-46s %s (ctor=%d dtor=%d%s)\n", name, ok ? "ok" : "*** BROKEN", probe::ctor, \
                probe::dtor, probe::bad ? " touched-dead" : "");                               \
    if (!ok) std::exit(1);                                                                     \
  } while (0)
