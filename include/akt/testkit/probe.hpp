// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/testkit/kit.hpp"
#include "akt/testkit/probe_actor.hpp"

#include <source_location>
#include <sstream>

namespace akt::inline v0::testkit {
namespace detail {

/// A message in a failure: its type, and its value if it has an operator<<.
template <class M>
std::string shown(const M& message) {
  std::string text(type_name<M>());
  if constexpr (requires(std::ostream& out) { out << message; }) {
    std::ostringstream value;
    value << message;
    text += " " + value.str();
  }
  return text;
}
inline std::string shown(const terminated& t) {
  return "akt::terminated " + (t.path.empty() ? "of nobody" : t.path) + " (" + name(t.reason) + ")";
}

} // namespace detail

/// How a probe is made. Thread-compatible.
struct probe_options {
  std::size_t messages_max = 1000; ///< that wait for an expectation; one more is lost, a failure
};

/// Stands where an actor under test expects a partner, and says what it was told. Each of Ts is a
/// message `M`, or a signature `R(M)` where the partner is asked: `probe<Ring, bool(Reserve)>`.
///
/// Bound to the world's thread; must end before its kit. Every expectation first lets the actors
/// run until they are idle and fails at its caller's line; time passes only in those with a
/// `within`, and no longer than until a message is there. What it is asked waits until reply(), or
/// is answered as reply_with() says.
template <class... Ts>
class probe {
  using actor = detail::probe_actor<Ts...>;
  using where = std::source_location;

public:
  /// One of the messages, or akt::terminated.
  using message = typename actor::state::message;

  explicit probe(kit& k, const probe_options& options = {}, where at = where::current())
      : probe(k.world(), k.system(), options, at) {}
  probe(sim::world& w, actor_system& s, const probe_options& options = {},
        where at = where::current())
      : world_(w), made_at_(at), ref_(s.spawn<actor>(anonymous, &state_)) {
    world_.probe_begins();
    state_.messages_max = options.messages_max;
  }
  /// Who waits for an answer gets errc::cancelled or errc::stopped.
  ~probe() {
    ref_.stop();
    world_.run_until_idle();
    say_lost(made_at_);
    state_.asks = {};
    world_.run_until_idle();
    world_.probe_ends();
  }
  probe(const probe&) = delete;
  probe& operator=(const probe&) = delete;

  /// Converts to a reference to any protocol over Ts.
  actor_ref<actor> ref() const noexcept { return ref_; }

  // ---- what has come
  //
  // An expectation that fails because the next message is of another type leaves it there; one that
  // fails because of its value takes it out. fish_for() takes out all that does not fit.

  /// The next message is this one.
  template <class M>
  void expect(const M& value, where at = where::current()) {
    expect_within(duration::zero(), value, at);
  }
  template <class M>
  void expect_within(duration within, const M& value, where at = where::current()) {
    if (M* got = next<M>(within, at)) {
      if (!(*got == value))
        complain("expected " + detail::shown(value) + ", got another value: " + detail::shown(*got),
                 at);
      state_.pop();
    }
  }

  /// The next message is of this type; here it is. After a failure that returns: an M{}; if there
  /// is none, the process ends.
  template <class M>
  M expect(where at = where::current()) {
    return expect_within<M>(duration::zero(), at);
  }
  template <class M>
  M expect_within(duration within, where at = where::current()) {
    return next<M>(within, at) ? take<M>() : none<M>();
  }

  /// The next message, whatever it is.
  message expect_any(where at = where::current()) {
    return expect_any_within(duration::zero(), at);
  }
  message expect_any_within(duration within, where at = where::current()) {
    wait(within, at);
    if (!state_.received.empty()) return take_any();
    complain("expected a message, got nothing", at);
    return terminated{};
  }

  /// The next message is of this type and `fits(message)`.
  template <class M, class F>
  M expect_matching(F fits, where at = where::current()) {
    return expect_matching_within<M>(duration::zero(), std::move(fits), at);
  }
  template <class M, class F>
  M expect_matching_within(duration within, F fits, where at = where::current()) {
    M* got = next<M>(within, at);
    if (!got) return none<M>();
    if (!fits(std::as_const(*got)))
      complain("expected another value, got " + detail::shown(*got), at);
    return take<M>();
  }

  /// Takes messages until one is of this type and `fits(message)`.
  template <class M, class F>
  requires std::is_invocable_r_v<bool, F&, const M&>
  M fish_for(F fits, duration within = duration::zero(), where at = where::current()) {
    const instant deadline = world_.now() + within;
    std::string passed;
    for (;;) {
      wait(deadline - world_.now(), at);
      if (state_.received.empty()) {
        complain("fished for a " + std::string(type_name<M>()) + ", got " +
                     (passed.empty() ? "nothing" : "only " + passed),
                 at);
        return none<M>();
      }
      M* got = std::get_if<M>(&state_.received.front());
      if (got && fits(std::as_const(*got))) return take<M>();
      passed += (passed.empty() ? "" : ", ") + shown_next();
      state_.pop();
    }
  }
  template <class M>
  M fish_for(duration within = duration::zero(), where at = where::current()) {
    return fish_for<M>([](const M&) { return true; }, within, at);
  }

  /// Nothing came.
  void expect_none(where at = where::current()) { expect_none_within(duration::zero(), at); }
  /// Nothing comes while `within` passes.
  void expect_none_within(duration within, where at = where::current()) {
    wait(within, at);
    if (state_.received.empty()) return;
    complain("expected no message, got " + std::to_string(state_.received.size()) + ", first " +
                 shown_next(),
             at);
  }

  /// How many messages wait for an expectation.
  std::size_t count(where at = where::current()) {
    wait(duration::zero(), at);
    return state_.received.size();
  }

  /// Forgets what has come so far.
  void clear(where at = where::current()) {
    wait(duration::zero(), at);
    state_.clear();
  }

  // ---- who sends

  /// Who the message that was taken last is from, as ctx.sender() says it.
  any_ref sender() const noexcept { return state_.last_sender; }

  /// Tells a message, which can be copied, in the probe's name: the receiver's ctx.sender() is this
  /// probe.
  template <class B, class M>
  void tell(const actor_ref<B>& to, M what) {
    ref_.template tell<detail::probe_speech<actor>>(
        [to, said = std::move(what)](context<actor>& ctx) { ctx.tell(to, said); });
  }

  // ---- who ends

  /// The end of the actor will come as a message. Watching starts before this returns.
  void watch(any_ref who) { run_errand(errand::kind::watch, who); }
  void unwatch(any_ref who) { run_errand(errand::kind::unwatch, who); }

  /// The next message is the end of this actor, which is watched; by its reference or its path.
  terminated expect_terminated(any_ref who, where at = where::current()) {
    return expect_terminated_within(duration::zero(), who, at);
  }
  terminated expect_terminated(std::string_view path, where at = where::current()) {
    return expect_terminated_within(duration::zero(), path, at);
  }
  terminated expect_terminated_within(duration within, any_ref who, where at = where::current()) {
    return expect_end(within, at, [&](const terminated& t) { return t.actor == who; });
  }
  terminated expect_terminated_within(duration within, std::string_view path,
                                      where at = where::current()) {
    return expect_end(within, at, [&](const terminated& t) { return t.path == path; });
  }

  // ---- what it answers

  /// Answers the ask with an M that has waited longest, with a value or an error.
  template <class M, class Answer>
  void reply(const Answer& answer, where at = where::current()) {
    if constexpr (answers<M>()) {
      wait(duration::zero(), at);
      auto& waiting = open<M>().waiting;
      while (!waiting.empty()) {
        auto promise = std::move(waiting.front());
        waiting.pop_front();
        result<reply_to<M>> with(answer);
        if (with ? promise.fulfil(*std::move(with)) : promise.fail(std::move(with).error())) return;
      } // else it was told, not asked
      complain("no ask with a " + std::string(type_name<M>()) + " waits for its answer", at);
    }
  }

  /// From now on an ask with an M is answered at once: with this value or error, or with what
  /// f(const M&) returns.
  template <class M, class Answer>
  void reply_with(Answer answer) {
    if constexpr (answers<M>()) {
      if constexpr (std::is_invocable_v<Answer&, const M&>)
        open<M>().script = std::move(answer);
      else
        open<M>().script = [with = result<reply_to<M>>(std::move(answer))](const M&) {
          return with;
        };
    }
  }

private:
  using errand = detail::probe_errand;
  using understood = protocol<typename detail::partner<Ts>::signature...>;
  template <class M>
  using reply_to = typename understood::template reply<M>;

  template <class M>
  static constexpr bool answers() noexcept {
    constexpr bool does = ((std::is_same_v<typename detail::partner<Ts>::message, M> &&
                            !std::is_same_v<typename detail::partner<Ts>::reply, unit>) ||
                           ...);
    if constexpr (!does)
      static_assert(akt::detail::never<M>,
                    "a probe answers what it was made for with its answer: probe<R(M)>");
    return does;
  }
  template <class M>
  auto& open() noexcept {
    return std::get<understood::template index_of<M>()>(state_.asks);
  }

  static void complain(const std::string& what, where at) {
    fail(what, at.file_name(), static_cast<int>(at.line()));
  }

  void say_lost(where at) {
    if (std::uint64_t lost = std::exchange(state_.lost, 0))
      complain("a probe lost " + std::to_string(lost) +
                   " messages: " + std::to_string(state_.messages_max) +
                   " wait already (probe_options::messages_max)",
               at);
  }

  /// Until a message is there, or `within` has passed.
  void wait(duration within, where at) {
    world_.run_until_idle();
    if (within > duration::zero()) {
      world_.run_until([this] { return !state_.received.empty(); }, within);
      world_.run_until_idle();
    }
    say_lost(at);
  }

  std::string shown_next() const {
    return std::visit([](const auto& m) { return detail::shown(m); }, state_.received.front());
  }

  /// The next message if it is an M, else null and a failure.
  template <class M>
  M* next(duration within, where at) {
    wait(within, at);
    M* got = state_.received.empty() ? nullptr : std::get_if<M>(&state_.received.front());
    if (!got)
      complain("expected a " + std::string(type_name<M>()) + ", got " +
                   (state_.received.empty() ? "nothing" : shown_next()),
               at);
    return got;
  }

  message take_any() {
    message first = std::move(state_.received.front());
    state_.pop();
    return first;
  }
  template <class M>
  M take() {
    return std::get<M>(take_any());
  }
  /// After a failure.
  template <class M>
  static M none() {
    if constexpr (std::is_default_constructible_v<M>)
      return M{};
    else
      std::abort();
  }

  template <class F>
  terminated expect_end(duration within, where at, F is_wanted) {
    terminated* got = next<terminated>(within, at);
    if (!got) return {};
    if (!is_wanted(*got)) complain("expected another's end, got " + detail::shown(*got), at);
    return take<terminated>();
  }

  void run_errand(errand::kind what, any_ref who) {
    ref_.template tell<errand>(what, who);
    world_.run_until_idle();
  }

  sim::world& world_;
  where made_at_;
  typename actor::state state_;
  actor_ref<actor> ref_;
};

} // namespace akt::inline v0::testkit
