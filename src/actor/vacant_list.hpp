// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/cell.hpp"

namespace akt::inline v0::detail {

/// A stock of vacant cells, linked by index. Bound to its thread or guarded by its owner.
struct vacant_cells {
  static constexpr std::uint32_t none = ~0u;
  sync::plain<std::uint32_t> first{none};
  sync::plain<std::uint32_t> count{0};

  void link(cell& c) noexcept {
    c.free_next.set(first.get());
    first.set(c.index);
    count.set(count.get() + 1);
  }
};

struct vacant_limits {
  std::uint32_t kept;    ///< a stock that has so many
  std::uint32_t spilled; ///< gives so many of them to everybody
  std::uint32_t fetched; ///< what an empty stock takes from everybody's, at most
  std::uint32_t tried;   ///< cells that a spawn tries of its stock
};

/// The vacant cells of a table: a stock for each thread, and what is everybody's. `Table` derives
/// from this and has `cell& at(index)` and `bool make_cells(stock)`.
///
/// take() and give() belong to the thread that owns the stock. A cell that is taken is owned by the
/// caller: its word is 0. A cell may be given before it is idle: it cannot be had until it is.
/// Checked by cell_reuse_model.cpp.
template <class Table, vacant_limits Limits>
class vacant_list {
public:
  /// A cell that the caller owns, or null: no cell could be made.
  cell* take(vacant_cells& stock) noexcept {
    if (cell* c = take_from(stock)) return c;
    if (!restock(stock)) return nullptr;
    if (cell* c = take_from(stock)) return c;
    return table().make_cells(stock) ? take_from(stock) : nullptr;
  }

  /// Gives a vacant cell back. The caller still owns its word and makes it idle afterwards.
  void give(vacant_cells& stock, cell& c) noexcept {
    stock.link(c);
    if (stock.count.get() >= Limits.kept) spill(stock);
  }

  /// Gives the whole stock back: its thread ends.
  void give_all(vacant_cells& stock) noexcept {
    while (stock.first.get() != vacant_cells::none) {
      cell& c = table().at(stock.first.get());
      stock.first.set(c.free_next.get());
      sync::lock_guard<sync::spin_lock> guard(lock_);
      shared_.link(c);
    }
    stock.count.set(0);
  }

protected:
  sync::spin_lock lock_; // guards shared_ and the making of cells

private:
  Table& table() noexcept { return static_cast<Table&>(*this); }

  // Not every vacant cell can be had: a stale message may be on its way through it. Its next turn
  // makes it idle again, so it stays in the stock, and a few others are tried.
  cell* take_from(vacant_cells& stock) noexcept {
    sync::plain<std::uint32_t>* link = &stock.first;
    for (std::uint32_t tried = 0; link->get() != vacant_cells::none && tried < Limits.tried;
         ++tried) {
      cell& c = table().at(link->get());
      if (c.words.claim_vacant()) {
        if (AKT_MUTANT(41)) return &c; // it stays in the stock
        link->set(c.free_next.get());
        stock.count.set(stock.count.get() - 1);
        return &c;
      }
      link = &c.free_next;
    }
    return nullptr;
  }

  // To everybody, because actors often start on one worker and end on another.
  void spill(vacant_cells& stock) noexcept {
    std::uint32_t first = stock.first.get(), last = first;
    for (std::uint32_t i = 1; i < Limits.spilled; ++i) last = table().at(last).free_next.get();
    if (!AKT_MUTANT(42)) stock.first.set(table().at(last).free_next.get()); // else: in both
    stock.count.set(stock.count.get() - Limits.spilled);
    if (!AKT_MUTANT(43)) lock_.lock();
    table().at(last).free_next.set(shared_.first.get());
    shared_.first.set(first);
    shared_.count.set(shared_.count.get() + Limits.spilled);
    if (!AKT_MUTANT(43)) lock_.unlock();
  }

  bool restock(vacant_cells& stock) noexcept {
    {
      sync::lock_guard<sync::spin_lock> guard(lock_);
      for (std::uint32_t i = 0; i < Limits.fetched && shared_.first.get() != vacant_cells::none;
           ++i) {
        cell& c = table().at(shared_.first.get());
        shared_.first.set(c.free_next.get());
        shared_.count.set(shared_.count.get() - 1);
        stock.link(c);
      }
    }
    return stock.count.get() > 0 || table().make_cells(stock);
  }

  vacant_cells shared_;
};

} // namespace akt::inline v0::detail
