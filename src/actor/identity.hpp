// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/any_ref.hpp"
#include "akt/actor/spawn.hpp"
#include "akt/actor/supervisor.hpp"

#include <cstring>
#include <string_view>

namespace akt::inline v0::detail {

/// A name of at most 255 bytes; up to 23 of them lie here. Constant once it is set.
class short_name {
public:
  static constexpr std::size_t inline_max = 23;

  short_name() noexcept = default;
  short_name(const short_name&) = delete;
  short_name& operator=(const short_name&) = delete;
  ~short_name() {
    if (bytes_ > inline_max) delete[] elsewhere();
  }
  /// Once. Requires: at most 255 bytes.
  void set(std::string_view name) {
    bytes_ = static_cast<std::uint8_t>(name.size());
    if (name.size() <= inline_max) {
      std::memcpy(here_, name.data(), name.size());
    } else {
      char* at = new char[name.size()];
      std::memcpy(at, name.data(), name.size());
      std::memcpy(here_, &at, sizeof at);
    }
  }
  std::string_view view() const noexcept {
    return {bytes_ > inline_max ? elsewhere() : here_, bytes_};
  }

private:
  char* elsewhere() const noexcept {
    char* at;
    std::memcpy(&at, here_, sizeof at);
    return at;
  }

  char here_[inline_max] = {}; ///< or, of a longer name, its address
  std::uint8_t bytes_ = 0;
};

/// Who an actor is, where that needs more than its cell: its name, its family, how it is made anew.
/// Made by its spawn or with its first child. Gone with the actor; with the parent's knowledge of
/// its end if it has one, so that whoever knows an actor may walk to its ancestors.
///
/// Constant: self, generation, parent, name. The parent's turn owns the links among siblings and
/// `escalated`, the actor's own turn the rest.
struct identity {
  identity(cell& c, identity* p) noexcept : self(&c), generation(c.generation()), parent(p) {}

  cell* const self;
  const std::uint32_t generation;
  std::uint16_t faults = 0;  ///< within the window of its supervisor; stays at its maximum
  bool escalated = false;    ///< it waits for its parent's decision
  bool start_failed = false; ///< the constructor or `started` has, at once
  identity* const parent;    ///< null: none, the system is
  identity* older = nullptr;
  identity* younger = nullptr;
  identity* first_child = nullptr;
  identity* last_child = nullptr;
  identity* next_named = nullptr;     ///< of the name table, under its lock
  shared_supervision rules;           ///< null: the system's
  const remake_ops* remake = nullptr; ///< null: it cannot be made anew
  void* kept = nullptr; ///< what it is made from; null: nothing is needed, or it is not kept
  std::uint32_t stash_max = stash_max_default; ///< constant
  std::uint32_t start_ms = 0; ///< how long its `started` may wait; 0: the system says. Constant
  instant last_fault{};
  short_name name; ///< empty: none

  any_ref ref() const noexcept { return ref_of(*self, generation); }
};
static_assert(sizeof(identity) <= 128);

} // namespace akt::inline v0::detail
