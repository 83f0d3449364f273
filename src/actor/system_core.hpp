// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/actor_system.hpp"
#include "akt/actor/remote_node.hpp"
#include "akt/actor/wait_cycle.hpp"

#include "last_failures.hpp"
#include "name_table.hpp"
#include "rare_parts.hpp"
#include "run_queue.hpp"
#include "waiter_table.hpp"
#include "worker.hpp"

#include <mutex>
#include <vector>

namespace akt::inline v0::detail {

/// A thread that is no worker, as one system knows it.
struct outside_thread : sender {
  outside_thread(system_core& core, block_pool& pool, block_pool& nothing) noexcept;
  ~outside_thread() { blocks.take_stock_of(no_blocks); }
  block_cache blocks;
  block_cache no_blocks;
  vacant_cells stock;

  /// In its place once the system has stopped: gets no envelopes, so that nothing is queued where
  /// nobody works; its messages end with `stopped`. Asked for anew for each message: what was freed
  /// meanwhile goes where it belongs.
  sender* refusing() noexcept {
    blocks.take_stock_of(no_blocks);
    return &refused;
  }
  sender refused;
};

/// A system behind its public face. Thread-safe unless a member says otherwise.
class system_core {
public:
  system_core(system_options options, akt::executor* executor);
  ~system_core();

  actor_system* face = nullptr;
  const system_options options;
  const std::string root;     ///< what all paths begin with
  const std::uint64_t serial; ///< of this process, never reused
  const std::uint64_t seed;   ///< of what is left to chance
  akt::clock& clock;
  akt::executor* executor;

  block_pool pool;
  block_pool nothing; ///< a pool that refuses
  cell_table cells;
  name_table names;
  timer_wheel<cell> timers;
  waiter_table waiters;
  run_queue ready; ///< the global queue
  topic<dead_letter> dead_letters;
  topic<wait_cycle> wait_cycles;
  last_failures failures;
  remote_hooks* remote = nullptr; ///< set before traffic, by the layer above

  /// Milliseconds' clock for deadlines: no clock is read per message.
  instant coarse_now() const noexcept { return instant(duration(coarse_.load(sync::relaxed))); }
  /// What deadlines count from: ahead of coarse_now() by as much as that may lie behind, so that
  /// none comes early unless the monitor itself is late.
  instant deadline_base() const noexcept {
    return instant(duration(deadline_base_.load(sync::relaxed)));
  }
  /// How far coarse_now() may lie behind while the monitor looks at its usual pace. Set before the
  /// first set_coarse_now().
  duration coarse_lag{0};
  /// Goes forward only: a writer that was held up does not take time back.
  void set_coarse_now(instant t) noexcept { set_coarse_now(t, coarse_lag); }
  /// By the monitor, which is not going to look again for most of `lag`.
  void set_coarse_now(instant t, duration lag) noexcept {
    advance(coarse_, t.time_since_epoch().count());
    advance(deadline_base_, (t + lag).time_since_epoch().count());
  }

  /// The workers, made once at start; the simulated world uses the first one.
  std::vector<std::unique_ptr<worker>> workers;

  /// Puts a cell, which the caller owns, where any worker finds it.
  void inject(cell& c) noexcept;

  /// A turn of the actor that is under way looks for system mail behind the message that it
  /// handles: for sure if it is the caller's own, else if it is seen.
  void look_up_soon(const cell& c) noexcept {
    for (const auto& w : workers)
      if (w->turn.self == &c) w->turn.attention.store(true, sync::relaxed); // a hint
  }

  /// Rings every timer that is due: each sends its cell a deadline message. One caller at a time.
  void ring_timers(sender& s, instant now) noexcept;

  /// The sender of the calling thread, which is on no turn of this system.
  sender* outside() noexcept;

  fate_report fates() noexcept;
  std::uint64_t actors_alive() noexcept;

  /// actor_system::stop(). `at_once`: it, and one that is under way, waits for nobody.
  stop_report stop(bool at_once) noexcept;
  /// A stop() that is under way, or comes, waits for nobody. Also on a turn.
  void hurry() noexcept { hurried_.store(true, sync::relaxed); } // a hint, looked at again
  /// Pairs with the store in stop().
  bool stopped() const noexcept { return phase_.load(sync::acquire) == phase::stopped; }
  /// Relaxed: who looks too early lets an actor in that be_born() or stop() ends.
  bool accepts_actors() const noexcept { return phase_.load(sync::relaxed) == phase::running; }

  std::string path_of(const cell& c) const; ///< on the occupant's turn; others: path_of_any()

  /// Guards `who` of the cells that share it. A leaf: nothing else is locked under it.
  sync::spin_lock& identity_lock(const cell& c) noexcept {
    return identity_locks_[c.index % identity_locks];
  }

  /// After the executor has finished: runs what was made ready since, on whatever thread comes
  /// first; others leave it to that one.
  void run_leftovers() noexcept;

private:
  enum class phase : std::uint32_t { running, stopping, stopped };

  void end() noexcept;
  bool hurried() const noexcept { return hurried_.load(sync::relaxed); } // a hint
  void report_late() noexcept;
  /// Messages of users that ended as `stopped` or `cancelled`.
  std::uint64_t not_handled() noexcept;
  void stop_all_actors(bool at_once) noexcept;
  void answer_waiters() noexcept;

  // Clocks are relaxed: a clock's value publishes nothing but itself.
  static void advance(sync::atomic<std::int64_t>& clock, std::int64_t to) noexcept {
    std::int64_t seen = clock.load(sync::relaxed);
    while (seen < to && !clock.compare_exchange_weak(seen, to, sync::relaxed, sync::relaxed)) {}
  }

  // Both are relaxed, see advance(): coarse_, deadline_base_.
  sync::atomic<std::int64_t> coarse_{0};
  sync::atomic<std::int64_t> deadline_base_{0};
  sync::atomic<phase> phase_{phase::running};
  static constexpr std::size_t identity_locks = 64;
  struct alignas(64) identity_lock_line : sync::spin_lock {};
  identity_lock_line identity_locks_[identity_locks]; // see identity_lock()

  std::mutex stop_mutex_; // guards the changes of phase_, and report_: one stop() at a time
  stop_report report_;
  sync::atomic<bool> hurried_{false}; // stop() waits for nobody any more; relaxed: a hint

  sync::atomic<bool> leftovers_run_{false}; // by some thread, after the executor has finished

  friend struct outside_registry;
  std::uint32_t pins_ = 0;   ///< see living_system; guarded by the registry
  std::mutex outside_mutex_; // guards all below
  std::vector<std::unique_ptr<outside_thread>> outside_;
  fate_counters gone_; ///< of threads that have ended
  sync::counter gone_spawned_, gone_ended_;
};

/// An envelope for runtime traffic, which must not be refused: from the heap if the pool is dry.
envelope* runtime_envelope(sender&, const message_ops& pooled, const message_ops& on_heap,
                           std::uint32_t generation) noexcept;

/// The turn that runs, which must be this actor's.
inline turn_context& turn_of(const cell& c) noexcept {
  turn_context* turn = current_turn();
  if (!turn || turn->self != &c)
    assertion_failed("a context is used on its actor's turn only", __FILE__, __LINE__);
  return *turn;
}

/// Puts a cell that the caller owns where it will run.
inline void schedule(sender& s, cell& c) noexcept {
  if (s.self)
    s.self->schedule(&c);
  else
    c.system->inject(c);
}

/// Resumes what a completed wait has made ready; if that ends the parked handler, answers its
/// message. Throws what the handler throws.
void resume_waiting(turn_context&);

/// Handles a message of the turn's actor that is in no mailbox any more, as a message of the
/// mailbox is handled. Throws what the handler throws.
void handle_user_mail(turn_context&, envelope&);

/// Lets the actor's timer ring at `when` at the latest. Its turn.
void arm(turn_context&, rare_parts&, instant when) noexcept;

/// In a catch block: the message that is handled fails, and with it the actor: stop_failed.
void handler_threw(turn_context&) noexcept;

/// Sends a stop to whatever lives in a cell just then. Any thread.
void stop_whoever_lives(sender&, cell&, bool at_once) noexcept;

/// The actor that stands in for a callback given outside of a turn.
struct callback_actor {};
bool is_callback_actor(const cell&) noexcept;

/// What send() and deliver_system() do for a cell, for inlining where it is hot.
[[gnu::always_inline]] inline void put_user_mail(sender& home, cell& to, envelope* e) noexcept {
  home.counters.sent.add(1);
  if (to.words.push(to.batch, e)) schedule(home, to);
}
[[gnu::always_inline]] inline void put_system_mail(sender& home, cell& to, envelope* e) noexcept {
  home.counters.sent.add(1);
  if (to.words.push_system(to.batch, e)) schedule(home, to);
}

/// Gives the actor its rarely used parts; null: memory refused.
rare_parts* rare_of(sender&, cell&) noexcept;

} // namespace akt::inline v0::detail
