// SPDX-License-Identifier: Apache-2.0
//
// What the program says at its end.
#pragma once

#include "clearing.hpp"

#include <iomanip>
#include <ostream>

namespace bank {

struct Report {
  std::uint64_t lines = 0; ///< without headers and an empty line at the end
  std::uint64_t bad = 0;
  std::uint64_t outcomes[outcome_count] = {};
  std::uint64_t accounts = 0;
  Total opening = 0;
  Total closing = 0;
  double seconds = 0;

  std::uint64_t count(Outcome o) const { return outcomes[static_cast<std::size_t>(o)]; }
  std::uint64_t refused() const {
    return count(Outcome::insufficient_funds) + count(Outcome::balance_limit);
  }
  /// Every line has one outcome, no money was made or lost.
  bool conserved() const {
    return opening == closing && count(Outcome::unknown) == 0 &&
           lines == bad + refused() + count(Outcome::applied);
  }
  int exit_status() const {
    if (!conserved()) return 2;
    return bad + refused() == 0 ? 0 : 1;
  }
};

inline void add(Report& report, const Settled& settled) {
  report.outcomes[static_cast<std::size_t>(Outcome::applied)] += settled.applied;
  for (const NotApplied& other : settled.others)
    ++report.outcomes[static_cast<std::size_t>(other.outcome)];
}

inline void print(std::ostream& out, const Report& report) {
  auto row = [&out](std::string_view name, const std::string& value) -> std::ostream& {
    return out << std::left << std::setw(42) << name << std::right << std::setw(24) << value;
  };
  auto count = [&](Outcome o, std::string_view indent) {
    row(std::string(indent).append(text(o)), std::to_string(report.count(o))) << '\n';
  };
  row("lines", std::to_string(report.lines)) << '\n';
  count(Outcome::applied, "  ");
  row("  refused", std::to_string(report.refused())) << '\n';
  count(Outcome::insufficient_funds, "    ");
  count(Outcome::balance_limit, "    ");
  if (report.count(Outcome::unknown) > 0) count(Outcome::unknown, "  ");
  row("  bad", std::to_string(report.bad)) << '\n';
  row("accounts", std::to_string(report.accounts)) << '\n';
  row("opening total, cents", to_string(report.opening)) << '\n';
  row("closing total, cents", to_string(report.closing)) << '\n';
  double rate = static_cast<double>(report.count(Outcome::applied)) / report.seconds;
  row("seconds", std::to_string(report.seconds)) << '\n';
  row("transfers applied per second", std::to_string(static_cast<std::uint64_t>(rate))) << '\n';
  out << (report.conserved() ? "conserved: every line has its outcome, the totals are equal\n"
                             : "NOT CONSERVED\n");
}

} // namespace bank
