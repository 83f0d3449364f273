// SPDX-License-Identifier: Apache-2.0
//
// Transfers: tellers carry them out, the clearing decides which and when.
#pragma once

#include "accounts.hpp"
#include "order.hpp"

#include <optional>

namespace bank {

enum class Outcome : std::uint8_t {
  applied,
  insufficient_funds, ///< refused, nothing changed
  balance_limit,      ///< refused: the receiver's balance would overflow; refunded
  unknown,            ///< an account did not answer: money may be lost
};
inline constexpr std::size_t outcome_count = 4;

inline std::string_view text(Outcome outcome) {
  constexpr std::string_view texts[] = {"applied", "insufficient funds",
                                        "receiver's balance would be too large", "outcome unknown"};
  return texts[static_cast<std::size_t>(outcome)];
}

struct Clear {
  akt::actor_ref<Account> from;
  akt::actor_ref<Account> to;
  Amount amount;
};

// [teller]
/// Carries out one transfer at a time. Its handler waits, the thread does not.
class Teller {
public:
  akt::task<Outcome> on(const Clear& m) {
    auto taken = co_await m.from.ask<Withdraw>(m.amount).within(patience);
    if (!taken) co_return refusal(taken.error(), Outcome::insufficient_funds);
    auto given = co_await m.to.ask<Deposit>(m.amount).within(patience);
    if (given) co_return Outcome::applied;
    if (given.error() != akt::errc::rejected) co_return Outcome::unknown;
    auto refunded = co_await m.from.ask<Refund>(m.amount).within(patience);
    if (!refunded) co_return Outcome::unknown;
    co_return Outcome::balance_limit;
  }

private:
  static Outcome refusal(const akt::error& error, Outcome business) {
    return error == akt::errc::rejected ? business : Outcome::unknown;
  }
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

/// Runs many transfers at once, at most one per teller, as if they ran one after the other. One
/// Submit at a time.
class Clearing {
public:
  Clearing(AccountRefs accounts, std::vector<akt::actor_ref<Teller>> tellers)
      : accounts_(std::move(accounts)), idle_(std::move(tellers)), order_(accounts_.size()) {}

  akt::deferred<Settled> on(const Submit& m) {
    for (const Transfer& transfer : m.transfers) order_.add(transfer);
    leave_ = m.leave;
    akt::deferred<Settled> answer;
    waiting_ = answer;
    run_ready();
    answer_if_due();
    return answer;
  }

private:
  void run_ready() {
    while (order_.any_ready() && !idle_.empty()) {
      Order::Slot slot = order_.take_ready();
      akt::actor_ref<Teller> teller = idle_.back();
      idle_.pop_back();
      const Transfer& t = order_[slot];
      teller.ask<Clear>(accounts_[t.from], accounts_[t.to], t.amount)
          .within(patience)
          .then([this, slot, teller](const akt::result<Outcome>& outcome) {
            settle(slot, outcome.value_or(Outcome::unknown));
            idle_.push_back(teller);
            run_ready();
            answer_if_due();
          });
    }
  }
  void settle(Order::Slot slot, Outcome outcome) {
    if (outcome == Outcome::applied)
      ++settled_.applied;
    else
      settled_.others.push_back({order_[slot].line, outcome});
    order_.finished(slot);
  }
  void answer_if_due() {
    if (!waiting_ || order_.unfinished() > leave_) return;
    std::exchange(waiting_, std::nullopt)->fulfil(std::exchange(settled_, {}));
  }

  AccountRefs accounts_;
  std::vector<akt::actor_ref<Teller>> idle_;
  Order order_;
  Settled settled_;
  std::size_t leave_ = 0;
  std::optional<akt::deferred<Settled>> waiting_;
};

} // namespace bank
