// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/living_system.hpp"
#include "akt/actor/send.hpp"

namespace akt::inline v0 {
namespace detail {

template <class T>
class subscriber_table;

/// The subscribers of a topic. Thread-safe.
class topic_core {
public:
  struct subscriber {
    any_ref actor;
    const message_ops* ops = nullptr;
    system_core* system = nullptr;
    std::uint64_t serial = 0; ///< of the system, which may end before the topic
    std::size_t hash = 0;     ///< of the actor, which may have ended
    std::uint64_t number = 0; ///< in the order in which they came
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

  /// Over those who have subscribed before it began, in that order. It copies a few at a time, so
  /// that nobody waits long for the lock. Bound to the thread that made it.
  class walk {
  public:
    explicit walk(topic_core&) noexcept;
    ~walk();
    walk(const walk&) = delete;
    walk& operator=(const walk&) = delete;

    /// Null: it is over. Otherwise it counts until the next call.
    const subscriber* next() noexcept;
    /// The latest has ended: it is taken out, at the end of the walk at the latest.
    void has_ended() noexcept { some_[ended_++] = some_[at_ - 1]; }

  private:
    void take_out_ended() noexcept; // under the lock

    static constexpr std::size_t at_once = 32;
    topic_core& topic_;
    std::uint64_t from_ = 0;
    std::uint64_t end_ = 0;
    subscriber some_[at_once]; // the first ended_ are to be taken out
    std::size_t count_ = 0;
    std::size_t at_ = 0;
    std::size_t ended_ = 0; // at most at_
  };

  topic_core() = default;
  ~topic_core();
  topic_core(const topic_core&) = delete;
  topic_core& operator=(const topic_core&) = delete;

  /// A second subscription of the same actor changes nothing. Takes out those who have ended if
  /// they are twice as many as when that was last done.
  void add(any_ref actor, const message_ops& ops);
  bool empty() const noexcept { return size() == 0; }
  /// With those who have ended and were not taken out yet.
  std::size_t size() const noexcept { return size_.load(sync::relaxed); }

private:
  /// So many are looked through when one more comes.
  static std::size_t many_beside(std::size_t living) noexcept {
    return living < few ? 2 * few : 2 * living;
  }

  static constexpr std::size_t few = 16;
  sync::spin_lock lock_;                           // guards what follows
  subscriber_table<subscriber>* table_ = nullptr;  // null: nobody has ever subscribed
  std::size_t looked_through_at_ = many_beside(0); // when so many are in it
  sync::atomic<std::size_t> size_{0};              // relaxed: a hint for publishers
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
/// Subscribers that have ended, with their system or before it, are let go when an event meets
/// them, and when twice as many have come as there were.
template <class Event>
class topic {
public:
  topic() = default;
  topic(const topic&) = delete;
  topic& operator=(const topic&) = delete;

  /// To those who have subscribed before, in that order. If copying the event throws, those before
  /// were told.
  void publish(const Event& event) const {
    if (core_.empty()) return;
    detail::topic_core::walk subscribers(core_);
    while (const auto* s = subscribers.next()) {
      const detail::topic_core::living alive(*s);
      if (alive)
        detail::tell_with<Event>(*s->ops, s->actor.where(), s->actor.what(), event);
      else
        subscribers.has_ended();
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
