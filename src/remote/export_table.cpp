// SPDX-License-Identifier: Apache-2.0
#include "export_table.hpp"

#include "akt/actor/cell.hpp"

namespace akt::inline v0::remote::detail {

using akt::detail::cell_of;

std::optional<std::uint64_t> export_table::id_of(any_ref actor) {
  akt::detail::cell& c = *cell_of(actor.where());
  auto generation = static_cast<std::uint32_t>(actor.what());
  std::lock_guard guard(mutex_);
  // Under the lock: an actor that ends later finds the entry, one that ended before makes none.
  const akt::detail::actor_type* type = c.type_of(generation);
  if (!type) return 0;
  auto known = by_actor_.find(key(c.index, generation));
  if (known != by_actor_.end()) return known->second;
  if (by_id_.size() >= entries_max_) return std::nullopt;
  std::uint64_t id = ids_.next_u64();
  while (id < reserved_ids || by_id_.contains(id)) id = ids_.next_u64();
  by_id_.emplace(id, entry{actor, type});
  by_actor_.emplace(key(c.index, generation), id);
  return id;
}

void export_table::put(std::uint64_t id, any_ref actor) {
  akt::detail::cell& c = *cell_of(actor.where());
  auto generation = static_cast<std::uint32_t>(actor.what());
  std::lock_guard guard(mutex_);
  by_id_.insert_or_assign(id, entry{actor, c.type_of(generation)});
  by_actor_.insert_or_assign(key(c.index, generation), id);
}

std::optional<export_table::entry> export_table::find(std::uint64_t id) const {
  std::lock_guard guard(mutex_);
  auto at = by_id_.find(id);
  if (at == by_id_.end()) return std::nullopt;
  return at->second;
}

void export_table::actor_ended(std::uint32_t cell_index, std::uint32_t generation) noexcept {
  std::lock_guard guard(mutex_);
  auto at = by_actor_.find(key(cell_index, generation));
  if (at == by_actor_.end()) return;
  by_id_.erase(at->second);
  by_actor_.erase(at);
}

std::size_t export_table::size() const {
  std::lock_guard guard(mutex_);
  return by_id_.size();
}

} // namespace akt::inline v0::remote::detail
