// SPDX-License-Identifier: Apache-2.0
//
// Transfers: tellers carry them out, the clearing decides which and when.
#pragma once

#include "accounts.hpp"
#include "order.hpp"

#include <optional>

namespace bank {

/// What became of a transfer. All but the first have changed nothing in the end.
enum class Outcome : std::uint8_t {
  applied,
  insufficient_funds, ///< refused
  balance_limit,      ///< refused: the receiver's balance would overflow
  bad_command,        ///< refused: an actor threw at it
  account_closed,     ///< refused: an account has ended
  timed_out,          ///< not done: it was stuck, and was cancelled
  teller_failed,      ///< not done: its teller threw, and it was cancelled
  interrupted,        ///< not done: it was not begun
};
inline constexpr std::size_t outcome_count = 8;

inline std::string_view text(Outcome outcome) {
  constexpr std::string_view texts[] = {
      "applied",       "insufficient funds", "receiver's balance would be too large",
      "bad command",   "account closed",     "timed out",
      "teller failed", "interrupted"};
  return texts[static_cast<std::size_t>(outcome)];
}
inline bool is_refusal(Outcome outcome) {
  return outcome != Outcome::applied && outcome < Outcome::timed_out;
}

struct Clear {
  akt::actor_ref<Account> from;
  akt::actor_ref<Account> to;
  Ticket ticket;
  Amount amount;
  Mishap mishap = Mishap::none;
};

/// Both sides are as before, now or as soon as they come to it: it is behind whatever they were
/// told of this transfer, and before whatever they are told of later ones.
inline void cancel(const Clear& m) {
  m.from.tell<Cancel>(m.ticket);
  m.to.tell<Cancel>(m.ticket);
}

inline Outcome outcome_of(const akt::error& why, Outcome if_rejected) {
  if (why == akt::errc::rejected) return if_rejected;
  if (why == akt::errc::timeout) return Outcome::timed_out;
  if (why == akt::errc::failed) return Outcome::bad_command;
  return Outcome::account_closed;
}

// [teller]
/// Carries out one transfer at a time. Its handler waits, the thread does not. A side that does not
/// answer within the limit is stuck: the transfer is cancelled.
class Teller {
public:
  explicit Teller(akt::duration limit) : limit_(limit) {}

  akt::task<Outcome> on(const Clear& m) {
    const bool bad = m.mishap == Mishap::bad_command;
    const Amount amount = bad ? -m.amount : m.amount;
    if (m.mishap == Mishap::stuck) m.to.tell<Freeze>(2 * limit_);
    auto taken = co_await m.from.ask<Withdraw>(m.ticket, amount).within(limit_);
    if (!taken) co_return give_up(m, taken.error(), Outcome::insufficient_funds);
    if (m.mishap == Mishap::teller_throws) throw std::logic_error("a teller dropped the money");
    auto given = co_await m.to.ask<Deposit>(m.ticket, m.amount).within(limit_);
    if (!given) co_return give_up(m, given.error(), Outcome::balance_limit);
    co_return Outcome::applied;
  }

private:
  static Outcome give_up(const Clear& m, const akt::error& why, Outcome if_rejected) {
    cancel(m);
    return outcome_of(why, if_rejected);
  }

  akt::duration limit_;
};
// [teller]

struct NotApplied {
  std::uint64_t line;
  Outcome outcome;
};

/// What became of transfers since the last answer.
struct Settled {
  std::uint64_t applied = 0;
  std::vector<NotApplied> others; ///< in the order in which they ended
};

/// Hands over transfers in the order of the file. Answered when at most `leave` transfers are
/// unfinished, so that who reads the file cannot run ahead of who applies it.
struct Submit {
  std::vector<Transfer> transfers;
  std::size_t leave = 0;
};

/// Ends the lines that were begun and all before them, and no others. Answered when they have
/// ended; a Submit that waits is answered at once.
struct Halt {};

/// Runs many transfers at once, at most one per teller, as if they ran one after the other. One
/// Submit at a time, and none behind the Halt.
class Clearing {
public:
  Clearing(AccountRefs accounts, std::vector<akt::actor_ref<Teller>> tellers)
      : accounts_(std::move(accounts)), closed_(accounts_.size()), idle_(std::move(tellers)),
        order_(accounts_.size()) {
    for (std::uint32_t i = 0; i < accounts_.size(); ++i) numbers_.emplace(accounts_[i], i);
  }

  void on(const akt::started&, akt::context<Clearing>& ctx) {
    for (const auto& account : accounts_) ctx.watch(account);
  }
  /// No account should end. One that does is not asked any more.
  void on(const akt::terminated& t) { closed_[numbers_.at(t.actor)] = true; }

  akt::deferred<Settled> on(const Submit& m) {
    if (waiting_ || order_.closed()) throw BadCommand("a submission out of turn");
    for (const Transfer& t : m.transfers)
      if (t.from >= accounts_.size() || t.to >= accounts_.size() || t.from == t.to)
        throw BadCommand("a submission without two accounts");
    for (const Transfer& t : m.transfers) order_.add(t);
    return answer_when_left(m.leave);
  }
  akt::deferred<Settled> on(Halt) {
    if (order_.closed()) throw BadCommand("a second halt");
    answer();
    for (std::uint64_t line : order_.close())
      settled_.others.push_back({line, Outcome::interrupted});
    return answer_when_left(0);
  }

private:
  akt::deferred<Settled> answer_when_left(std::size_t leave) {
    akt::deferred<Settled> later;
    waiting_ = later;
    leave_ = leave;
    run_ready();
    answer_if_due();
    return later;
  }
  void run_ready() {
    while (order_.any_ready() && !idle_.empty()) {
      Order::Slot slot = order_.take_ready();
      const Transfer& t = order_[slot];
      if (closed_[t.from] || closed_[t.to])
        settle(slot, Outcome::account_closed);
      else
        begin(slot, {accounts_[t.from], accounts_[t.to], t.line, t.amount, t.mishap});
    }
  }
  void begin(Order::Slot slot, const Clear& m) {
    akt::actor_ref<Teller> teller = idle_.back();
    idle_.pop_back();
    teller.ask<Clear>(m).within(patience).then(
        [this, slot, teller, m](const akt::result<Outcome>& outcome) {
          if (!outcome) cancel(m); // the teller threw in the middle
          settle(slot, outcome ? *outcome : Outcome::teller_failed);
          idle_.push_back(teller);
          run_ready();
          answer_if_due();
        });
  }
  void settle(Order::Slot slot, Outcome outcome) {
    if (outcome == Outcome::applied)
      ++settled_.applied;
    else
      settled_.others.push_back({order_[slot].line, outcome});
    order_.finished(slot);
  }
  void answer_if_due() {
    if (order_.unfinished() <= leave_) answer();
  }
  void answer() {
    if (waiting_) std::exchange(waiting_, std::nullopt)->fulfil(std::exchange(settled_, {}));
  }

  AccountRefs accounts_;
  std::unordered_map<akt::any_ref, std::uint32_t> numbers_; ///< of accounts
  std::vector<bool> closed_;                                ///< which of them have ended
  std::vector<akt::actor_ref<Teller>> idle_;
  Order order_;
  Settled settled_;
  std::size_t leave_ = 0;
  std::optional<akt::deferred<Settled>> waiting_;
};

} // namespace bank
