// SPDX-License-Identifier: Apache-2.0
//
// The turn of an actor as far as its mailbox goes: what it handles and in which order, when it
// parks, goes idle or is over. The message path. Compiled by run_turn.cpp, by mailbox_model.cpp and
// by cell_reuse_model.cpp.
#pragma once

#include "cell_life.hpp"

namespace akt::inline v0::detail {

/// Where a turn ended.
enum class turn_end : std::uint8_t {
  asleep, ///< nobody's: the cell must not be touched any more
  again,  ///< the caller still owns the cell, which has more to do
  behind, ///< as `again`, and a long mailbox is left: it may grow faster than such turns empty it
};

/// A turn that is over with so many messages handled, and with more in hand, is of a long mailbox.
inline constexpr std::uint32_t many_messages = 128;

/// A turn ends behind so many handlers that threw: each takes microseconds, and no limit of a turn
/// is looked at on the way.
inline constexpr int throws_max = 16;

/// How long a turn may last.
struct turn_limits {
  explicit turn_limits(std::uint32_t messages_max = 0, std::uint64_t ticks_max = 0) noexcept
      : messages(messages_max), ticks(ticks_max) {
    if (messages > 0 && messages < messages_between_checks) messages_between_checks = messages;
  }
  /// Of a turn that has handled so many: no message beyond the limit comes before a check.
  std::uint32_t until_check(std::uint64_t handled) const noexcept {
    if (messages == 0 || messages - handled > messages_between_checks)
      return messages_between_checks;
    return static_cast<std::uint32_t>(messages - handled);
  }

  std::uint32_t messages; ///< 0: no limit
  std::uint32_t messages_between_checks = 32;
  std::uint64_t ticks; ///< of sync::ticks(); 0: no limit
};

/// The turn. `Actors` says what messages do, in static functions:
///
///     turn                                what a turn reads per message: see turn_context
///     handle(cell&, turn&, envelope&)     user mail of the occupant
///     handle_by_behavior(...)             the same while a flag of flag_attentive is set
///     is_reply(envelope&)                 system mail that is the occupant's or finds nobody
///     handle_reply(turn&, envelope&)      also one that comes too late
///     handle_runtime(turn&, envelope&)    other system mail of the occupant
///     is_for_anybody(envelope&)           of generation 0: for whoever lives here
///     handle_for_anybody(turn&, envelope&)
///     answer_stale(turn&, envelope&)      mail for who has lived here
///     be_born(cell&, turn&)               the first turn
///     signal(cell&, turn&)                signals that have waited behind a handler
///     attend(turn&)                       to stop_asked: the actor ends, fails, or goes on
///     threw(turn&)                        in a catch block: it fails
///     takes_over(turn&)                   several messages are to be put in order
///     limit_drain(turn&)                  a handler parks in an actor that was told to stop
///
/// The handle functions may throw, the others not.
template <class Actors>
struct turn_loop {
  using turn_type = typename Actors::turn;

  /// One turn. Requires: the caller owns the cell.
  [[gnu::always_inline]] static turn_end run(cell& c, const turn_limits& limits,
                                             turn_type& turn) noexcept {
    turn.generation = c.generation();
    turn.stop_asked = turn.gates = 0;
    // Parked also without system mail: a sender that pushed can take the tag late, after its
    // message was handled and the actor has parked again.
    constexpr std::uint32_t rare = flag_unborn | flag_gates | flag_attentive | flag_signals;
    const std::uint32_t tested = AKT_MUTANT(11) ? std::uint32_t(flag_unborn) : rare;
    if (__builtin_expect(((c.flags.get() & tested) | c.batch.system_count.get()) != 0 ||
                             c.words.has_system_mail(),
                         0)) {
      if (prepare(c, turn)) return park(c, turn);
      if (__builtin_expect(behaves(c), 0)) return handle_guarded_mail<true>(c, limits, turn);
    }
    return handle_guarded_mail<false>(c, limits, turn);
  }

private:
  template <bool Behaving>
  [[gnu::always_inline]] static turn_end handle_guarded_mail(cell& c, const turn_limits& limits,
                                                             turn_type& turn) noexcept {
    for (int throws = 1;; ++throws) {
      try {
        return handle_mail<Behaving>(c, limits, turn);
      } catch (...) { // the batch in hand is in the cell
        Actors::threw(turn);
        Actors::attend(turn);
        if (turn.gates) return park(c, turn);
        if (behaves(c) != Behaving || throws == throws_max) return turn_end::again;
      }
    }
  }

  static bool behaves(const cell& c) noexcept { return (c.flags.get() & flag_attentive) != 0; }

  /// Mail for another incarnation. Generation 0 is the end of the system: for whoever lives here.
  [[gnu::noinline]] static void handle_stale(turn_type& turn, envelope& e) {
    if (e.generation != 0 || !Actors::is_for_anybody(e)) return Actors::answer_stale(turn, e);
    Actors::handle_for_anybody(turn, e);
  }

  [[gnu::always_inline]] static void handle_one_system(turn_type& turn, envelope& e) {
    if (Actors::is_reply(e)) return Actors::handle_reply(turn, e);
    if (!for_occupant(turn, e)) return handle_stale(turn, e);
    Actors::handle_runtime(turn, e);
  }

  /// One system message. It may fail the actor; the rest is handled all the same, for it may be a
  /// reply that somebody owes.
  [[gnu::always_inline]] static void handle_guarded(turn_type& turn, envelope& e) noexcept {
    try {
      handle_one_system(turn, e);
    } catch (...) {
      Actors::threw(turn);
    }
    if (__builtin_expect(turn.stop_asked != 0, 0)) Actors::attend(turn);
  }

  /// The system word's, and what the actor orders itself meanwhile, for that holds before its next
  /// message (attention is relaxed: on this thread it is not missed). At most four times, or an
  /// actor that orders itself something each time would handle nothing else.
  [[gnu::noinline]] static void handle_system_word(cell& c, turn_type& turn) noexcept {
    for (int round = 0; round < 4; ++round) {
      for (mail_link* list = reversed(c.words.take_system_mail()); list;) {
        mail_link* m = list;
        list = m->next.get();
        handle_guarded(turn, *as_envelope(m));
      }
      if (__builtin_expect(!turn.attention.load(sync::relaxed), 1)) return;
      if (!c.words.has_system_mail()) return;
    }
  }

  /// System mail: first what was handed over with the batch, then the system word's.
  /// (turn.running is relaxed: for the monitor, it publishes nothing.)
  [[gnu::always_inline]] static void handle_system_mail_here(cell& c, turn_type& turn) noexcept {
    turn.current = nullptr;
    turn.running.store(nullptr, sync::relaxed);
    while (std::uint32_t n = c.batch.system_count.get()) {
      c.batch.system_count.set(n - 1);
      mail_link* m = c.batch.first.get();
      c.batch.first.set(m->next.get());
      handle_guarded(turn, *as_envelope(m));
    }
    if (c.words.has_system_mail()) handle_system_word(c, turn);
  }
  [[gnu::noinline]] static void handle_system_mail(cell& c, turn_type& turn) noexcept {
    handle_system_mail_here(c, turn);
  }

  [[gnu::noinline]] static void handle_signals(cell& c, turn_type& turn) noexcept {
    Actors::signal(c, turn);
    if (c.words.has_system_mail()) handle_system_word(c, turn); // it may have ordered itself
  }

  /// What the start of a turn finds beside user mail. True: the actor stays gated.
  [[gnu::always_inline]] static bool prepare(cell& c, turn_type& turn) noexcept {
    turn.gates = c.flags.get() & flag_gates; // or 0
    if (__builtin_expect((c.flags.get() & flag_unborn) != 0, 0)) Actors::be_born(c, turn);
    handle_system_mail_here(c, turn);
    if (__builtin_expect((c.flags.get() & flag_signals) != 0, 0) && !turn.gates)
      handle_signals(c, turn);
    if (turn.gates) return true;
    c.flags.set(c.flags.get() & ~std::uint32_t(flag_gates));
    return false;
  }

  /// Gives a gated actor up. `again`: system mail came while it did, and the actor is the
  /// caller's; others may have owned it meanwhile, so that only a new turn, which knows nothing,
  /// may go on.
  [[gnu::always_inline]] static turn_end park(cell& c, turn_type& turn) noexcept {
    c.flags.set((c.flags.get() & ~std::uint32_t(flag_gates)) | turn.gates);
    if (__builtin_expect((c.flags.get() & flag_draining) != 0, 0)) Actors::limit_drain(turn);
    if (AKT_MUTANT(21)) return park_and_go_on(c, turn);
    return c.words.park() == mailbox::tag_state::asleep ? turn_end::asleep : turn_end::again;
  }

  /// A planted bug: goes on with what this turn knew of the actor before it gave it up.
  static turn_end park_and_go_on(cell& c, turn_type& turn) noexcept {
    while (c.words.park() != mailbox::tag_state::asleep) {
      handle_system_mail(c, turn);
      if (turn.gates) continue;
      c.flags.set(c.flags.get() & ~std::uint32_t(flag_gates));
      return turn_end::again;
    }
    return turn_end::asleep;
  }

  /// Every so many messages: system mail, and whether the turn has lasted long enough. The batch in
  /// hand is put away.
  enum class check : std::uint8_t { go_on, parked, over, behind };
  [[gnu::noinline]] static check look_up(cell& c, const turn_limits& limits, turn_type& turn,
                                         std::uint64_t handled_before,
                                         std::uint64_t& began) noexcept {
    turn.current = nullptr;
    // attention is relaxed, here and in handle_mail(): a hint of the monitor; missed, it comes
    // again.
    bool long_lasting = turn.attention.load(sync::relaxed);
    turn.attention.store(false, sync::relaxed);
    if (c.words.has_system_mail()) {
      const bool behaved = behaves(c);
      handle_system_mail(c, turn);
      if (turn.gates) return check::parked;
      if (behaves(c) != behaved) return check::over;
    }
    if (!long_lasting && (!limits.messages || turn.handled - handled_before < limits.messages)) {
      if (!limits.ticks) return check::go_on;
      std::uint64_t now = sync::ticks();
      if (began == 0) began = now;
      if (now - began <= limits.ticks) return check::go_on;
    }
    const bool many = turn.handled - handled_before >= many_messages;
    return many && c.batch.first.get() ? check::behind : check::over;
  }

  [[gnu::noinline]] static mail_link* in_order(turn_type& turn, mail_link* newest) noexcept {
    Actors::takes_over(turn);
    return reversed(newest);
  }

  /// User mail until there is none, or the turn is over. Between messages the batch in hand is in
  /// the cell, so that nothing is lost when a handler throws.
  template <bool Behaving>
  [[gnu::always_inline]] static turn_end handle_mail(cell& c, const turn_limits& limits,
                                                     turn_type& turn) {
    mail_link* list = c.batch.first.get();
    std::uint32_t until_check = limits.messages_between_checks;
    const std::uint64_t handled_before = turn.handled;
    std::uint64_t began = 0;
    // A turn is the batch in hand and one take of the mailbox: with a handed-over message as a turn
    // of its own, fan-in would requeue per message.
    bool taken = false;
    for (;;) {
      if (!list) {
        if (!c.words.has_user_mail()) {
          switch (c.words.go_idle()) {
          [[likely]] case mailbox::tag_state::asleep:
            if (AKT_MUTANT(9)) c.batch.first.set(nullptr); // the cell is somebody else's
            if (AKT_MUTANT(25))
              c.generation_.store(turn.generation, sync::release); // pairs with type_of()
            return turn_end::asleep;
          case mailbox::tag_state::system_mail:
            if (!AKT_MUTANT(20)) return turn_end::again; // as in park()
            handle_system_mail(c, turn); // with what this turn knew of the actor before
            if (turn.gates) return park(c, turn);
            list = c.batch.first.get();
            continue;
          case mailbox::tag_state::user_mail:
            break;
          }
        }
        if (taken) return turn_end::again;
        taken = true;
        mail_link* newest = c.words.take_user_mail();
        list = newest->next.get() ? in_order(turn, newest) : newest;
        // What was told behind a stop(akt::now) by the same thread is not handled.
        if (__builtin_expect(c.words.has_system_mail(), 0) && !AKT_MUTANT(24)) {
          c.batch.first.set(list);
          handle_system_mail(c, turn);
          if (turn.gates) return park(c, turn);
          if (behaves(c) != Behaving) return turn_end::again;
          list = c.batch.first.get();
          if (!list) continue;
        }
      }
      envelope* e = as_envelope(list);
      list = list->next.get();
      __builtin_prefetch(list);
      if (!AKT_MUTANT(22)) c.batch.first.set(list); // else: what parks forgets it
      if (__builtin_expect(!for_occupant(turn, *e), 0))
        handle_stale(turn, *e);
      else if constexpr (Behaving)
        Actors::handle_by_behavior(c, turn, *e);
      else
        Actors::handle(c, turn, *e);
      if (__builtin_expect(turn.interrupted(), 0) && !AKT_MUTANT(23)) {
        turn.current = nullptr;
        if (turn.stop_asked) {
          Actors::attend(turn); // and go on: if it has ended, what waits is dead
          taken = false;
          if (behaves(c) != Behaving && !turn.gates) return turn_end::again;
        }
        if (turn.gates) return park(c, turn);
        list = c.batch.first.get();
      }
      if (__builtin_expect(--until_check == 0 || turn.attention.load(sync::relaxed), 0)) {
        switch (look_up(c, limits, turn, handled_before, began)) {
        case check::go_on:
          until_check = limits.until_check(turn.handled - handled_before);
          break;
        case check::parked:
          return park(c, turn);
        case check::over:
          return turn_end::again;
        case check::behind:
          return turn_end::behind;
        }
        list = c.batch.first.get();
      }
    }
  }
};

} // namespace akt::inline v0::detail
