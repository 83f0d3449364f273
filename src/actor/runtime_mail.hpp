// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "system_core.hpp"

namespace akt::inline v0::detail {

/// The pair of tables of one kind of runtime traffic with payload T: pooled, and from the heap.
/// `Handle(turn, payload)` runs on the receiver's turn; `Missed(generation, payload)` if the actor
/// of that generation is gone.
template <class T, void (*Handle)(turn_context&, T&),
          void (*Missed)(std::uint32_t, T&) noexcept = nullptr>
struct runtime_mail {
  static_assert(envelope_class(sizeof(T)) == 0);

  static disposition invoke(void*, turn_context& turn, envelope& e) {
    T value(std::move(e.as<T>()));
    e.as<T>().~T(); // whether it throws or not: see handle_one_system()
    Handle(turn, value);
    return disposition::done;
  }
  static void drop(envelope& e) noexcept {
    if constexpr (Missed != nullptr) Missed(e.generation, e.as<T>());
    e.as<T>().~T();
  }
  static constexpr message_ops pooled{&invoke,       &drop, 0,       false,  true,
                                      "akt.runtime", {},    nullptr, nullptr};
  static constexpr message_ops on_heap{&invoke,       &drop, block_classes, false,  true,
                                       "akt.runtime", {},    nullptr,       nullptr};

  static envelope* make(sender& home, std::uint32_t generation, T value) noexcept {
    envelope* e = runtime_envelope(home, pooled, on_heap, generation);
    ::new (e->place()) T(std::move(value));
    return e;
  }
};

} // namespace akt::inline v0::detail
