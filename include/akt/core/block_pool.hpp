// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/core/magazine.hpp"
#include "akt/core/slab_source.hpp"

#include <bit>
#include <utility>

namespace akt::inline v0 {

/// Block sizes: 64, 128, 256, 512, 1024, 2048, 4096 bytes. Larger blocks are mapped one by one.
inline constexpr std::uint32_t block_classes = 7;
inline constexpr std::size_t block_bytes_min = 64;
inline constexpr std::size_t block_bytes_max = 4096;

/// The class of the smallest block that holds `bytes`; block_classes if none does.
constexpr std::uint32_t block_class(std::size_t bytes) noexcept {
  if (bytes <= block_bytes_min) return 0;
  if (bytes > block_bytes_max) return block_classes;
  return static_cast<std::uint32_t>(std::bit_width((bytes - 1) / block_bytes_min));
}
constexpr std::size_t block_bytes(std::uint32_t c) noexcept { return block_bytes_min << c; }

/// Blocks in a full magazine: 16 KiB worth, at least 8.
inline constexpr std::uint32_t magazine_blocks_of[block_classes] = {256, 128, 64, 32, 16, 8, 8};
constexpr std::uint32_t magazine_blocks(std::uint32_t c) noexcept { return magazine_blocks_of[c]; }

namespace detail {

/// Blocks of one size that nobody has had yet, side by side in a slab. set() and take() touch none
/// of them, so that whoever fills one is the first to do so. Bound to its thread.
class fresh_blocks {
public:
  /// Requires: is_empty(), and a whole number of blocks.
  void set(char* first, char* end) noexcept {
    next_ = first;
    end_ = end;
  }
  bool is_empty() const noexcept { return next_ == end_; }
  /// Requires: not is_empty(), and `bytes` of one block, always the same.
  void* take(std::size_t bytes) noexcept { return std::exchange(next_, next_ + bytes); }
  /// Writes a zero into every page of them.
  void warm_up() noexcept;

private:
  char* next_ = nullptr;
  char* end_ = nullptr;
};

} // namespace detail

/// The shared side of the pools of one memory: a depot per size class, slabs, the budget.
///
/// Thread-safe. Must outlive its caches and every block.
class block_pool {
public:
  /// `bytes_max` bounds what is mapped at a time, large blocks included; 0: no bound.
  explicit block_pool(memory& m, std::size_t bytes_max = 0) noexcept;
  ~block_pool();
  block_pool(const block_pool&) = delete;
  block_pool& operator=(const block_pool&) = delete;

  /// A block above block_bytes_max, or null: refused.
  void* map_large(std::size_t bytes) noexcept;
  void unmap_large(void* block, std::size_t bytes) noexcept;

  /// Takes one block back from a thread without a cache of this pool.
  void put_one(std::uint32_t c, void* block) noexcept;

  /// Gives slabs whose blocks all lie in the depot back to the memory. At most `blocks_max` blocks
  /// are looked at; returns true when a whole pass is done. One caller at a time. Meanwhile the
  /// blocks of one class are not in its depot; who is refused new ones gets some of them.
  bool trim(std::uint64_t blocks_max) noexcept;

  /// True if a pass of trim() is due or under way: for a while, 128 KiB more lay free than the last
  /// pass had to leave. One caller, regularly; `calm`: nobody works, so a while has passed. Where
  /// somebody works a pass comes no sooner than 16 times as many looks behind the last one as that
  /// one had steps: passes take a small part of a core whatever comes back. In a calm less is
  /// enough where much is left, for one block can hold a whole slab, unless that was in vain.
  bool wants_trim(bool calm) noexcept;

  /// Blocks that were handed out and have not come back; what lies in a cache counts as handed out.
  /// No other thread may use the pool meanwhile.
  std::uint64_t blocks_in_use() noexcept;

  /// Blocks that threads have had and given to the depots. Any thread.
  std::uint64_t blocks_given() noexcept;

  std::size_t mapped_bytes() const noexcept { return mapped_.load(sync::relaxed); }
  std::size_t bytes_max() const noexcept { return bytes_max_; }

private:
  friend class block_cache;
  struct slab;
  struct class_state {
    detail::depot free;
    sync::spin_lock lock;  // guards the members below
    slab* slabs = nullptr; // newest first; only the newest is carved
    std::uint32_t count = 0;
  };
  struct trim_state {
    std::uint32_t cls = 0;
    bool sweeping = false;
    detail::free_block* pending = nullptr; // magazines not looked at in this phase
    detail::free_block* seen = nullptr;    // counted, to be swept
    std::uint64_t released = 0;            // swept blocks whose slabs go at the end of the phase
    std::uint64_t kept = 0;                // bytes, swept and put back by this pass
    std::uint64_t given_back = 0;          // bytes, to the memory by this pass
    bool for_little = false;               // this pass began for less than is worthwhile usually
    bool in_vain = false;                  // the last one that did gave little back, as all since
    std::uint32_t steps = 0;               // calls of trim() in this pass
    std::uint32_t rest = 0;                // looks before the next pass where somebody works
    bool under_way = false;
    std::uint32_t looks = 0;          // in this window of wants_trim()
    std::uint64_t least_free = ~0ull; // bytes, in this window
    std::uint64_t left_free = 0;      // bytes, by the last pass; what came meanwhile is not in it
  };

  std::uint64_t free_bytes() noexcept;
  bool carve(std::uint32_t c, detail::fresh_blocks& into) noexcept;
  bool charge(std::size_t bytes) noexcept;
  bool release_empty_slabs(std::uint32_t c) noexcept;
  bool trim_some(std::uint64_t& left) noexcept;
  std::uint64_t worthwhile_bytes(bool calm) const noexcept;
  void end_pass() noexcept;
  void set_in_hand(std::uint32_t c) noexcept;
  bool give_some_back(std::uint32_t c) noexcept;
  void count_magazine(detail::free_block* first) noexcept;
  bool sweep_magazine(detail::free_block* first) noexcept;

  memory& memory_;
  slab_source slabs_;
  std::size_t bytes_max_;
  sync::atomic<std::size_t> mapped_{0};  // relaxed: a sum, publishes nothing
  sync::atomic<std::uint64_t> large_{0}; // blocks
  class_state classes_[block_classes];
  // The class of which a pass has blocks in hand, or block_classes; plus 8 for each change.
  sync::atomic<std::uint64_t> in_hand_{block_classes};
  // Held for a step. Comes before the locks of classes, of depots and of slabs_.
  sync::spin_lock trim_lock_; // guards what a pass has in hand
  trim_state trim_;
};

/// One thread's stock of blocks. Bound to its thread; the destructor hands everything back.
class block_cache {
public:
  explicit block_cache(block_pool& pool) noexcept : pool_(pool) {}
  ~block_cache() { hand_back(); }
  block_cache(const block_cache&) = delete;
  block_cache& operator=(const block_cache&) = delete;

  /// A block of class `c` (below block_classes), 64-byte aligned, or null: the budget is spent.
  [[gnu::always_inline]] void* get(std::uint32_t c) noexcept {
#if AKT_ASAN
    return get_checked(c);
#else
    void* b = stock_[c].get();
    return __builtin_expect(b != nullptr, 1) ? b : get_slow(c);
#endif
  }

  [[gnu::always_inline]] void put(std::uint32_t c, void* block) noexcept {
#if AKT_ASAN
    put_checked(c, block);
#else
    put_into_stock(c, block);
#endif
  }

  /// For any size: a block of the right class, or one of its own.
  void* get_bytes(std::size_t bytes) noexcept {
    auto c = block_class(bytes);
    return c < block_classes ? get(c) : pool_.map_large(bytes);
  }
  void put_bytes(std::size_t bytes, void* block) noexcept {
    auto c = block_class(bytes);
    if (c < block_classes)
      put(c, block);
    else
      pool_.unmap_large(block, bytes);
  }

  /// Touches the pages of the first 64-byte blocks now, so that the first messages meet warm ones.
  void warm_up() noexcept;

  void hand_back() noexcept;
  /// Takes over the blocks of this one's pool that were put into `other`, a cache of the same
  /// thread for a pool that has none of its own.
  void take_stock_of(block_cache& other) noexcept;
  block_pool& pool() noexcept { return pool_; }

  /// Blocks that this thread ever took from the depots because it had none. Any thread.
  std::uint64_t blocks_taken() const noexcept { return taken_.read(); }

private:
  [[gnu::always_inline]] void put_into_stock(std::uint32_t c, void* block) noexcept {
    if (__builtin_expect(stock_[c].is_full(magazine_blocks(c)), 0)) make_room(c);
    stock_[c].put(block);
  }
  /// Who gives more back than it takes keeps two magazines, and no range beside them.
  [[gnu::noinline]] void make_room(std::uint32_t c) noexcept;
  /// What is left of the range goes to the depot.
  void give_fresh(std::uint32_t c) noexcept;
  void* get_slow(std::uint32_t c) noexcept;
  /// Apart from get_slow(), which is short without it. Null: the budget is spent.
  [[gnu::noinline]] void* refill(std::uint32_t c) noexcept;
  /// From the depot, or a range of new ones.
  void* take_or_carve(std::uint32_t c) noexcept;
#if AKT_ASAN
  void* get_checked(std::uint32_t c) noexcept;
  void put_checked(std::uint32_t c, void* block) noexcept;
  static constexpr std::uint32_t quarantine_blocks = 64;
  void* quarantine_[block_classes][quarantine_blocks] = {};
  std::uint32_t oldest_[block_classes] = {};
#endif

  detail::magazine_pair stock_[block_classes];
  detail::fresh_blocks fresh_[block_classes]; ///< used before the depot is asked
  block_pool& pool_;
  sync::counter taken_;
};

} // namespace akt::inline v0
