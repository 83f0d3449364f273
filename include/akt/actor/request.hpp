// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/any_ref.hpp"
#include "akt/actor/reply.hpp"
#include "akt/actor/unfit.hpp"

namespace akt::inline v0 {

/// An ask with a callback, to give it up. Trivially copyable; may outlive what it names.
///
/// Of an ask on a turn: bound to the turns of the actor that asked. Of another: thread-safe while
/// its system lives.
class ongoing_ask {
public:
  /// Of nothing, like that of an ask that was refused at once.
  constexpr ongoing_ask() noexcept = default;

  /// The callback is not called, and is destroyed; the answer reaches nobody. The asked actor does
  /// not know. Nothing happens if it was called, or given up before. Of an ask outside of a turn:
  /// unless it is being called just then.
  void cancel() const noexcept;

  /// For the runtime: `sequence` 0: the ask is the one wait of the actor `by`.
  constexpr ongoing_ask(any_ref by, std::uint32_t sequence) noexcept
      : by_(by), sequence_(sequence) {}

private:
  any_ref by_;
  std::uint32_t sequence_ = 0;
};

namespace detail {

/// Who is resumed when requests complete: when `left` of them have.
struct request_group {
  promise_base* frame;
  std::uint32_t left = 1;
  bool any = false; ///< the first answer ends the wait
  std::source_location at;
};

/// What a request completes: a group, or the one frame that waits for it alone and the place of its
/// co_await. One word, so that noting the place costs nothing that was not there.
class request_owner {
public:
  void set_place(co_await_place at) noexcept {
    word_ = reinterpret_cast<std::uintptr_t>(at) | alone;
  }
  void set_group(request_group& g) noexcept { word_ = reinterpret_cast<std::uintptr_t>(&g); }
  bool is_alone() const noexcept { return (word_ & alone) != 0; }
  /// Requires: not alone.
  request_group& group() const noexcept { return *reinterpret_cast<request_group*>(word_); }
  std::source_location place() const noexcept {
    if (!is_alone()) return group().at;
    return source_location_of(reinterpret_cast<co_await_place>(word_ & ~alone));
  }

private:
  static constexpr std::uintptr_t alone = 1;
  std::uintptr_t word_; // has a value once begun
};

/// Where a thread outside of the actors has waited.
struct wait_place {
  system_core* system = nullptr;
  external_waiter* waiter = nullptr; ///< null: it did not wait
};

/// Frees the reply, which may be null and whose payload is gone, and leaves the place. The end of
/// the system waits for that: afterwards the caller touches nothing of it.
void leave_wait_place(const wait_place&, envelope* reply) noexcept;

/// An ask that was not sent yet: the filled envelope and where it goes. Move-only.
class request_base {
public:
  request_base(std::uint64_t where, std::uint64_t what, envelope* e, errc refusal) noexcept
      : where_(where), what_(what), envelope_(e), refusal_(refusal) {}
  request_base(request_base&& other) noexcept
      : where_(other.where_), what_(other.what_),
        envelope_(std::exchange(other.envelope_, nullptr)), refusal_(other.refusal_),
        timeout_(other.timeout_) {}
  request_base& operator=(request_base&&) = delete;
  ~request_base() {
    if (envelope_) discard();
  }

protected:
  /// Links `p` and sends. False: refused, `p` is not linked and refusal() says why.
  bool send_from_turn(turn_context&, pending& p) noexcept;
  /// Sends and blocks the calling thread for the reply; null: refusal() says why there is none.
  /// Asserts that it is not on a turn.
  envelope* send_and_wait(wait_place&) noexcept;
  /// On a turn, where alone replies to frames come and frames go.
  void free_reply(envelope* e) noexcept {
    free_envelope(*this_thread().home, e->ops->block_class, e);
  }
  void drop_reply(envelope*) noexcept;
  /// Sends from any thread; `p`, a block of its own, completes on a turn and frees itself there.
  /// Not 0: it was not sent, and `p` is still the caller's.
  errc send_with_callback(pending& p, ongoing_ask& sent) noexcept;
  /// Its block: of the asked system, or of the heap, never of a third that may end before.
  void* allocate_callback(std::size_t bytes) noexcept;
  void set_timeout(duration d) noexcept;
  /// False: it was refused, or is used a second time; refusal() says so from now on.
  bool is_unsent() noexcept {
    if (__builtin_expect(envelope_ != nullptr, 1)) return true;
    if (refusal_ == errc{}) refusal_ = errc::invalid_argument;
    return false;
  }
  errc refusal() const noexcept { return refusal_; }
  void describe_ask(wait_note& note) const noexcept {
    note.where = where_;
    note.what = what_;
    note.timeout = timeout_;
  }
  void refuse(errc why) noexcept { refusal_ = why; }
  any_ref whom() const noexcept { return any_ref(where_, what_); }

private:
  void discard() noexcept;

  std::uint64_t where_;
  std::uint64_t what_;
  envelope* envelope_;
  errc refusal_;         ///< not 0: the ask cannot be sent, or has no reply
  duration timeout_{-1}; ///< negative: the system's default
};

template <class R, class F>
struct reply_callback;

struct any_answer;

/// Frees the block of a callback unless the callback was made there, whatever ends the scope.
struct callback_block_guard {
  void* block;
  std::size_t bytes;
  ~callback_block_guard() {
    if (block) free_frame(block, bytes);
  }
};

} // namespace detail

/// An ask on its way to be sent: nothing happens until it is awaited, waited for or given a
/// callback. It always completes: with the reply, a business error, or an errc.
///
/// Thread-compatible until it is sent; co_await binds it to the turn, get() to the calling thread.
template <class R>
class [[nodiscard("an ask is sent when it is awaited, waited for or given a callback")]] request
    : private detail::request_base,
      private detail::pending {
public:
  using akt_awaitable = void;
  using value_type = R;

  /// For the runtime, of a question that is no message.
  request(std::uint64_t where, std::uint64_t what, detail::envelope* e, errc refusal) noexcept
      : request_base(where, what, e, refusal), pending(&waits<void>) {}
  /// For the runtime, of an ask of M.
  template <class M>
  request(std::type_identity<M>, std::uint64_t where, std::uint64_t what, detail::envelope* e,
          errc refusal) noexcept
      : request_base(where, what, e, refusal), pending(&waits<M>) {}
  request(request&& other) noexcept : request_base(std::move(other)), pending(other.pending::ops) {}
  ~request() {
    if (linked()) unlink();
    if (__builtin_expect(reply_ != nullptr, 0)) drop_reply(reply_);
  }

  /// Bounds the wait: 1 ms to 24 days. Zero or less is refused with errc::invalid_argument.
  request within(duration d) && noexcept {
    set_timeout(d);
    return std::move(*this);
  }

  /// Blocks the calling thread, which must not be on a turn, until the answer is there.
  result<R> get() && {
    detail::wait_place place;
    detail::envelope* reply = send_and_wait(place);
    auto answer = reply ? detail::take_payload<R>(*reply) : result<R>(refusal());
    detail::leave_wait_place(place, reply);
    return answer;
  }

  /// Calls f(result<R>) when the answer is there: on the turn of the actor that asked, and not at
  /// all if that ends before; outside of a turn on a worker. If the ask is refused at once, before
  /// then() returns. `f` must not block; a throw is logged, on an actor's turn it ends the actor.
  /// What it returns may be dropped: it is for giving the ask up.
  template <class F>
  ongoing_ask then(F f) && {
    if constexpr (std::is_same_v<R, detail::any_answer>)
      return {}; // the ask does not compile
    else if constexpr (detail::can_send<F, detail::unfit_callback<R, F>>())
      return call_back(f);
    else
      return {};
  }

  bool await_ready() const noexcept { return false; }
  template <class P>
  void await_suspend(std::coroutine_handle<P> h) noexcept {
    frame_ = &h.promise();
    if (!begin()) detail::this_thread().turn->next = frame_;
  }
  /// Before await_suspend(): where the co_await stands.
  void await_at(detail::co_await_place at) noexcept { owner_.set_place(at); }
  result<R> await_resume() { return answer(); }

  /// For all() and first(): sends for a group. False: it is complete already.
  bool begin(detail::request_group& g) noexcept {
    owner_.set_group(g);
    return begin();
  }
  void abandon() noexcept {
    if (linked()) unlink();
  }
  bool has_answer() const noexcept { return reply_ || refusal() != errc{}; }
  [[gnu::always_inline]] result<R> answer() {
    if (__builtin_expect(!reply_, 0)) return detail::refused_ask(refusal(), *this, owner_.place());
    detail::envelope* e = std::exchange(reply_, nullptr);
    if (__builtin_expect(e->ops->is_error, 0))
      detail::add_ask_step(e->as<error>(), *this, owner_.place());
    auto answer = detail::take_payload<R>(*e);
    free_reply(e);
    return answer;
  }

private:
  template <class F>
  ongoing_ask call_back(F& f) {
    using node = detail::reply_callback<R, F>;
    ongoing_ask sent;
    void* block = allocate_callback(sizeof(node));
    if (!block) {
      f(result<R>(errc::over_budget));
      return sent;
    }
    detail::callback_block_guard guard{block, sizeof(node)};
    auto* callback = ::new (block) node(std::move(f), whom());
    guard.block = nullptr;
    if (errc why = send_with_callback(*callback, sent); why != errc{})
      callback->call(result<R>(why));
    return sent;
  }
  bool begin() noexcept { return is_unsent() && send_from_turn(*detail::current_turn(), *this); }
  static detail::disposition completed(detail::pending& p, detail::turn_context& turn,
                                       detail::outcome o) {
    auto& self = static_cast<request&>(p);
    self.reply_ = o.reply;
    if (__builtin_expect(!o.reply, 0)) self.refuse(o.error);
    if (self.owner_.is_alone())
      turn.next = self.frame_;
    else if (auto& group = self.owner_.group(); --group.left == 0)
      turn.next = group.frame;
    return detail::disposition::kept;
  }
  static void described(const detail::pending& p, detail::wait_note& note) noexcept {
    const auto& self = static_cast<const request&>(p);
    self.describe_ask(note);
    note.at = self.owner_.place();
    const bool alone = self.owner_.is_alone();
    note.any = !alone && self.owner_.group().any;
    note.frame = alone ? self.frame_ : self.owner_.group().frame;
  }
  static any_ref asked(const detail::pending& p) noexcept {
    return static_cast<const request&>(p).whom();
  }
  template <class M>
  static constexpr std::string_view message_name() noexcept {
    if constexpr (std::is_void_v<M>)
      return {};
    else
      return type_name<M>();
  }
  template <class M>
  static constexpr detail::pending_ops waits{&completed, nullptr, &described, message_name<M>(),
                                             &asked};

  detail::promise_base* frame_;
  detail::request_owner owner_;
  detail::envelope* reply_ = nullptr;
};

namespace detail {

/// Ends the actor that was made for a callback outside of a turn; nothing on other actors.
void callback_done(turn_context&) noexcept;

/// While a callback runs no message is in hand, also if a handler waits.
class callback_running {
public:
  explicit callback_running(turn_context& turn) noexcept : turn_(turn) { turn.calls_back = true; }
  callback_running(const callback_running&) = delete;
  callback_running& operator=(const callback_running&) = delete;
  ~callback_running() { turn_.calls_back = false; }

private:
  turn_context& turn_;
};

/// The callback of request::then(), in a block of its own.
template <class R, class F>
struct reply_callback : pending {
  reply_callback(F&& f, any_ref asked) : pending(&waits), callback(std::move(f)), whom(asked) {}
  static disposition completed(pending& p, turn_context& turn, outcome o) {
    callback_done(turn);
    auto answer = take_answer<R>(o);
    if (o.reply) free_envelope(*turn.home, o.reply->ops->block_class, o.reply);
    const callback_running here(turn);
    static_cast<reply_callback&>(p).call(std::move(answer));
    return disposition::kept;
  }
  static void discarded(pending& p, turn_context&) noexcept {
    static_cast<reply_callback&>(p).free_block();
  }
  static any_ref asked(const pending& p) noexcept {
    return static_cast<const reply_callback&>(p).whom;
  }
  static constexpr pending_ops waits{&completed, &discarded, nullptr, {}, &asked};

  void call(result<R>&& answer) {
    F f = take();
    f(std::move(answer));
  }
  /// The block is free afterwards, also if the move throws.
  F take() {
    const last_use here{*this};
    return std::move(callback);
  }
  void free_block() noexcept {
    this->~reply_callback();
    free_frame(this, sizeof(reply_callback));
  }

  struct last_use {
    reply_callback& of;
    ~last_use() { of.free_block(); }
  };

  F callback;
  const any_ref whom;
};

} // namespace detail
} // namespace akt::inline v0
