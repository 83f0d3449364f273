// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/reply.hpp"

namespace akt::inline v0 {
namespace detail {

/// Where a deferred answer goes. Thread-safe; counted, because users copy promises.
struct promise_state {
  sync::atomic<std::uint32_t> owners{1};
  sync::spin_lock lock; // guards the members below
  bool answered = false;
  bool has_value = false;   // fulfilled before the handler returned
  envelope* home = nullptr; // the request, its payload gone
  system_core* system = nullptr;
};

/// The request's envelope if it waits for its answer, which the caller then owes; the promise is
/// answered then. Null: it was answered before, or nobody asked, or the handler has not returned.
envelope* take_home(promise_state&) noexcept;

/// Binds the request to the promise. `done`: nobody asked. Null state: memory refused. Sets `early`
/// if the promise holds the answer, which the caller then owes.
disposition bind_promise(promise_state*, turn_context&, envelope&, bool& early) noexcept;

/// Answers the asker of a promise that nobody can fulfil any more.
void abandon_promise(promise_state&) noexcept;

class deferred_access;

} // namespace detail

/// "I will answer later": a handler returns a copy and keeps one. Fulfilled at most once; dropped
/// without an answer, the asker gets errc::cancelled (errc::stopped if the actor ended). Where
/// memory is refused to it, nobody can fulfil it and the asker gets errc::over_budget.
///
/// Thread-safe as a handle: copies may be fulfilled from any thread while the system lives.
template <class R>
class deferred {
public:
  deferred() noexcept = default;
  deferred(const deferred& other) noexcept : state_(other.shared()), refused_(other.refused_) {
    // relaxed: a count; whoever copies owns one already, so that it cannot reach zero meanwhile.
    if (state_) state_->owners.fetch_add(1, sync::relaxed);
  }
  deferred(deferred&& other) noexcept
      : state_(std::exchange(other.state_, nullptr)),
        refused_(std::exchange(other.refused_, false)) {}
  deferred& operator=(deferred other) noexcept {
    std::swap(state_, other.state_);
    std::swap(refused_, other.refused_);
    return *this;
  }
  ~deferred() { drop(); }

  /// Answers. False: it was answered before, nobody asked, or memory was refused, and nothing
  /// happened.
  bool fulfil(R value) {
    state* s = shared();
    if (!s) return false;
    detail::envelope* home;
    {
      sync::lock_guard<sync::spin_lock> guard(s->lock);
      if (s->answered) return false;
      s->answered = true;
      home = std::exchange(s->home, nullptr);
      if (!home) { // the handler has not returned yet
        ::new (static_cast<void*>(s->early)) R(std::move(value));
        return s->has_value = true;
      }
    }
    ::new (home->place()) R(std::move(value));
    home->ops = home->ops->reply;
    detail::send_reply(*detail::sender_to(s->system), home);
    return true;
  }

  /// Answers with an error. False: as fulfil(), or the handler has not returned yet.
  bool fail(error why) {
    state* s = state_;
    detail::envelope* home = s ? detail::take_home(*s) : nullptr;
    if (!home) return false;
    detail::send_error(*detail::sender_to(s->system), home, std::move(why));
    return true;
  }

private:
  friend class detail::deferred_access;
  struct state : detail::promise_state {
    alignas(R) std::byte early[sizeof(R)];
  };

  state* shared() const noexcept {
    if (state_ || refused_) return state_;
    if (void* block = detail::allocate_frame(sizeof(state)))
      state_ = ::new (block) state;
    else
      refused_ = true;
    return state_;
  }
  void drop() noexcept {
    // Pairs with itself in the other owners: the last one sees what they did.
    if (!state_ || state_->owners.fetch_sub(1, sync::acq_rel) != 1) return;
    detail::abandon_promise(*state_);
    if (state_->has_value) std::launder(reinterpret_cast<R*>(state_->early))->~R();
    state_->~state();
    detail::free_frame(state_, sizeof(state));
  }

  mutable state* state_ = nullptr; // made when it is first shared
  mutable bool refused_ = false;   // then; for good, because copies already went without
};

namespace detail {

class deferred_access {
public:
  /// Binds the promise that a handler returned to the message it answers; its payload is gone.
  template <class R>
  static disposition bind(deferred<R>& promise, turn_context& turn, envelope& e) noexcept {
    auto* s = promise.shared();
    bool early = false;
    disposition bound = bind_promise(s, turn, e, early);
    if (!early) return bound;
    R& value = *std::launder(reinterpret_cast<R*>(s->early));
    bound = settle(turn, e, std::move(value));
    value.~R(); // NOLINT(bugprone-use-after-move): what was moved from is destroyed
    return bound;
  }
};

} // namespace detail
} // namespace akt::inline v0
