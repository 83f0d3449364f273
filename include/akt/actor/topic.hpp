// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/send.hpp"

#include <vector>

namespace akt::inline v0 {
namespace detail {

/// The local actor has not ended.
bool is_alive(any_ref) noexcept;

/// The subscribers of a topic. Thread-safe.
class topic_core {
public:
  struct subscriber {
    any_ref actor;
    const message_ops* ops;
  };

  /// A second subscription of the same actor changes nothing.
  void add(any_ref actor, const message_ops& ops);
  void remove(any_ref actor) noexcept;
  bool empty() const noexcept { return size_.load(sync::relaxed) == 0; }
  std::vector<subscriber> subscribers() const;

private:
  mutable sync::spin_lock lock_; // guards subscribers_
  std::vector<subscriber> subscribers_;
  sync::atomic<std::size_t> size_{0}; // a hint for publishers
};

/// `terminated` for watchers of class A: handled if it was watched for, once per watch, and not
/// after unwatch(). Its envelope comes from the heap, so that no budget refuses it.
template <class A>
struct terminated_table {
  static disposition invoke(void* object, turn_context& turn, envelope& e) {
    if (forget_watched(turn, e.as<terminated>().actor))
      return message_table<A, terminated>::invoke(object, turn, e);
    e.as<terminated>().~terminated();
    return disposition::done;
  }
  static constexpr message_ops ops = [] {
    message_ops told = message_table<A, terminated>::ops;
    told.invoke = &invoke;
    told.block_class = block_classes;
    return told;
  }();
};

} // namespace detail

/// Copies every published event to the actors that subscribed. Thread-safe.
///
/// Subscribers that have ended are dropped when an event meets them.
template <class Event>
class topic {
public:
  topic() = default;
  topic(const topic&) = delete;
  topic& operator=(const topic&) = delete;

  void publish(const Event& event) const {
    if (core_.empty()) return;
    for (const auto& s : core_.subscribers()) {
      if (!detail::is_alive(s.actor)) {
        core_.remove(s.actor);
        continue;
      }
      detail::tell_with<Event>(*s.ops, s.actor.where(), s.actor.what(), event);
    }
  }
  bool has_subscribers() const noexcept { return !core_.empty(); }

  /// For the runtime.
  detail::topic_core& core() const noexcept { return core_; }

private:
  mutable detail::topic_core core_;
};

template <class A>
template <class Ref>
void context<A>::watch(const Ref& other) {
  if constexpr (!handles<A, terminated>)
    static_assert(detail::never<A>, "watch() needs a handler: void on(const akt::terminated&)");
  else
    detail::watch(*cell_, other, detail::terminated_table<A>::ops);
}

template <class A>
template <class Event>
void context<A>::subscribe(const topic<Event>& t) {
  if constexpr (!handles<A, Event>)
    static_assert(detail::never<A>, "subscribe() needs a handler for the topic's event");
  else
    t.core().add(detail::self_of(*cell_), detail::message_table<A, Event>::ops);
}

} // namespace akt::inline v0
