// SPDX-License-Identifier: Apache-2.0
//
// What the models of a cell's life share: letters, cells that are ready, a turn that no monitor
// looks at. The cell, its mailbox and the way of a turn are the product's.
#pragma once

#include "turn_loop.hpp"

namespace actor_model {

namespace sync = akt::sync;
using akt::detail::cell;
using akt::detail::envelope;
using akt::detail::mailbox;
using akt::detail::turn_end;
using akt::detail::turn_limits;
using sync::model::expect;
using sync::model::spawn;

/// An atomic that is no choice point: for what a monitor reads.
template <class T>
class quiet {
public:
  T load(sync::order) const noexcept { return value_; }
  void store(T value, sync::order) noexcept { value_ = value; }

private:
  T value_{};
};

/// What turn_loop uses of a turn_context.
struct model_turn {
  std::uint32_t generation = 0, stop_asked = 0, gates = 0;
  std::uint64_t handled = 0;
  envelope* current = nullptr;
  quiet<const void*> running;
  quiet<bool> attention;

  bool interrupted() const noexcept { return stop_asked != 0 || gates != 0; }
};

/// A cell and whether it stands in a run queue.
struct place : cell {
  sync::atomic<int> scheduled{0};
  sync::plain<int> state{0}; // of whoever owns it: two owners race for it

  /// Whoever owns it hands it to the workers.
  // acq_rel: pairs with the CAS in take().
  void schedule() { expect(scheduled.fetch_add(1, sync::acq_rel) == 0, "scheduled twice"); }
  /// A worker takes it. The caller owns it then.
  bool take() {
    int n = scheduled.load(sync::relaxed); // a guess that the CAS confirms
    // acq_rel: sees what the last owner wrote; pairs with schedule().
    return n != 0 && scheduled.compare_exchange(n, n - 1, sync::acq_rel, sync::relaxed);
  }
  void touch() { state.set(state.get() + 1); }

  void send(envelope* e) {
    if (words.push(batch, e)) schedule();
  }
  void send_system(envelope* e) {
    if (words.push_system(batch, e)) schedule();
  }
};

/// Runs a place for one turn if it is ready.
template <class Actors>
void run_one(place& p, typename Actors::turn turn, const turn_limits& limits) {
  if (!p.take()) return;
  p.touch();
  if (akt::detail::turn_loop<Actors>::run(p, limits, turn) != turn_end::asleep) p.schedule();
}

/// For check(): nobody is here any more, what is ready is run until nothing is.
template <class RunOne>
void come_to_rest(place& p, RunOne run_it) {
  for (int turns = 0; p.scheduled.load(sync::relaxed) != 0; ++turns) {
    expect(turns < 8, "the cell never comes to rest");
    if (sync::model::explorer::get().failed()) return;
    run_it();
  }
  expect(p.words.has_tag(), "asleep without a tag: lost wake-up");
  expect(!p.words.has_system_mail(), "system mail waits: lost wake-up");
}

} // namespace actor_model
