// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/timer.hpp"

#include "system_core.hpp"

namespace akt::inline v0::detail {

/// What an actor will send itself: a block of its own with the key behind it. Belongs to the
/// actor's turn, the alarm to its wheel.
struct scheduled {
  timer_node<cell> alarm;
  std::uint64_t number = 0;
  instant due{};
  duration period{};           ///< zero: once
  envelope* message = nullptr; ///< filled, on nobody's way; owned
  void (*copy)(envelope&, void*) = nullptr;
  scheduled* next_numbered = nullptr;
  scheduled* next_keyed = nullptr;
  std::uint64_t hash = 0; ///< of the key
  std::uint32_t key_bytes = 0;

  char* key_place() noexcept { return reinterpret_cast<char*>(this + 1); }
  std::string_view key() noexcept { return {key_place(), key_bytes}; }
  std::size_t block_bytes() const noexcept { return sizeof(scheduled) + key_bytes; }
};

/// The schedules of one actor, by number and by key, and how long it may be silent. Belongs to the
/// actor's turn. Chains of a hash table that grows and shrinks; where memory is refused they get
/// long.
class schedules {
public:
  std::uint64_t next_number() noexcept { return ++last_number_; }
  std::uint32_t count() const noexcept { return count_; }

  scheduled* find(std::uint64_t number) noexcept;
  scheduled* find(std::string_view key) noexcept;

  void add(block_cache&, scheduled&) noexcept;
  /// Takes it out, also of the wheel, and destroys it with its message.
  void remove(turn_context&, scheduled&) noexcept;
  void remove_unkeyed(turn_context&) noexcept;
  /// All of them, and the table.
  void release(turn_context&) noexcept;

  /// Zero: it may be silent for ever.
  void limit_silence(duration d, const message_ops* told, instant from) noexcept;
  /// `idle`, as this actor hears of it.
  bool tells(const message_ops& ops) const noexcept { return told_ == &ops; }
  void note_mail(instant taken_up) noexcept { last_mail_ = taken_up; }
  /// When the next look at the actor's silence is due; looks if that is now, and sends `idle`.
  instant look_for_silence(turn_context&, instant now) noexcept;

private:
  struct slot {
    scheduled* numbered = nullptr;
    scheduled* keyed = nullptr;
  };
  static constexpr std::uint32_t slots_min = 4;

  slot& of_number(std::uint64_t n) noexcept { return slots_[n & (slots_count_ - 1)]; }
  slot& of_hash(std::uint64_t h) noexcept { return slots_[h & (slots_count_ - 1)]; }
  void put(scheduled&) noexcept;
  void resize(block_cache&, std::uint32_t slots) noexcept;
  void free_slots(block_cache&) noexcept;

  slot first_[slots_min];
  slot* slots_ = first_;
  std::uint32_t slots_count_ = slots_min; // a power of two
  std::uint32_t count_ = 0;
  std::uint64_t last_number_ = 0;

  duration silence_{0}; // zero: it may be silent
  instant last_mail_{};
  instant look_at_ = instant::max();
  const message_ops* told_ = nullptr;
};

/// What a due schedule puts into its actor's mailbox. Any thread.
envelope* tick(sender&, std::uint32_t generation, std::uint64_t number) noexcept;

/// With the actor of the turn.
void end_schedules(turn_context&) noexcept;
/// With its object, at a restart: those without a key, and the receive time-out.
void end_unkeyed_schedules(turn_context&) noexcept;

} // namespace akt::inline v0::detail
