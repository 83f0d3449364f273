// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "parker.hpp"

namespace akt::inline v0::detail {

/// Where a thread outside of the actors waits for one reply. Type-stable and used again: the ask
/// sequence keeps a late reply away from the next ask.
///
/// arm(), wait() and abandon() belong to the waiting thread, complete() to anybody. Checked by
/// reply_slot_model.cpp.
///
/// Relaxed uses of word_ publish nothing: its owner clears it once complete() cannot succeed any
/// more, and a complete() that fails touches nothing.
template <class Envelope>
class reply_slot {
public:
  /// Requires: not armed. `sequence` is not used again before 2^31 others were.
  void arm(std::uint32_t sequence) noexcept {
    word_.store(waiting(sequence), sync::release); // pairs with complete()
  }

  /// Hands the reply over. False: nobody waits for it any more, it stays the caller's.
  bool complete(std::uint32_t sequence, Envelope* reply) noexcept {
    std::uintptr_t expected = waiting(sequence);
    if (AKT_MUTANT(11)) expected = word_.load(sync::relaxed) | 1; // whoever waits
    // release: publishes the reply. seq_cst: against prepare(), see parker.
    if (!word_.compare_exchange(expected, reinterpret_cast<std::uintptr_t>(reply),
                                AKT_MUTANT(13) ? sync::relaxed : sync::seq_cst, sync::relaxed))
      return false;
    parker_.unpark();
    return true;
  }

  /// The reply if it is there, else null.
  Envelope* poll() const noexcept {
    std::uintptr_t word = word_.load(sync::acquire); // pairs with complete()
    return (word & 1) == 0 ? reinterpret_cast<Envelope*>(word) : nullptr;
  }

  /// Sleeps until the reply is there or the time is over; may return early.
  void wait(std::int64_t timeout_ns) noexcept {
    parker_.prepare();
    // seq_cst: after prepare(); pairs with complete(), which looks at the parker after its CAS.
    bool there = (word_.load(sync::seq_cst) & 1) == 0;
    if (there && !AKT_MUTANT(14))
      parker_.cancel();
    else
      parker_.wait(timeout_ns);
  }

  /// Stops waiting. Null: from now on complete() of this sequence fails. Else the reply that came
  /// first; it is the caller's.
  Envelope* abandon(std::uint32_t sequence) noexcept {
    std::uintptr_t expected = waiting(sequence);
    if (AKT_MUTANT(12)) {
      word_.store(0, sync::relaxed);
      return nullptr;
    }
    // On failure: the reply is there, pairs with the CAS in complete(). On success nothing is
    // shared.
    if (word_.compare_exchange(expected, 0, sync::acq_rel, sync::acquire)) return nullptr;
    word_.store(0, sync::relaxed);
    return reinterpret_cast<Envelope*>(expected);
  }

  /// The sequence somebody waits for, or 0: for answering all waiters at the end of a system. Pairs
  /// with arm().
  std::uint32_t waited_for() const noexcept {
    std::uintptr_t word = word_.load(sync::acquire);
    return (word & 1) != 0 ? static_cast<std::uint32_t>(word >> 1) : 0;
  }

private:
  static constexpr std::uintptr_t waiting(std::uint32_t sequence) noexcept {
    return std::uintptr_t(sequence) << 1 | 1;
  }

  sync::atomic<std::uintptr_t> word_{0};
  parker parker_;
};

} // namespace akt::inline v0::detail
