// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/any_ref.hpp"

#include <algorithm>
#include <bit>
#include <memory>
#include <vector>

namespace akt::inline v0::detail {

inline any_ref actor_in(any_ref r) noexcept { return r; }

/// References, or what has one, in the order in which they came, each actor once. A walk finds one
/// of a few, a hash index one of many. Belongs to its actor's turn.
///
/// For ref_list. Nobody sees the index' order, and it hashes as std::hash<any_ref> does: no address
/// matters.
template <class T>
class ref_table {
public:
  static constexpr std::size_t few = 16; ///< so many need no index

  std::size_t size() const noexcept { return used_ - (index_ ? index_->gone : 0); }

  /// False: the actor is in it already, and nothing has changed. Requires: not null.
  bool add(const T& t) {
    if (find(actor_in(t)) != used_) return false;
    if (used_ == room_) make_room(std::max(2 * room_, 1u));
    all_[used_++] = t;
    if (index_ ? index_->slots.size() < 2 * std::size_t(used_) : used_ > few)
      rebuild();
    else if (index_)
      put(used_ - 1);
    return true;
  }

  /// False: it is not in it. Requires: not null.
  bool remove(any_ref actor) {
    const std::uint32_t at = find(actor);
    if (at == used_) return false;
    if (!index_) {
      std::copy(&all_[at] + 1, all_.get() + used_, &all_[at]);
      --used_;
      return true;
    }
    all_[at] = T{};
    if (++index_->gone > used_ / 2) rebuild();
    return true;
  }

  /// In the order in which they came. Requires: `f` does not change the list.
  template <class F>
  void for_each(F f) const {
    for (std::uint32_t at = 0; at < used_; ++at)
      if (actor_in(all_[at])) f(all_[at]);
  }

private:
  struct index {
    std::vector<std::uint32_t> slots; // a place in all_ and 1; 0: none. At most half are in use
    std::uint32_t gone = 0;           // null in all_, until the index is made anew
  };

  /// Its hash is not what it was.
  static bool outlived(any_ref actor) noexcept {
    return (actor.where() & tag_mask) == 0 && !cell_of(actor.where())->system;
  }

  std::uint32_t find_by_walk(any_ref actor) const noexcept {
    std::uint32_t at = 0;
    while (at < used_ && actor_in(all_[at]) != actor) ++at;
    return at;
  }

  /// used_: it is not there.
  std::uint32_t find(any_ref actor) const noexcept {
    if (!index_) return find_by_walk(actor);
    const auto& slots = index_->slots;
    for (std::size_t slot = hash_of(actor);; ++slot) {
      const std::uint32_t place = slots[slot & (slots.size() - 1)];
      if (place == 0) return outlived(actor) ? find_by_walk(actor) : used_;
      if (actor_in(all_[place - 1]) == actor) return place - 1;
    }
  }

  void put(std::uint32_t at) noexcept {
    auto& slots = index_->slots;
    std::size_t slot = hash_of(actor_in(all_[at]));
    while (slots[slot & (slots.size() - 1)] != 0) ++slot;
    slots[slot & (slots.size() - 1)] = at + 1;
  }

  void rebuild() {
    auto gone = [](const T& t) { return !actor_in(t); };
    T* const end = std::remove_if(all_.get(), all_.get() + used_, gone);
    used_ = static_cast<std::uint32_t>(end - all_.get());
    if (room_ > 4 * used_) make_room(std::max(2 * used_, 4u));
    if (used_ <= few / 2) return index_.reset();
    if (!index_) index_ = std::make_unique<index>();
    index_->gone = 0;
    index_->slots = std::vector<std::uint32_t>(std::bit_ceil(4 * std::size_t(used_)));
    for (std::uint32_t at = 0; at < used_; ++at) put(at);
  }

  void make_room(std::uint32_t room) {
    auto all = std::make_unique<T[]>(room);
    std::copy(all_.get(), all_.get() + used_, all.get());
    all_ = std::move(all);
    room_ = room;
  }

  std::unique_ptr<T[]> all_;
  std::uint32_t used_ = 0;
  std::uint32_t room_ = 0;
  std::unique_ptr<index> index_; ///< null: they are few
};

} // namespace akt::inline v0::detail
