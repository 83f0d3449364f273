// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/core/memory.hpp"

#include "vacant_list.hpp"

namespace akt::inline v0::detail {

inline constexpr std::uint32_t cells_in_group = 64; ///< made at once
inline constexpr vacant_limits cell_table_limits{
    .kept = 4096, .spilled = 2048, .fetched = cells_in_group, .tried = 8};

/// All cells of a system, by number. Cells are made in groups and never unmapped before the table.
///
/// at() and made() are thread-safe; vacant cells are taken and given as vacant_list says, and run
/// out if memory refuses, or at 2^31 cells.
class cell_table : public vacant_list<cell_table, cell_table_limits> {
public:
  cell_table(memory& m, system_core& system) noexcept : memory_(m), system_(system) {}
  ~cell_table();
  cell_table(const cell_table&) = delete;
  cell_table& operator=(const cell_table&) = delete;

  /// Requires: index < made(). The load pairs with the store in make_cells().
  cell& at(std::uint32_t index) const noexcept {
    return slabs_[index / slab_cells].load(sync::acquire)[index % slab_cells];
  }
  /// Cells made so far, vacant ones included. Pairs with the store in make_cells().
  std::uint32_t made() const noexcept { return made_.load(sync::acquire); }

private:
  friend class vacant_list<cell_table, cell_table_limits>;
  /// More cells into a stock. False: there are no more.
  bool make_cells(vacant_cells& stock) noexcept;

  static constexpr std::uint32_t slab_cells = 1u << 17;
  static constexpr std::uint32_t slabs_max = 1u << 14;

  memory& memory_;
  system_core& system_;
  sync::atomic<std::uint32_t> made_{0};
  sync::atomic<cell*> slabs_[slabs_max]{};
};

} // namespace akt::inline v0::detail
