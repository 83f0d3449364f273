// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/turn.hpp"
#include "akt/core/assert.hpp"
#include "akt/core/result.hpp"

#include <coroutine>
#include <exception>
#include <optional>

namespace akt::inline v0 {
namespace detail {

template <class...>
inline constexpr bool never = false;

/// In front of every frame: where its block goes back to. Null: the heap.
struct alignas(16) frame_header {
  block_pool* pool;
};

/// The same off a turn of the pool's system, and for large frames.
void* allocate_frame_elsewhere(std::size_t total) noexcept;
void* allocate_frame_on_heap(std::size_t total) noexcept;
void free_frame_elsewhere(frame_header*, std::size_t total) noexcept;

/// Blocks for frames, promises and callbacks: from the pools of the system whose turn this is, from
/// the heap elsewhere; null: memory refused. Any thread.
[[gnu::always_inline]] inline void* allocate_frame(std::size_t bytes) noexcept {
  std::size_t total = bytes + sizeof(frame_header);
  std::uint32_t c = block_class(total);
  sender* home = this_thread().home;
  if (!home || c == block_classes) return allocate_frame_elsewhere(total);
  void* block = home->cache->get(c);
  return block ? ::new (block) frame_header{&home->cache->pool()} + 1 : nullptr;
}

[[gnu::always_inline]] inline void free_frame(void* frame, std::size_t bytes) noexcept {
  auto* header = static_cast<frame_header*>(frame) - 1;
  std::size_t total = bytes + sizeof(frame_header);
  std::uint32_t c = block_class(total);
  sender* home = this_thread().home;
  if (home && header->pool == &home->cache->pool() && c != block_classes)
    home->cache->put(c, header);
  else
    free_frame_elsewhere(header, total);
}

/// Awaits something that lives elsewhere in the same statement.
template <class T>
class awaiter_of {
public:
  explicit awaiter_of(T& target) noexcept : target_(target) {}
  bool await_ready() const noexcept { return target_.await_ready(); }
  template <class P>
  void await_suspend(std::coroutine_handle<P> h) const {
    target_.await_suspend(h);
  }
  decltype(auto) await_resume() const { return target_.await_resume(); }

private:
  T& target_;
};

struct promise_base;

/// A task without its type: owns the frame of this promise; null: it has none.
struct task_base {
  promise_base* promise;
};

/// The part of a promise that does not depend on its type. Belongs to the actor's turn.
struct promise_base {
  std::coroutine_handle<> self;
  promise_base* awaited_by = nullptr; ///< who waits for this task; null: nobody, or it is a handler
  task_base* awaits = nullptr;        ///< the task that this frame waits for, if it is one
  std::exception_ptr exception;
  envelope* message; ///< of a handler's own frame: alive until it is done
  /// Of a handler's own frame in an actor that interleaves: its neighbours in the list of those
  /// that wait, see interleaved.hpp.
  promise_base* older;
  promise_base* newer;
  /// Of a handler's own frame: takes the value out, destroys the frame, answers.
  void (*finish)(promise_base&, turn_context&);

  static void* operator new(std::size_t bytes) noexcept { return allocate_frame(bytes); }
  static void operator delete(void* frame, std::size_t bytes) noexcept { free_frame(frame, bytes); }

  std::suspend_always initial_suspend() const noexcept { return {}; }
  void unhandled_exception() noexcept { exception = std::current_exception(); }

  /// At the end of a frame the trampoline goes on with whoever awaited it.
  struct final_awaiter {
    bool await_ready() const noexcept { return false; }
    template <class P>
    void await_suspend(std::coroutine_handle<P> h) const noexcept {
      this_thread().turn->next = h.promise().awaited_by;
    }
    void await_resume() const noexcept {}
  };
  final_awaiter final_suspend() const noexcept { return {}; }

  /// Lets akt's awaitables through and nothing else: a foreign one would resume the actor on a
  /// thread and at a time that the runtime knows nothing of.
  /// The awaiter is a pointer to the awaitable, which lives until the end of the statement: g++ 12
  /// would move an awaitable that is passed through into the frame a second time.
  template <class Awaitable>
  auto await_transform(Awaitable&& awaitable,
                       co_await_place at = __builtin_source_location()) const noexcept {
    using type = std::remove_cvref_t<Awaitable>;
    if constexpr (!requires { typename type::akt_awaitable; }) {
      static_assert(never<type>,
                    "a task awaits akt's awaitables only; bridge others with akt::from_callback");
      return std::suspend_never();
    } else {
      if constexpr (requires { awaitable.await_at(at); }) awaitable.await_at(at);
      return awaiter_of<type>(awaitable);
    }
  }
};

/// Moving or destroying a task that is awaited would leave whoever awaits it with nothing.
inline void require_not_awaited(const promise_base& promise) noexcept {
  if (__builtin_expect(promise.awaited_by != nullptr, 0))
    assertion_failed("a task is not moved or destroyed while it is awaited", __FILE__, __LINE__);
}

template <class T>
struct promise_value : promise_base {
  std::optional<T> value;

  template <class U>
  requires std::is_constructible_v<T, U&&>
  void return_value(U&& u) {
    value.emplace(std::forward<U>(u));
  }
  T take() { return std::move(*value); }
};

template <>
struct promise_value<void> : promise_base {
  void return_void() const noexcept {}
  void take() const noexcept {}
};

} // namespace detail

/// What a coroutine handler returns: the handler may co_await, the thread is never blocked.
///
/// Turn-bound: made, awaited and destroyed on its actor's turn. Lazy: it starts when it is awaited,
/// or when the runtime starts it as a handler. Trampolined: the stack stays flat. A task that could
/// not get its frame is empty; awaiting it throws errc::over_budget.
template <class T = void>
class [[nodiscard("a task starts when it is awaited")]] task : private detail::task_base {
public:
  using akt_awaitable = void;
  using value_type = T;

  struct promise_type : detail::promise_value<T> {
    task get_return_object() noexcept {
      this->self = std::coroutine_handle<promise_type>::from_promise(*this);
      return task(this);
    }
    static task get_return_object_on_allocation_failure() noexcept { return task(nullptr); }
  };

  /// Requires: it is not awaited.
  task(task&& other) noexcept : task_base{std::exchange(other.promise, nullptr)} {
    if (promise) detail::require_not_awaited(*promise);
  }
  task& operator=(task&&) = delete;
  /// Requires: it is not awaited, but by a handler that ends with its actor.
  ~task() {
    if (!promise) return;
    detail::require_not_awaited(*promise);
    promise->self.destroy();
  }

  bool await_ready() const noexcept { return !promise; }
  template <class P>
  void await_suspend(std::coroutine_handle<P> parent) noexcept {
    promise->awaited_by = &parent.promise();
    promise->awaited_by->awaits = this;
    detail::this_thread().turn->next = promise;
  }
  T await_resume() {
    if (!promise)
      detail::throw_bad_result(
          error(errc::over_budget, "no frame was to be had, or awaited twice"));
    std::exchange(promise->awaited_by, nullptr)->awaits = nullptr;
    task done(std::move(*this)); // its frame goes here
    if (done.promise->exception) std::rethrow_exception(done.promise->exception);
    return static_cast<promise_type*>(done.promise)->take();
  }

  /// For the runtime: the frame is the caller's now. Null: there is none.
  detail::promise_base* release() noexcept { return std::exchange(promise, nullptr); }

private:
  explicit task(promise_type* p) noexcept : task_base{p} {}
};

} // namespace akt::inline v0
