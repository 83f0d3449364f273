// SPDX-License-Identifier: Apache-2.0
//
// The actor behind a probe. Tests see probe.hpp.
#pragma once

#include "akt/actor/actor_system.hpp"

#include <deque>
#include <functional>
#include <tuple>
#include <variant>

namespace akt::inline v0::testkit::detail {

/// What a probe is made for: a message, or a message and its answer.
template <class T>
struct partner {
  using message = T;
  using reply = unit;
  using signature = void(T);
};
template <class R, class M>
struct partner<R(M)> {
  using message = typename akt::detail::signature<R(M)>::message;
  using reply = typename akt::detail::signature<R(M)>::reply;
  using signature = std::conditional_t<std::is_same_v<reply, unit>, void(message), reply(message)>;
};

/// What was asked and not answered, and how it is to be.
template <class R, class M>
struct open_asks {
  struct answer {
    deferred<R> to;
    result<R> with;
  };
  std::deque<deferred<R>> waiting;
  std::deque<answer> due; ///< once the handler has returned: an error cannot be set before
  std::function<result<R>(const M&)> script;

  void answer_due() {
    for (; !due.empty(); due.pop_front()) {
      answer& a = due.front();
      if (a.with)
        a.to.fulfil(*std::move(a.with));
      else
        a.to.fail(std::move(a.with).error());
    }
  }
};
template <class M>
struct open_asks<unit, M> {
  void answer_due() noexcept {}
};

/// What a probe has heard. It outlives its actor.
template <class... Ts>
struct probe_state {
  using message = std::variant<typename partner<Ts>::message..., terminated>;

  std::deque<message> received;
  std::deque<any_ref> senders; ///< of each in `received`
  any_ref last_sender;         ///< of what was taken last
  std::size_t messages_max;
  std::uint64_t lost = 0; ///< beyond messages_max
  std::tuple<open_asks<typename partner<Ts>::reply, typename partner<Ts>::message>...> asks;

  template <class M>
  void keep(const M& m, any_ref sender = {}) {
    if (received.size() >= messages_max) {
      ++lost;
      return;
    }
    received.push_back(m);
    senders.push_back(sender);
  }
  void pop() {
    received.pop_front();
    last_sender = senders.front();
    senders.pop_front();
  }
  void clear() {
    received.clear();
    senders.clear();
  }
};

/// What a probe has its actor do on a turn.
struct probe_errand {
  enum class kind : std::uint8_t { watch, unwatch, answer };
  kind what;
  any_ref whom{};
};

/// What a probe says in its own name.
template <class Actor>
struct probe_speech {
  std::function<void(context<Actor>&)> say;
};

template <class Actor, class State, class Signature>
struct probe_handler;

template <class Actor, class State, class M>
struct probe_handler<Actor, State, void(M)> {
  State* state;
  void on(const M& m, context<Actor>& ctx) { state->keep(m, ctx.sender()); }
};

template <class Actor, class State, class R, class M>
struct probe_handler<Actor, State, R(M)> {
  State* state;

  deferred<R> on(const M& m, context<Actor>& ctx) {
    state->keep(m, ctx.sender());
    auto& asks = std::get<open_asks<R, M>>(state->asks);
    deferred<R> promise;
    if (!asks.script) return asks.waiting.emplace_back(promise);
    asks.due.push_back({promise, asks.script(m)});
    ctx.self().template tell<probe_errand>(probe_errand::kind::answer);
    return promise;
  }
};

template <class... Signatures>
struct listed_messages {};
template <class... Signatures>
requires((wire_message<typename akt::detail::signature<Signatures>::message> && ...) &&
         ((std::is_same_v<typename akt::detail::signature<Signatures>::reply, unit> ||
           wire_message<typename akt::detail::signature<Signatures>::reply>) &&
          ...))
struct listed_messages<Signatures...> {
  using messages = protocol<Signatures...>;
};

template <class... Ts>
class probe_actor : public probe_handler<probe_actor<Ts...>, probe_state<Ts...>,
                                         typename partner<Ts>::signature>...,
                    public listed_messages<typename partner<Ts>::signature...> {
public:
  static constexpr std::string_view wire_name = "akt.probe";
  using state = probe_state<Ts...>;

  explicit probe_actor(state* s)
      : probe_handler<probe_actor, state, typename partner<Ts>::signature>{s}..., state_(s) {}

  using probe_handler<probe_actor, state, typename partner<Ts>::signature>::on...;
  void on(const terminated& t) { state_->keep(t); }
  void on(const probe_speech<probe_actor>& m, context<probe_actor>& ctx) { m.say(ctx); }
  void on(const probe_errand& m, context<probe_actor>& ctx) {
    if (m.what == probe_errand::kind::watch)
      ctx.watch(m.whom);
    else if (m.what == probe_errand::kind::unwatch)
      ctx.unwatch(m.whom);
    else
      std::apply([](auto&... asks) { (asks.answer_due(), ...); }, state_->asks);
  }

private:
  state* state_;
};

} // namespace akt::inline v0::testkit::detail
