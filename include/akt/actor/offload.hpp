// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/call_token.hpp"
#include "akt/actor/send.hpp"

#include <tuple>

namespace akt::inline v0 {
namespace detail {

/// A call that may block, on its way to a thread where it may. Allocated by allocate_frame().
struct blocking_job {
  blocking_job* next = nullptr;
  /// Runs the call, answers, frees the job. Never throws.
  void (*run)(blocking_job&) noexcept = nullptr;
  /// Frees the job; its asker has ended.
  void (*discard)(blocking_job&) noexcept = nullptr;
};

/// Where an answer from outside of the actors goes: {system, cell, generation, sequence}.
struct answer_address {
  system_core* system = nullptr;
  std::uint64_t ext = 0;
  std::uint32_t generation = 0;

  static answer_address of(const turn_context& turn, const pending& p) noexcept {
    return {turn.system, answer_ext(turn, p), turn.generation};
  }
};

/// Hands a job to the executor. False: refused, the job is still the caller's.
bool submit_blocking(system_core&, blocking_job&) noexcept;

/// Sends an empty envelope of the class home; null: memory refused. Any thread.
envelope* answer_envelope(const answer_address&, std::uint32_t block_class) noexcept;
void send_answer(const answer_address&, envelope*) noexcept;
void send_answer_error(const answer_address&, error) noexcept;
error error_of_current_exception() noexcept;

template <class R>
void send_answer_value(const answer_address& to, R&& value) noexcept {
  using type = std::remove_cvref_t<R>;
  static_assert(std::is_nothrow_move_constructible_v<type> &&
                    sizeof(type) <= block_bytes_max - envelope_header_bytes && alignof(type) <= 16,
                "an answer is movable without throwing, and of at most 4064 bytes: a larger one "
                "travels in a vector or behind a pointer");
  constexpr std::uint32_t block = envelope_class(sizeof(type));
  envelope* e = answer_envelope(to, block);
  if (!e) return send_answer_error(to, error(errc::over_budget));
  ::new (e->place()) type(std::forward<R>(value));
  e->ops = &reply_table<type, block>::ops;
  send_answer(to, e);
}

/// What a blocking call returns, without the result around it.
template <class T>
using offloaded_t = typename reply_of<T>::type;

/// The function asks for a token.
template <class F, class... Args>
inline constexpr bool takes_token =
    !std::is_invocable_v<F&, Args...> && std::is_invocable_v<F&, call_token, Args...>;

template <class F, class... Args>
struct call_result : std::invoke_result<F&, Args...> {};
template <class F, class... Args>
requires takes_token<F, Args...>
struct call_result<F, Args...> : std::invoke_result<F&, call_token, Args...> {};

template <class F, class... Args>
struct offload_job : blocking_job {
  using returned = typename call_result<F, Args&&...>::type;

  /// `s`: null if the call takes no token.
  offload_job(answer_address a, F f, std::tuple<Args...>&& args, call_state* s)
      : to(a), call(std::move(f)), arguments(std::move(args)), state(s) {
    run = [](blocking_job& j) noexcept {
      auto& job = static_cast<offload_job&>(j);
      answer_address home = job.to;
      try {
        if constexpr (std::is_void_v<returned>) {
          job.make();
          send_answer_value(home, unit{});
        } else {
          returned value = job.make();
          if constexpr (is_result<returned>) {
            if (value)
              send_answer_value(home, *std::move(value));
            else
              send_answer_error(home, std::move(value).error());
          } else {
            send_answer_value(home, std::move(value));
          }
        }
      } catch (...) {
        send_answer_error(home, error_of_current_exception());
      }
      free_job(j);
    };
    discard = &free_job;
  }
  ~offload_job() {
    if (state) leave_call(*state);
  }
  offload_job(const offload_job&) = delete;
  offload_job& operator=(const offload_job&) = delete;

  returned make() {
    return std::apply(
        [this](Args&... args) -> returned {
          if constexpr (takes_token<F, Args&&...>)
            return call(call_token(*state), std::move(args)...);
          else
            return call(std::move(args)...);
        },
        arguments);
  }
  static void free_job(blocking_job& j) noexcept {
    auto& job = static_cast<offload_job&>(j);
    job.~offload_job();
    free_frame(&job, sizeof(offload_job));
  }

  answer_address to;
  F call;
  std::tuple<Args...> arguments;
  call_state* state;
};

} // namespace detail

/// The awaitable of offload(): a result of what the call returns. Turn-bound.
template <class F, class... Args>
class [[nodiscard]] offloaded : detail::pending {
public:
  using akt_awaitable = void;
  using value_type = detail::offloaded_t<typename detail::call_result<F, Args&&...>::type>;

  offloaded(F f, std::tuple<Args...> args)
      : pending(&waits), call_(std::move(f)), arguments_(std::move(args)) {}
  offloaded(offloaded&& o) noexcept
      : pending(&waits), call_(std::move(o.call_)), arguments_(std::move(o.arguments_)),
        timeout_(o.timeout_) {}
  ~offloaded() {
    if (linked()) unlink();
    leave(true);
  }

  /// Bounds the wait, not the call, which may look whether it was given up: see call_token.
  /// Default: 1 hour.
  offloaded within(duration d) && noexcept {
    timeout_ = d;
    return std::move(*this);
  }

  bool await_ready() const noexcept { return false; }
  void await_at(detail::co_await_place at) noexcept { at_ = detail::source_location_of(at); }
  template <class P>
  void await_suspend(std::coroutine_handle<P> h) noexcept {
    frame_ = &h.promise();
    errc why = timeout_ > duration::zero() ? begin() : errc::invalid_argument;
    if (why == errc{}) return;
    answer_.emplace(why);
    detail::this_thread().turn->next = frame_;
  }
  result<value_type> await_resume() { return std::move(*answer_); }

private:
  static detail::disposition completed(detail::pending& p, detail::turn_context& turn,
                                       detail::outcome o) {
    auto& self = static_cast<offloaded&>(p);
    self.leave(!o.reply);
    self.answer_.emplace(detail::take_answer<value_type>(o));
    turn.next = self.frame_;
    return detail::disposition::done;
  }
  static void described(const detail::pending& p, detail::wait_note& note) noexcept {
    const auto& self = static_cast<const offloaded&>(p);
    note = {.kind = detail::wait_kind::offload, .timeout = self.timeout_, .at = self.at_};
  }
  static constexpr detail::pending_ops waits{&completed, nullptr, &described};

  errc begin() noexcept {
    using job = detail::offload_job<F, Args...>;
    if constexpr (std::is_pointer_v<F>)
      if (!call_) return errc::invalid_argument;
    auto& turn = *detail::current_turn();
    void* block = detail::allocate_frame(sizeof(job));
    if (!block) return errc::over_budget;
    if constexpr (detail::takes_token<F, Args&&...>) state_ = detail::make_call_state();
    if ((detail::takes_token<F, Args&&...> && !state_) ||
        !detail::add_pending(turn, *this, timeout_)) {
      if (state_) detail::leave_call(*state_); // for the call, which is not made
      leave(true);
      detail::free_frame(block, sizeof(job));
      return errc::over_budget;
    }
    auto* j = ::new (block) job(detail::answer_address::of(turn, *this), std::move(call_),
                                std::move(arguments_), state_);
    if (detail::submit_blocking(*turn.system, *j)) return errc{};
    unlink();
    j->~job();
    detail::free_frame(j, sizeof(job));
    return errc::over_budget;
  }

  /// The wait is over, with an answer or without.
  void leave(bool given_up) noexcept {
    if constexpr (detail::takes_token<F, Args&&...>) {
      if (!state_) return;
      if (given_up) state_->given_up.store(1, sync::relaxed); // a hint, publishes nothing
      detail::leave_call(*std::exchange(state_, nullptr));
    }
  }

  F call_;
  std::tuple<Args...> arguments_;
  detail::call_state* state_ = nullptr; // of a call that takes a token and has begun
  duration timeout_ = std::chrono::hours(1);
  detail::promise_base* frame_;
  std::source_location at_; // has a value once awaited
  std::optional<result<value_type>> answer_;
};

/// Runs `f(args...)`, which may block, on a thread of its own kind; the handler waits, the worker
/// does not. `f` has no captures and gets copies of the arguments, so that nothing it uses dies
/// with the waiting handler. If it takes an akt::call_token first, it may look whether anybody
/// still waits. Yields result<R>; a throw is errc::failed, a null pointer errc::invalid_argument.
template <class F, class... Args>
auto offload(F f, Args&&... args) {
  constexpr bool plain = std::is_empty_v<F> || std::is_pointer_v<F>;
  if constexpr (!plain) {
    static_assert(detail::never<F>, "offload() takes a function without captures: pass what it "
                                    "needs as arguments, they are copied into the job");
    return detail::no_request();
  } else if constexpr (!std::is_invocable_v<F&, std::decay_t<Args>&&...> &&
                       !detail::takes_token<F, std::decay_t<Args>&&...>) {
    static_assert(detail::never<F>, "offload(): the function cannot be called with copies of these "
                                    "arguments");
    return detail::no_request();
  } else if constexpr (!(std::is_nothrow_move_constructible_v<std::decay_t<Args>> && ...)) {
    static_assert(detail::never<F>, "offload(): an argument must be movable without throwing");
    return detail::no_request();
  } else {
    return offloaded<F, std::decay_t<Args>...>(
        std::move(f), std::tuple<std::decay_t<Args>...>(static_cast<Args&&>(args)...));
  }
}

} // namespace akt::inline v0
