// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/core/clock.hpp"

#include "parker.hpp"
#include "run_queue.hpp"

#include <vector>

namespace akt::inline v0::detail {

/// Who of an executor's workers sleeps: how they fall asleep, come to rest, leave, and are woken.
///
/// Thread-safe; fall_asleep(), rest() and gone() belong to the worker that they are about.
/// Invariant: whoever makes a cell ready finds somebody who sleeps, or somebody who is awake finds
/// the cell before he sleeps. Whoever rests has seen somebody who is up after all could see that he
/// rests. Checked by sleepers_model.cpp.
///
/// Relaxed: searching_, dozer_, shall_rest, is_resting and is_calm_ are hints, looked at again; the
/// sizes of queues and parked_ are behind the fences. Where a wake could be missed, at parking and
/// waking, all is seq_cst.
template <class Worker>
class sleepers {
protected:
  using whereabouts = typename Worker::whereabouts;

  /// What it holds goes to the others.
  void hand_over(Worker& w) noexcept {
    while (cell* c = w.slot.take()) ready_->push(*c);
    while (cell* c = w.ring.pop()) ready_->push(*c);
  }

  /// The order to rest is obeyed, once. Somebody who is up now finds what was handed over: those
  /// who park look at the global queue when everybody can see that they do. A worker in a long turn
  /// is up too: the monitor, who sees that, wakes somebody.
  void rest(Worker& w, duration limit) noexcept {
    // Its own from here on.
    if (!AKT_MUTANT(51)) w.shall_rest.store(false, sync::relaxed);
    if (!others_are_up(w)) return;
    if (!AKT_MUTANT(52) && !AKT_MUTANT(53)) hand_over(w);
    if (!AKT_MUTANT(54)) w.sleeper->prepare();
    if (AKT_MUTANT(55)) { // looks before the others can see it; pairs with nothing
      parked_.fetch_add(1, sync::seq_cst);
      w.where.store(whereabouts::parked, sync::relaxed);
    } else {
      w.where.store(whereabouts::parked, sync::seq_cst);
      if (!AKT_MUTANT(56)) parked_.fetch_add(1, sync::seq_cst);
      sync::fence_seq_cst(); // with the fences of fall_asleep() and gone()
    }
    bool stays = AKT_MUTANT(57) || others_are_up(w);
    if (AKT_MUTANT(53)) hand_over(w);
    if (stays && (AKT_MUTANT(58) || !has_to_go(w))) {
      rest_count_.fetch_add(1, sync::relaxed); // a number
      w.is_resting.store(true, sync::relaxed);
      if (AKT_MUTANT(54)) w.sleeper->prepare();
      w.sleeper->park(limit);
      w.is_resting.store(false, sync::relaxed);
    } else {
      w.sleeper->cancel();
    }
    if (!AKT_MUTANT(56)) parked_.fetch_sub(1, sync::seq_cst);
    w.where.store(whereabouts::running, sync::seq_cst);
    if (!AKT_MUTANT(59)) wake_monitor();
  }

  /// A cell that came meanwhile, or null after a sleep, the first `lightly` of which is a doze,
  /// unless another dozes.
  cell* fall_asleep(Worker& w, duration lightly, duration limit) noexcept {
    w.sleeper->prepare();
    cell* c = AKT_MUTANT(61) ? ready_->pop() : nullptr;
    if (AKT_MUTANT(60)) { // nobody can see it yet; pairs with nothing
      parked_.fetch_add(1, sync::seq_cst);
      w.where.store(whereabouts::parked, sync::relaxed);
    } else {
      w.where.store(whereabouts::parked, sync::seq_cst);
      parked_.fetch_add(1, sync::seq_cst);
      // What others have put into their rings before they could see that this worker parks.
      if (asymmetric_ && !AKT_MUTANT(62))
        sync::asymmetric_heavy();
      else
        sync::fence_seq_cst();
    }
    if (!AKT_MUTANT(61)) c = ready_->pop();
    // Pairs with starting a worker.
    std::uint32_t victims = is_calm_.load(sync::relaxed) ? 0 : started_.load(sync::acquire);
    for (std::uint32_t i = 0; !c && i < victims && !AKT_MUTANT(63); ++i)
      if (Worker* victim = workers_[i]; victim != &w && victim->ring.size() > 1)
        c = victim->ring.steal_into(w.ring);
    if (c || has_to_go(w))
      w.sleeper->cancel();
    else
      sleep(w, lightly, limit);
    parked_.fetch_sub(1, sync::seq_cst);
    w.where.store(whereabouts::running, sync::seq_cst);
    if (!AKT_MUTANT(64)) wake_monitor();
    return c;
  }

  /// It has handed over what it held, and does nothing after this.
  void gone(Worker& w) noexcept {
    if (AKT_MUTANT(65)) {
      w.where.store(whereabouts::not_started, sync::relaxed); // pairs with nothing
    } else {
      w.where.store(whereabouts::not_started, sync::seq_cst); // before the look at who searches
      sync::fence_seq_cst();                                  // with the one of rest()
    }
    // Also what one who rests has handed over.
    if (!AKT_MUTANT(66) && !ready_->empty()) wake_if_nobody_searches();
  }

  bool others_are_up(const Worker& w) const noexcept {
    // Pairs with starting a worker.
    for (std::uint32_t i = 0, n = started_.load(sync::acquire); i < n; ++i) {
      if (workers_[i] == &w) continue;
      auto where = workers_[i]->where.load(sync::seq_cst);
      if (where == whereabouts::running || where == whereabouts::searching) return true;
    }
    return false;
  }

  bool everybody_sleeps() const noexcept {
    // Pairs with starting a worker.
    for (std::uint32_t i = 0, n = started_.load(sync::acquire); i < n; ++i) {
      auto where = workers_[i]->where.load(sync::seq_cst);
      if (where != whereabouts::parked && where != whereabouts::not_started) return false;
    }
    return ready_->empty();
  }

  /// A second cell is in the caller's ring: somebody who sleeps could take it.
  bool somebody_could_help() const noexcept {
    sync::compiler_fence(); // the parking side pays for the fence
    return parked_.load(sync::relaxed) > 0 && searching_.load(sync::relaxed) == 0;
  }

  bool wake() noexcept {
    if (parked_.load(sync::seq_cst) == 0) return false;
    const std::uint32_t dozer = dozer_.load(sync::relaxed); // is awake the soonest
    if (dozer != 0 && (AKT_MUTANT(67) || workers_[dozer - 1]->sleeper->unpark())) return true;
    // Pairs with starting a worker.
    for (std::uint32_t i = 0, n = started_.load(sync::acquire); i < n; ++i)
      if (workers_[i]->sleeper->unpark()) return true;
    return false;
  }

  void wake_if_nobody_searches() noexcept {
    if (searching_.load(sync::relaxed) == 0) wake();
  }

  run_queue* ready_ = nullptr; ///< what all share
  bool asymmetric_ = false;
  std::vector<Worker*> workers_; ///< those that may run, the spare ones last

  sync::atomic<bool> ending_{false};
  sync::atomic<std::uint32_t> started_{0}; ///< the first so many run, or have run
  alignas(64) sync::atomic<std::uint32_t> searching_{0};
  alignas(64) sync::atomic<std::uint32_t> parked_{0};
  alignas(64) sync::atomic<std::uint64_t> rest_count_{0};
  sync::atomic<std::uint32_t> dozer_{0}; ///< the number, from 1, of the worker that dozes
  sync::atomic<bool> is_calm_{false};    ///< by the policy: nobody steals from a ring
  parker monitor_parker_;
  sync::atomic<std::uint32_t> monitor_idles_{0}; ///< it sleeps until somebody wakes it

private:
  // Of two that begin at once both doze, and the first that wakes clears the hint of the other:
  // then whoever wakes somebody may wake one that sleeps deeply, and a third may doze.
  void sleep(Worker& w, duration lightly, duration limit) noexcept {
    if (lightly == duration::zero() || dozer_.load(sync::relaxed) != 0)
      return w.sleeper->park(limit);
    dozer_.store(w.number + 1, sync::relaxed);
    w.sleeper->doze(lightly, limit);
    dozer_.store(0, sync::relaxed);
  }
  bool has_to_go(const Worker& w) const noexcept {
    return ending_.load(sync::seq_cst) || w.leaving.load(sync::seq_cst);
  }
  void wake_monitor() noexcept { // after `where`, both seq_cst
    if (monitor_idles_.load(sync::seq_cst)) monitor_parker_.unpark();
  }
};

} // namespace akt::inline v0::detail
