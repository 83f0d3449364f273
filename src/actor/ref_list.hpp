// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ref_table.hpp"

namespace akt::inline v0::detail {

/// References, or what has one, in the order in which they came, each actor once. The only one lies
/// here, as most actors that are watched have one watcher. Belongs to its actor's turn.
template <class T>
class ref_list {
public:
  bool empty() const noexcept { return size() == 0; }
  std::size_t size() const noexcept {
    if (many_) return many_->size();
    return actor_in(only_) ? 1 : 0;
  }

  /// False: the actor is in it already, and nothing has changed. Requires: not null.
  bool add(const T& t) {
    if (!many_) {
      if (!actor_in(only_)) {
        only_ = t;
        return true;
      }
      if (actor_in(only_) == actor_in(t)) return false;
      many_ = std::make_unique<ref_table<T>>();
      many_->add(std::exchange(only_, T{}));
    }
    return many_->add(t);
  }

  /// False: it is not in it. Requires: not null.
  bool remove(any_ref actor) {
    if (many_) return many_->remove(actor);
    if (actor_in(only_) != actor) return false;
    only_ = T{};
    return true;
  }

  void clear() noexcept {
    only_ = T{};
    many_.reset();
  }

  /// In the order in which they came. Requires: `f` does not change the list.
  template <class F>
  void for_each(F f) const {
    if (many_)
      many_->for_each(f);
    else if (actor_in(only_))
      f(only_);
  }

private:
  T only_{};                           ///< null: there is none, or several
  std::unique_ptr<ref_table<T>> many_; ///< also if some of them are gone; null: at most one
};

} // namespace akt::inline v0::detail
