// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "peer_support.hpp"

#include <caf/all.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

/// What is written in two ways, in CAF 0.17 and since CAF 1: spawn, send, request, an atom.
namespace peer {

/// Of CAF 1: "stealing", or "sharing" for spawn.
inline std::string policy = "stealing";

#if CAF_VERSION < 10000

using tick_atom = caf::atom_constant<caf::atom("tick")>;
inline constexpr tick_atom tick_atom_v{};
using block = std::vector<char>; // a type that CAF knows
inline void init_caf() {}

/// Turns have a bound here: a thief walks the whole queue, which endless turns let grow.
inline void configure(caf::actor_system_config& config, unsigned threads) {
  config.set("scheduler.max-threads", threads);
  config.set("scheduler.max-throughput", 50);
}

template <class... Ts>
void tell(caf::event_based_actor* self, const caf::actor& to, Ts&&... xs) {
  self->send(to, std::forward<Ts>(xs)...);
}

template <class... Ts>
void tell_from_outside(const caf::actor& to, Ts&&... xs) {
  caf::anon_send(to, std::forward<Ts>(xs)...);
}

template <class Self, class... Ts>
auto ask(Self& self, const caf::actor& to, std::chrono::seconds timeout, Ts&&... xs) {
  return self->request(to, timeout, std::forward<Ts>(xs)...);
}

/// An actor of a class that has make_behavior(), as CAF 1 has it.
template <class State>
class actor_of : public caf::event_based_actor {
public:
  template <class... Ts>
  explicit actor_of(caf::actor_config& config, Ts&&... xs) : event_based_actor(config) {
    if constexpr (std::is_constructible_v<State, Ts&&...>)
      state_.emplace(std::forward<Ts>(xs)...);
    else
      state_.emplace(this, std::forward<Ts>(xs)...);
  }
  caf::behavior make_behavior() override { return state_->make_behavior(); }
  void on_exit() override { state_.reset(); }

private:
  std::optional<State> state_;
};

template <class State, caf::spawn_options Options = caf::no_spawn_options, class Owner, class... Ts>
caf::actor spawn(Owner& owner, Ts&&... xs) {
  return owner.template spawn<actor_of<State>, Options>(std::forward<Ts>(xs)...);
}

#else

using caf::tick_atom;
using caf::tick_atom_v;
using block = caf::byte_buffer;
inline void init_caf() { caf::core::init_global_meta_objects(); }

inline void configure(caf::actor_system_config& config, unsigned threads) {
  config.set("caf.scheduler.max-threads", threads);
  config.set("caf.scheduler.policy", policy);
}

template <class... Ts>
void tell(caf::event_based_actor* self, const caf::actor& to, Ts&&... xs) {
  self->mail(std::forward<Ts>(xs)...).send(to);
}

template <class... Ts>
void tell_from_outside(const caf::actor& to, Ts&&... xs) {
  caf::anon_mail(std::forward<Ts>(xs)...).send(to);
}

template <class Self, class... Ts>
auto ask(Self& self, const caf::actor& to, std::chrono::seconds timeout, Ts&&... xs) {
  return self->mail(std::forward<Ts>(xs)...).request(to, timeout);
}

template <class State, caf::spawn_options Options = caf::no_spawn_options, class Owner, class... Ts>
caf::actor spawn(Owner& owner, Ts&&... xs) {
  return owner.template spawn<Options>(caf::actor_from_state<State>, std::forward<Ts>(xs)...);
}

#endif

class running_system {
public:
  explicit running_system(unsigned threads = workers()) : system_(configured(threads)) {}
  operator caf::actor_system&() { return system_; }

private:
  caf::actor_system_config& configured(unsigned threads) {
    configure(config_, threads);
    return config_;
  }
  caf::actor_system_config config_;
  caf::actor_system system_;
};

/// Ends actors that refer to each other, or that somebody else still refers to.
inline void stop(const std::vector<caf::actor>& actors) {
  for (auto& a : actors) caf::anon_send_exit(a, caf::exit_reason::user_shutdown);
}

} // namespace peer
