// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/core/sync.hpp"

#include <cstddef>
#include <cstdint>

#if defined(__SANITIZE_ADDRESS__)
#define AKT_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define AKT_ASAN 1
#endif
#endif
#ifndef AKT_ASAN
#define AKT_ASAN 0
#endif

namespace akt::inline v0::detail {

/// A block that nobody uses, seen as a link. Blocks are at least 64 bytes.
struct free_block {
  sync::plain<free_block*> next;          // in its magazine
  sync::plain<free_block*> next_magazine; // of a magazine's first block, in the depot
  sync::plain<std::uint32_t> count;       // of a magazine's first block: blocks in it
};

/// Full and partly filled magazines (chains of free blocks of one size) that no thread holds.
///
/// Thread-safe. A magazine changes hands as a whole: one lock for hundreds of blocks. Checked by
/// magazine_model.cpp.
class depot {
public:
  void give(free_block* first, std::uint32_t count) noexcept { add(first, count, count); }

  /// For what take_all() took, which nobody has given a second time, and for what nobody has had.
  void put_back(free_block* first, std::uint32_t count) noexcept { add(first, count, 0); }

  /// Null if there is none.
  free_block* take(std::uint32_t& count) noexcept {
    sync::lock_guard<sync::spin_lock> guard(lock_);
    free_block* first = magazines_.get();
    if (!first) return nullptr;
    magazines_.set(first->next_magazine.get());
    count = first->count.get();
    blocks_.set(blocks_.get() - count);
    return first;
  }

  /// All magazines at once, linked by next_magazine: for trimming.
  free_block* take_all() noexcept {
    sync::lock_guard<sync::spin_lock> guard(lock_);
    free_block* all = magazines_.get();
    magazines_.set(nullptr);
    blocks_.set(0);
    return all;
  }

  std::uint64_t blocks() noexcept {
    sync::lock_guard<sync::spin_lock> guard(lock_);
    return blocks_.get();
  }

  /// Blocks that were ever given; not what was put back.
  std::uint64_t given() noexcept {
    sync::lock_guard<sync::spin_lock> guard(lock_);
    return given_.get();
  }

private:
  void add(free_block* first, std::uint32_t count, std::uint32_t given) noexcept {
    first->count.set(count);
    if (AKT_MUTANT(3)) first->next_magazine.set(magazines_.get()); // looks before it locks
    lock_.lock();
    if (!AKT_MUTANT(3)) first->next_magazine.set(magazines_.get());
    magazines_.set(first);
    blocks_.set(blocks_.get() + count);
    given_.set(given_.get() + given);
    lock_.unlock();
  }

  sync::spin_lock lock_; // guards the three below
  sync::plain<free_block*> magazines_{nullptr};
  sync::plain<std::uint64_t> blocks_{0};
  sync::plain<std::uint64_t> given_{0};
};

/// One thread's stock of free blocks of one size: the magazine in use and a full one behind it, so
/// that a thread at the border between two does not go to the depot for every block.
///
/// Bound to its thread. After hand_back() it is empty and may be used again.
class alignas(32) magazine_pair { // a power of two: a cache indexes them by size class
public:
  /// Null: the stock is dry, see refill().
  [[gnu::always_inline]] void* get() noexcept {
    free_block* b = current_;
    if (!b) return nullptr;
    current_ = b->next.get();
    --count_;
    return b;
  }

  /// The next refill() asks the depot.
  bool is_dry() const noexcept { return !current_ && !full_; }
  /// Blocks in the magazine in use.
  std::uint32_t blocks() const noexcept { return count_; }
  bool is_full(std::uint32_t capacity) const noexcept { return count_ >= capacity; }

  /// Takes a full magazine from behind or from the depot. False: both are dry.
  bool refill(depot& from) noexcept {
    if (current_) return true;
    if (full_) {
      current_ = full_;
      if (!AKT_MUTANT(4)) count_ = full_count_;
      full_ = nullptr;
      return true;
    }
    current_ = from.take(count_);
    return current_ != nullptr;
  }

  /// Requires: it is not full, see turn_over().
  [[gnu::always_inline]] void put(void* block) noexcept {
    auto* b = static_cast<free_block*>(block);
    b->next.set(current_);
    current_ = b;
    ++count_;
  }

  /// Gives everything to the depot: at the end of a thread, or when it has idled for long.
  void hand_back(depot& to) noexcept {
    if (current_) to.give(current_, count_);
    if (full_ && !AKT_MUTANT(1)) to.give(full_, full_count_);
    current_ = full_ = nullptr;
    count_ = full_count_ = 0;
  }

  /// Puts the magazine in use behind, and what was there into the depot.
  [[gnu::noinline]] void turn_over(depot& to) noexcept {
    if (full_) to.give(full_, full_count_);
    full_ = current_;
    full_count_ = count_;
    if (AKT_MUTANT(2)) return; // keeps using what it has put away
    current_ = nullptr;
    count_ = 0;
  }

private:
  free_block* current_ = nullptr;
  free_block* full_ = nullptr;
  std::uint32_t count_ = 0;
  std::uint32_t full_count_ = 0;
};

} // namespace akt::inline v0::detail
