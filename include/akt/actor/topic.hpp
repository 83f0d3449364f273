// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/living_system.hpp"
#include "akt/actor/send.hpp"

#include <vector>

namespace akt::inline v0 {
namespace detail {

/// The subscribers of a topic. Thread-safe.
class topic_core {
public:
  struct subscriber {
    any_ref actor;
    const message_ops* ops;
    system_core* system;
    std::uint64_t serial; ///< of the system, which may end before the topic
    friend bool operator==(const subscriber& a, const subscriber& b) noexcept {
      return a.actor == b.actor && a.serial == b.serial;
    }
  };

  /// A subscriber that has not ended, and does not before this has.
  class living {
  public:
    explicit living(const subscriber&) noexcept;
    explicit operator bool() const noexcept { return alive_; }

  private:
    living_system system_;
    bool alive_;
  };

  /// A second subscription of the same actor changes nothing.
  void add(any_ref actor, const message_ops& ops);
  void remove(const subscriber&) noexcept;
  bool empty() const noexcept { return size_.load(sync::relaxed) == 0; }
  std::vector<subscriber> subscribers() const;

private:
  mutable sync::spin_lock lock_; // guards subscribers_
  std::vector<subscriber> subscribers_;
  sync::atomic<std::size_t> size_{0}; // relaxed: a hint for publishers
};

/// `terminated` for watchers of class A: handled if it was watched for, once per watch, and not
/// after unwatch(). Where the budget refuses its envelope it comes from the heap, by the second
/// table.
template <class A>
struct terminated_table {
  static disposition invoke(void* object, turn_context& turn, envelope& e) {
    if (forget_watched(turn, e.as<terminated>().actor))
      return message_table<A, terminated>::invoke(object, turn, e);
    e.as<terminated>().~terminated();
    return disposition::done;
  }
  static constexpr message_ops table(std::uint32_t block_class) noexcept {
    message_ops told = message_table<A, terminated>::ops;
    told.invoke = &invoke;
    told.block_class = block_class;
    return told;
  }
  static constexpr message_ops ops[] = {table(message_table<A, terminated>::ops.block_class),
                                        table(block_classes)};
};

} // namespace detail

/// Copies every published event to the actors that subscribed. Thread-safe.
///
/// Subscribers that have ended are dropped when an event meets them, with their system or before
/// it.
template <class Event>
class topic {
public:
  topic() = default;
  topic(const topic&) = delete;
  topic& operator=(const topic&) = delete;

  void publish(const Event& event) const {
    if (core_.empty()) return;
    for (const auto& s : core_.subscribers()) {
      detail::topic_core::living alive(s);
      if (!alive) {
        core_.remove(s);
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
    detail::watch(*cell_, other, *detail::terminated_table<A>::ops);
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
