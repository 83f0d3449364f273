// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/living_system.hpp"
#include "akt/actor/offload.hpp"

namespace akt::inline v0 {

/// The way back for a callback of another library: answers the waiting handler from any thread, at
/// most once; dropped without an answer, the handler gets errc::cancelled. Move-only.
///
/// Thread-compatible: it may be handed to any thread, and one at a time uses it. May outlive its
/// system: then nobody waits, and it does nothing.
template <class R>
class reply_port {
public:
  reply_port(reply_port&& other) noexcept
      : to_(std::exchange(other.to_, {})), serial_(other.serial_) {}
  reply_port& operator=(reply_port&& other) noexcept {
    std::swap(to_, other.to_);
    std::swap(serial_, other.serial_);
    return *this;
  }
  ~reply_port() {
    if (to_.system) fail(error(errc::cancelled));
  }

  /// False: it was answered before, or the system has ended, and nothing happened.
  bool fulfil(R value) noexcept {
    auto to = std::exchange(to_, {});
    detail::living_system alive(to.system, serial_);
    if (alive) detail::send_answer_value(to, std::move(value));
    return static_cast<bool>(alive);
  }
  /// The same with an error.
  bool fail(error why) noexcept {
    auto to = std::exchange(to_, {});
    detail::living_system alive(to.system, serial_);
    if (alive) detail::send_answer_error(to, std::move(why));
    return static_cast<bool>(alive);
  }

  /// For the runtime.
  explicit reply_port(const detail::answer_address& to) noexcept
      : to_(to), serial_(detail::serial_of(*to.system)) {}

private:
  detail::answer_address to_; // no system: answered, or moved from
  std::uint64_t serial_;
};

/// The awaitable of from_callback(). Turn-bound.
template <class R, class F>
class [[nodiscard]] callback_awaiter : detail::pending {
public:
  using akt_awaitable = void;

  explicit callback_awaiter(F start) : pending(&waits), start_(std::move(start)) {}
  callback_awaiter(callback_awaiter&& o) noexcept
      : pending(&waits), start_(std::move(o.start_)), timeout_(o.timeout_) {}
  ~callback_awaiter() {
    if (linked()) unlink();
  }

  /// Bounds the wait. Default: the system's ask_timeout.
  callback_awaiter within(duration d) && noexcept {
    timeout_ = d;
    return std::move(*this);
  }

  bool await_ready() const noexcept { return false; }
  void await_at(detail::co_await_place at) noexcept { at_ = detail::source_location_of(at); }
  template <class P>
  void await_suspend(std::coroutine_handle<P> h) {
    frame_ = &h.promise();
    auto& turn = *detail::current_turn();
    duration d = timeout_.count() < 0 ? detail::default_ask_timeout(*turn.system) : timeout_;
    if (d <= duration::zero())
      answer_.emplace(errc::invalid_argument);
    else if (!detail::add_pending(turn, *this, d))
      answer_.emplace(errc::over_budget);
    if (answer_)
      turn.next = frame_;
    else
      start_(reply_port<R>(detail::answer_address::of(turn, *this)));
  }
  result<R> await_resume() { return std::move(*answer_); }

private:
  static detail::disposition completed(detail::pending& p, detail::turn_context& turn,
                                       detail::outcome o) {
    auto& self = static_cast<callback_awaiter&>(p);
    self.answer_.emplace(detail::take_answer<R>(o));
    turn.next = self.frame_;
    return detail::disposition::done;
  }
  static void described(const detail::pending& p, detail::wait_note& note) noexcept {
    const auto& self = static_cast<const callback_awaiter&>(p);
    note = {.kind = detail::wait_kind::callback, .timeout = self.timeout_, .at = self.at_};
  }
  static constexpr detail::pending_ops waits{&completed, nullptr, &described};

  F start_;
  duration timeout_{-1};
  detail::promise_base* frame_;
  std::source_location at_; // has a value once awaited
  std::optional<result<R>> answer_;
};

/// Bridges a callback-style call into a handler: `start(port)` begins it and keeps the port, whose
/// fulfil() or fail() ends the wait. Yields result<R>.
template <class R, class F>
auto from_callback(F start) {
  if constexpr (std::is_invocable_v<F&, reply_port<R>>) {
    return callback_awaiter<R, F>(std::move(start));
  } else {
    static_assert(detail::never<F>, "from_callback<R>() takes a function of akt::reply_port<R>");
    return detail::no_request();
  }
}

} // namespace akt::inline v0
