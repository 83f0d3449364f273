// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/any_ref.hpp"
#include "akt/actor/pending.hpp"
#include "akt/actor/signals.hpp"
#include "akt/actor/spawn_options.hpp"
#include "akt/actor/timer.hpp"
#include "akt/core/result.hpp"

#include <vector>

namespace akt::inline v0 {
namespace detail {

/// The awaitable of ctx.sleep(). Turn-bound.
class [[nodiscard]] sleep_awaiter : pending {
public:
  using akt_awaitable = void;

  explicit sleep_awaiter(duration d) noexcept : pending(&waits), duration_(d) {}
  sleep_awaiter(sleep_awaiter&& other) noexcept : pending(&waits), duration_(other.duration_) {}
  ~sleep_awaiter() {
    if (linked()) unlink();
  }

  bool await_ready() const noexcept { return duration_ <= duration::zero(); }
  void await_at(co_await_place at) noexcept { at_ = source_location_of(at); }
  template <class P>
  void await_suspend(std::coroutine_handle<P> h) noexcept {
    frame_ = &h.promise();
    if (!add_pending(*current_turn(), *this, duration_)) {
      refused_ = true;
      this_thread().turn->next = frame_;
    }
  }
  /// Throws bad_result with errc::over_budget, which fails the actor, if memory refused the wait.
  void await_resume() const {
    if (refused_) throw_bad_result(error(errc::over_budget));
  }

private:
  static disposition completed(pending& p, turn_context& turn, outcome) {
    turn.next = static_cast<sleep_awaiter&>(p).frame_;
    return disposition::done;
  }
  static void described(const pending& p, wait_note& note) noexcept {
    const auto& self = static_cast<const sleep_awaiter&>(p);
    note = {.kind = wait_kind::sleep, .timeout = self.duration_, .at = self.at_};
  }
  static constexpr pending_ops waits{&completed, nullptr, &described};

  duration duration_;
  promise_base* frame_ = nullptr;
  std::source_location at_; // has a value once awaited
  bool refused_ = false;
};

/// What a context can do without knowing its actor's class.
class context_base {
public:
  explicit context_base(cell& c) noexcept : cell_(&c) {}
  context_base(const context_base&) = delete;
  context_base& operator=(const context_base&) = delete;

  actor_system& system() const noexcept;

  /// The actor ends after the handler that runs now; waiting mail is dead.
  void stop() noexcept;

  /// The message that is handled fails, and with it the actor, behind the handler that runs: its
  /// supervisor decides. Whoever asked gets errc::failed with the text of `why`.
  void fail(error why) noexcept;

  /// Takes the newest behavior off: the one below it holds from the next message on, or the actor's
  /// own on(). Without a behavior nothing happens.
  void unbecome() noexcept;
  /// Takes all of them off.
  void unbecome_all() noexcept;

  /// Puts the oldest stashed message in front of the mail that waits. False: there is none.
  bool unstash_one() noexcept;
  /// Puts all of them there, oldest first. How many there were.
  std::size_t unstash_all() noexcept;
  std::size_t stashed() const noexcept;

  /// Who asked, or told by its context, the message whose handler runs or waits; of a forwarded one
  /// the first. Null: it was told by a plain `ref.tell`, from outside, or over a link.
  any_ref sender() const noexcept;

  /// Null: a top-level actor.
  any_ref parent() const noexcept;
  /// Those that have not ended, in the order of their spawns.
  std::vector<any_ref> children() const;

  /// This actor and the other one end together, whoever ends first and whyever: the one that is
  /// left ends as by ctx.stop(), with the reason `failed` unless the other was stopped. No
  /// supervisor is asked. Needs no handler; once or several times, by one or by both, is the same;
  /// to itself: nothing. An actor that has ended or never was, a null reference, and a node without
  /// a link end this actor. Links stay when either restarts. Without memory this actor fails.
  void link(any_ref other) noexcept;
  /// For both; an end that is on its way comes too late. Nothing happens if there is no link.
  void unlink(any_ref other) noexcept;

  /// `akt://system/parent/name`, or with `$` and a number for an unnamed actor.
  std::string path() const;

  /// Parks the handler for at least `d` (1 ms steps). No user mail is handled meanwhile.
  sleep_awaiter sleep(duration d) const noexcept { return sleep_awaiter(d); }

  /// Ends a schedule: what it would send is never handled afterwards, also if it is in the mailbox.
  /// False: this actor has no such schedule.
  bool cancel(const timer& t) noexcept { return cancel_schedule(*cell_, t); }
  bool cancel(std::string_view key) noexcept { return cancel_schedule(*cell_, key); }

protected:
  cell* cell_;
};

/// Enters or leaves the list of the watched actor's watchers. `told`: how to tell the watcher.
void watch(cell& watcher, any_ref watched, const message_ops& told) noexcept;
void unwatch(cell& watcher, any_ref watched) noexcept;
/// The turn's actor is told of an end. False: it does not watch that actor any more.
bool forget_watched(turn_context&, any_ref ended) noexcept;
inline any_ref self_of(const cell& c) noexcept { return ref_of(c, c.generation()); }

} // namespace detail

/// An actor's view of the runtime; a handler takes it as second parameter: `on(M, context<A>&)`.
///
/// Turn-bound. Lives as long as its actor, so that a coroutine handler may keep the reference.
template <class A>
class context : public detail::context_base {
public:
  using detail::context_base::context_base;

  actor_ref<A> self() const noexcept { return actor_ref<A>(detail::self_of(*cell_)); }

  /// As actor_system::try_spawn(), spawn(), spawn_with(): a child, which ends before this actor
  /// does. errc::stopped also while this actor ends.
  template <class C, class... Args>
  result<actor_ref<C>> try_spawn(spawn_options how, Args&&... args);
  template <class C, detail::name_or_none How, class... Args>
  result<actor_ref<C>> try_spawn(const How& how, Args&&... args);
  template <class C, class... Args>
  actor_ref<C> spawn(spawn_options how, Args&&... args);
  template <class C, detail::name_or_none How, class... Args>
  actor_ref<C> spawn(const How& how, Args&&... args);
  template <class C, class F>
  result<actor_ref<C>> try_spawn_with(spawn_options how, F&& factory);
  template <class C, class F>
  actor_ref<C> spawn_with(spawn_options how, F&& factory);

  /// As actor_system::try_spawn_or_find(), spawn_or_find(): among this actor's children.
  template <class C, class How, class... Args>
  result<actor_ref<C>> try_spawn_or_find(const How& how, Args&&... args);
  template <class C, class How, class... Args>
  actor_ref<C> spawn_or_find(const How& how, Args&&... args);

  /// From the next message on these lambdas handle what they name: `[](M)` or `[](const M&)`, with
  /// `context<A>&` second if they want it, M a message of the actor, with the same reply. What they
  /// do not name has the fate `unhandled`; with akt::stash_others first it is stashed, with
  /// akt::keep_others the actor's own on() handles it. `terminated` goes there unless it is named.
  ///
  /// Lies on the behavior before it: see unbecome(). More than behaviors_max of them, or no memory,
  /// fail the actor.
  template <class First, class... Rest>
  void become(First&& first, Rest&&... rest);

  /// Puts the message that is handled aside, `ctx.stash(std::move(m))`, until unstash_one() or
  /// unstash_all(); whoever has asked gets the answer of that handling. A message of another type,
  /// or a second one, is a new one that nobody has asked. False: it is refused, see
  /// spawn_options::stash_max; the asker knows.
  template <class M>
  bool stash(M message);

  /// As `to.tell`, and the receiver's sender() is this actor.
  template <class M, class B, class... F>
  void tell(const actor_ref<B>& to, F&&... fields);
  template <class M, class B>
  requires std::is_class_v<std::remove_cvref_t<M>>
  void tell(const actor_ref<B>& to, M&& message);

  /// The message that is handled goes on to another actor, `ctx.forward(to, std::move(m))`: whoever
  /// has asked gets that one's answer, within the deadline of the ask, and is the sender() there.
  /// What the handler returns reaches nobody. Both actors reply to M with the same type. A message
  /// of another type, or a second one, is a new one that nobody has asked, with the same sender().
  template <class B, class M>
  void forward(const actor_ref<B>& to, M message);
  template <class M>
  void forward(any_ref to, M message); // says why not

  /// `on(const akt::terminated&)` is called once, when the other actor ends; with `not_found` at
  /// once if it has ended, the reference is null, or memory is refused. To watch twice is as to
  /// watch once, until the news is handled. Of oneself nothing is ever told.
  template <class Ref>
  void watch(const Ref& other);
  void unwatch(any_ref other) noexcept { detail::unwatch(*cell_, other); }

  /// Sends this actor a message of its own after `d`, 0 to 24 days: user mail. A schedule with a
  /// key (1 to 255 characters) replaces the one that has it, and stays when the actor restarts; the
  /// others end then. All end with the actor. try_: errc::invalid_argument, over_budget (also above
  /// system_options::timers_max) or stopped (the actor ends); else value() of that.
  template <class M, class... F>
  result<timer> try_schedule_once(duration d, F&&... fields);
  template <class M, class... F>
  result<timer> try_schedule_once(std::string_view key, duration d, F&&... fields);
  template <class M, class... F>
  timer schedule_once(duration d, F&&... fields);
  template <class M, class... F>
  timer schedule_once(std::string_view key, duration d, F&&... fields);

  /// The same again and again: copies at d, 2d, 3d ... from now, without drift. `d` above 0. At
  /// most one is in the mailbox: an actor that is late gets one for all that it has missed.
  template <class M>
  result<timer> try_schedule_every(duration d, M message);
  template <class M>
  result<timer> try_schedule_every(std::string_view key, duration d, M message);
  template <class M>
  timer schedule_every(duration d, M message);
  template <class M>
  timer schedule_every(std::string_view key, duration d, M message);

  /// `on(const akt::idle&)` is called whenever no user mail was taken up for `d`; a handler that
  /// waits is not idle. Zero turns it off, and so does a restart. Errors as of schedule_once().
  result<unit> try_receive_timeout(duration d);
  void receive_timeout(duration d);

  /// Copies of the topic's events arrive as `on(const Event&)` until this actor ends.
  template <class Event>
  void subscribe(const topic<Event>& t);
};

} // namespace akt::inline v0
