// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/timer.hpp"

#include "system_core.hpp"

namespace akt::inline v0::detail {

struct scheduled;

/// Of one that comes again, or has a key. A block of its own with the key behind it.
struct schedule_extra {
  duration period{}; ///< zero: once
  void (*copy)(envelope&, void*) = nullptr;
  scheduled* next_keyed = nullptr;
  std::uint64_t hash = 0; ///< of the key
  std::uint32_t key_bytes = 0;

  char* key_place() noexcept { return reinterpret_cast<char*>(this + 1); }
  std::string_view key() noexcept { return {key_place(), key_bytes}; }
  std::size_t block_bytes() const noexcept { return sizeof(schedule_extra) + key_bytes; }
};

/// What an actor will send itself. Belongs to the actor's turn, the alarm to its wheel, except for
/// its number, and for the time at which it is due, which only the actor's turn changes.
struct scheduled {
  timer_node<cell> alarm;
  union {
    envelope* message = nullptr; ///< filled, on nobody's way; owned
    std::uint64_t bytes;         ///< of a small message
  };

  std::uint64_t number() const noexcept { return alarm.number.get(); }
  /// Null: once, without a key.
  schedule_extra* extra() const noexcept {
    return is_small() ? nullptr : reinterpret_cast<schedule_extra*>(more_);
  }
  void set_extra(schedule_extra* e) noexcept { more_ = reinterpret_cast<std::uintptr_t>(e); }
  /// Requires: keyed().
  schedule_extra& keyed_part() const noexcept { return *reinterpret_cast<schedule_extra*>(more_); }
  bool keyed() const noexcept { return more_ != 0 && !is_small() && keyed_part().key_bytes > 0; }

  /// The table of a message whose bytes are kept instead of an envelope; null: it is no such one.
  const message_ops* small() const noexcept {
    return is_small() ? reinterpret_cast<const message_ops*>(more_ - 1) : nullptr;
  }
  void set_small(const message_ops& ops, std::uint64_t b) noexcept {
    more_ = reinterpret_cast<std::uintptr_t>(&ops) + 1;
    bytes = b;
  }

private:
  bool is_small() const noexcept { return (more_ & 1) != 0; }
  std::uintptr_t more_ = 0; // the extra part, or the table of a small message and 1
};
static_assert(sizeof(scheduled) <= block_bytes_min);

/// The schedules of one actor, by number and by key, and how long it may be silent. Belongs to the
/// actor's turn. The low bits of a number are a place in an array, which goes when it is empty;
/// those with a key are also in chains of a hash table, which get long where memory is refused.
class schedules {
public:
  std::uint32_t count() const noexcept { return count_; }

  scheduled* find(std::uint64_t number) noexcept;
  scheduled* find(std::string_view key) noexcept;

  /// Its number, which no other has had, or 0: memory is refused. Arm it with that.
  std::uint64_t add(block_cache&, scheduled&) noexcept;
  /// Takes it out, also of the wheel. Its block is the caller's, and its message.
  void take_out(turn_context&, scheduled&) noexcept;
  /// The same, and destroys it with its message.
  void remove(turn_context&, scheduled&) noexcept;
  void remove_unkeyed(turn_context&) noexcept;
  /// All of them, and the tables.
  void release(turn_context&) noexcept;

  /// Zero: it may be silent for ever.
  void limit_silence(duration d, const message_ops* told, instant from) noexcept;
  /// `idle`, as this actor hears of it.
  bool tells(const message_ops& ops) const noexcept { return told_ == &ops; }
  void note_mail(instant taken_up) noexcept { last_mail_ = taken_up; }
  /// When the next look at the actor's silence is due; looks if that is now, and sends `idle`.
  instant look_for_silence(turn_context&, instant now) noexcept;

private:
  static constexpr unsigned place_bits = 28;
  static constexpr std::uint32_t places_max = 1u << place_bits;
  static constexpr std::uint32_t none = ~0u;
  static constexpr std::uint32_t few = 2; // lie here

  /// A schedule, or twice the next free place and 1.
  using place = std::uintptr_t;
  static scheduled* at(place p) noexcept {
    return p & 1 ? nullptr : reinterpret_cast<scheduled*>(p);
  }
  static std::uint32_t place_of(std::uint64_t number) noexcept {
    return static_cast<std::uint32_t>(number) & (places_max - 1);
  }
  scheduled*& chain_of(std::uint64_t hash) noexcept { return chains_[hash & (chains_count_ - 1)]; }
  bool more_places(block_cache&) noexcept;
  void free_places(block_cache&) noexcept;
  void put_key(block_cache&, scheduled&) noexcept;
  void take_key(block_cache&, scheduled&) noexcept;
  void more_chains(block_cache&) noexcept;

  place first_places_[few];
  place* places_ = first_places_;
  std::uint32_t places_count_ = few;
  std::uint32_t used_ = 0; // of the places; free ones among them are linked
  std::uint32_t free_ = none;
  std::uint32_t count_ = 0;
  std::uint64_t last_number_ = 0; // without its place

  scheduled* first_chains_[few] = {};
  scheduled** chains_ = first_chains_;
  std::uint32_t chains_count_ = few; // a power of two
  std::uint32_t keyed_ = 0;

  duration silence_{0}; // zero: it may be silent
  instant last_mail_{};
  instant look_at_ = instant::max();
  const message_ops* told_ = nullptr;
};

/// A filled message that is not sent.
void drop_message(turn_context&, envelope* message) noexcept;

/// What a due schedule puts into its actor's mailbox. Any thread.
envelope* tick(sender&, std::uint32_t generation, std::uint64_t number) noexcept;

/// With the actor of the turn.
void end_schedules(turn_context&) noexcept;
/// With its object, at a restart: those without a key, and the receive time-out.
void end_unkeyed_schedules(turn_context&) noexcept;

} // namespace akt::inline v0::detail
