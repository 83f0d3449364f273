// SPDX-License-Identifier: Apache-2.0
//
// One actor per account, and who finds it by its name.
#pragma once

#include "akt/akt.hpp"

#include "parse.hpp"

#include <limits>
#include <map>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <vector>

namespace bank {

/// Sums of balances may exceed one balance.
__extension__ typedef __int128 Total;

inline std::string to_string(Total total) {
  if (total < 0) return "-" + to_string(-total);
  std::string digits;
  do digits.insert(digits.begin(), static_cast<char>('0' + static_cast<int>(total % 10)));
  while ((total /= 10) != 0);
  return digits;
}

/// For answers that come when transfers have ended, each of which has a limit of its own.
inline constexpr auto patience = std::chrono::hours(24);

/// Names the transfer that a command belongs to.
using Ticket = std::uint64_t;

struct Withdraw {
  Ticket ticket;
  Amount amount;
};
struct Deposit {
  Ticket ticket;
  Amount amount;
};
/// Undoes what was done for this ticket, and nothing if nothing was.
struct Cancel {
  Ticket ticket;
};
/// The account does nothing for so long; what comes waits.
struct Freeze {
  akt::duration length;
};
struct GetBalance {};

/// Thrown at a command that makes no sense, before anything is changed.
struct BadCommand : std::invalid_argument {
  using std::invalid_argument::invalid_argument;
};

/// Who throws a BadCommand goes on with the books that it has. A restart would begin again with the
/// opening balance. Whatever else is thrown may have left them half changed, and ends the actor.
inline akt::supervisor keep_the_books() {
  return akt::supervisor().on<BadCommand>(akt::directive::resume);
}
/// For who keeps nothing from one message to the next: whatever is thrown, another one goes on.
inline akt::supervisor begin_anew() {
  return akt::supervisor().otherwise(akt::directive::restart).max_restarts(akt::unlimited);
}

// [account]
class Account {
public:
  explicit Account(Amount opening) : balance_(opening) {}

  akt::result<Amount> on(Withdraw m) {
    if (m.amount <= 0) throw BadCommand("an amount that is not positive");
    if (m.amount > balance_) return akt::errc::rejected;
    return change(m.ticket, -m.amount);
  }
  akt::result<Amount> on(Deposit m) {
    if (m.amount <= 0) throw BadCommand("an amount that is not positive");
    if (m.amount > std::numeric_limits<Amount>::max() - balance_) return akt::errc::rejected;
    return change(m.ticket, m.amount);
  }
  /// Fits: no other transfer touches the account meanwhile.
  void on(Cancel m) {
    if (m.ticket == last_ticket_) balance_ -= std::exchange(last_change_, 0);
  }
  akt::task<> on(Freeze m, akt::context<Account>& ctx) { co_await ctx.sleep(m.length); }
  Amount on(GetBalance) const { return balance_; }

private:
  Amount change(Ticket ticket, Amount by) {
    last_ticket_ = ticket;
    last_change_ = by;
    return balance_ += by;
  }

  Amount balance_;
  Ticket last_ticket_ = 0; ///< 0: none yet
  Amount last_change_ = 0;
};
// [account]

/// Accounts by number, as transfers name them.
using AccountRefs = std::vector<akt::actor_ref<Account>>;

/// Names and numbers of accounts. Names are not actor names: they may be any text.
class Directory {
public:
  /// False: the name is taken.
  bool add(std::string_view name) {
    return numbers_.emplace(name, static_cast<std::uint32_t>(numbers_.size())).second;
  }
  /// Null: unknown.
  const std::uint32_t* find(std::string_view name) const {
    auto found = numbers_.find(name);
    return found == numbers_.end() ? nullptr : &found->second;
  }
  std::size_t size() const { return numbers_.size(); }

  /// In the order of names, byte by byte.
  std::map<std::string_view, std::uint32_t> sorted() const {
    return {numbers_.begin(), numbers_.end()};
  }

private:
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> numbers_;
};

struct GetBalances {};

/// Asks every account for its balance, one after the other.
class Auditor {
public:
  explicit Auditor(AccountRefs accounts) : accounts_(std::move(accounts)) {}

  akt::task<akt::result<std::vector<Amount>>> on(GetBalances) {
    std::vector<Amount> balances;
    balances.reserve(accounts_.size());
    for (const auto& account : accounts_) {
      auto balance = co_await account.ask<GetBalance>().within(patience);
      if (!balance) co_return balance.error();
      balances.push_back(*balance);
    }
    co_return balances;
  }

private:
  AccountRefs accounts_;
};

} // namespace bank
