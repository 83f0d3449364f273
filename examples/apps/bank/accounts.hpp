// SPDX-License-Identifier: Apache-2.0
//
// One actor per account, and who finds it by its name.
#pragma once

#include "akt/akt.hpp"

#include "parse.hpp"

#include <limits>
#include <map>
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

/// Whoever asks waits as long as it takes: accounts live as long as the system and always answer,
/// and giving up in the middle of a transfer would leave its outcome unknown.
inline constexpr auto patience = std::chrono::hours(24);

struct Withdraw {
  Amount amount;
};
struct Deposit {
  Amount amount;
};
/// Gives back what was withdrawn.
struct Refund {
  Amount amount;
};
struct GetBalance {};

// [account]
class Account {
public:
  explicit Account(Amount opening) : balance_(opening) {}

  akt::result<Amount> on(Withdraw m) {
    if (m.amount > balance_) return akt::errc::rejected;
    return balance_ -= m.amount;
  }
  akt::result<Amount> on(Deposit m) {
    if (m.amount > std::numeric_limits<Amount>::max() - balance_) return akt::errc::rejected;
    return balance_ += m.amount;
  }
  /// Fits: it was in this balance, and no other transfer touches the account meanwhile.
  Amount on(Refund m) { return balance_ += m.amount; }
  Amount on(GetBalance) const { return balance_; }

private:
  Amount balance_;
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
