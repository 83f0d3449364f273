// SPDX-License-Identifier: Apache-2.0
//
// Makes input of any size from a seed: the same bytes on every computer.
#pragma once

#include "akt/core/random.hpp"

#include "parse.hpp"

#include <ostream>
#include <string>

namespace bank {

struct GeneratorOptions {
  std::uint64_t transfers = 1'000'000;
  std::uint64_t accounts = 1'000; ///< at least 2
  std::uint64_t seed = 1;
};

inline std::string account_name(std::uint64_t number) {
  std::string digits = std::to_string(number);
  return "account-" + std::string(digits.size() < 6 ? 6 - digits.size() : 0, '0') + digits;
}

/// 10,000.00 to 30,000.00 per account.
inline void generate_opening(const GeneratorOptions& options, std::ostream& out) {
  akt::random_stream random(options.seed, 0, "opening");
  out << opening_header << '\n';
  for (std::uint64_t i = 1; i <= options.accounts; ++i)
    out << account_name(i) << ',' << 1'000'000 + random.below(2'000'001) << '\n';
}

/// 0.01 to 100.00 per transfer, between any two accounts.
inline void generate_transfers(const GeneratorOptions& options, std::ostream& out) {
  akt::random_stream random(options.seed, 0, "transfers");
  out << transfer_header << '\n';
  for (std::uint64_t id = 1; id <= options.transfers; ++id) {
    std::uint64_t from = random.below(options.accounts);
    std::uint64_t to = (from + 1 + random.below(options.accounts - 1)) % options.accounts;
    out << id << ',' << account_name(from + 1) << ',' << account_name(to + 1) << ','
        << 1 + random.below(10'000) << '\n';
  }
}

} // namespace bank
