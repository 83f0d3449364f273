// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/cell.hpp"
#include "akt/core/memory.hpp"

namespace akt::inline v0::detail {

/// A stock of vacant cells, linked by index. Bound to its thread or guarded by its owner.
struct vacant_cells {
  static constexpr std::uint32_t none = ~0u;
  std::uint32_t first = none;
  std::uint32_t count = 0;
};

/// All cells of a system, by number. Cells are made in groups and never unmapped before the table.
///
/// at() and made() are thread-safe; take() and give() belong to the thread that owns the stock.
/// A cell that is taken is owned by the caller: its word is 0. Checked by cell_reuse_model.cpp as
/// far as the words go: retire, spawn, stale send.
class cell_table {
public:
  cell_table(memory& m, system_core& system) noexcept : memory_(m), system_(system) {}
  ~cell_table();
  cell_table(const cell_table&) = delete;
  cell_table& operator=(const cell_table&) = delete;

  /// Requires: index < made(). The load pairs with the store in make_group().
  cell& at(std::uint32_t index) const noexcept {
    return slabs_[index / slab_cells].load(sync::acquire)[index % slab_cells];
  }
  /// Cells made so far, vacant ones included. Pairs with the store in make_group().
  std::uint32_t made() const noexcept { return made_.load(sync::acquire); }

  /// A cell that the caller owns, or null: memory refused, or 2^31 cells.
  cell* take(vacant_cells& stock) noexcept;

  /// Gives a vacant cell back. The caller still owns its word and makes it idle afterwards.
  void give(vacant_cells& stock, cell& c) noexcept;

  /// Gives the whole stock back: its thread ends.
  void give_all(vacant_cells& stock) noexcept;

private:
  static constexpr std::uint32_t slab_cells = 1u << 17;
  static constexpr std::uint32_t slabs_max = 1u << 14;
  static constexpr std::uint32_t group_cells = 64;
  static constexpr std::uint32_t stock_max = 4096;
  static constexpr std::uint32_t walk_max = 8;

  cell* take_vacant(vacant_cells& stock) noexcept;
  bool restock(vacant_cells& stock) noexcept;
  bool make_group(vacant_cells& stock) noexcept;

  memory& memory_;
  system_core& system_;
  sync::spin_lock lock_; // guards shared_ and the making of cells
  vacant_cells shared_;
  sync::atomic<std::uint32_t> made_{0};
  sync::atomic<cell*> slabs_[slabs_max]{};
};

} // namespace akt::inline v0::detail
