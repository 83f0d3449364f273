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
  int signal = 0; ///< why reading ended before the input did; 0: it did not
  std::uint64_t accounts = 0;
  Total opening = 0;
  Total closing = 0;
  double seconds = 0;

  std::uint64_t count(Outcome o) const { return outcomes[static_cast<std::size_t>(o)]; }
  std::uint64_t refused() const {
    return count(Outcome::insufficient_funds) + count(Outcome::balance_limit) +
           count(Outcome::bad_command) + count(Outcome::account_closed);
  }
  std::uint64_t not_done() const {
    return count(Outcome::timed_out) + count(Outcome::teller_failed) + count(Outcome::interrupted);
  }
  /// Every line has one outcome, no money was made or lost.
  bool conserved() const {
    return opening == closing && lines == bad + refused() + not_done() + count(Outcome::applied);
  }
  int exit_status() const {
    if (!conserved()) return 2;
    if (signal != 0) return 128 + signal;
    return bad + refused() + not_done() == 0 ? 0 : 1;
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
  auto count_if_any = [&](Outcome o, std::string_view indent) {
    if (report.count(o) > 0) count(o, indent);
  };
  row("lines", std::to_string(report.lines)) << '\n';
  count(Outcome::applied, "  ");
  row("  refused", std::to_string(report.refused())) << '\n';
  count(Outcome::insufficient_funds, "    ");
  count(Outcome::balance_limit, "    ");
  count_if_any(Outcome::bad_command, "    ");
  count_if_any(Outcome::account_closed, "    ");
  row("  bad", std::to_string(report.bad)) << '\n';
  row("  not done", std::to_string(report.not_done())) << '\n';
  count_if_any(Outcome::timed_out, "    ");
  count_if_any(Outcome::teller_failed, "    ");
  count_if_any(Outcome::interrupted, "    ");
  row("accounts", std::to_string(report.accounts)) << '\n';
  row("opening total, cents", to_string(report.opening)) << '\n';
  row("closing total, cents", to_string(report.closing)) << '\n';
  double rate = static_cast<double>(report.count(Outcome::applied)) / report.seconds;
  row("seconds", std::to_string(report.seconds)) << '\n';
  row("transfers applied per second", std::to_string(static_cast<std::uint64_t>(rate))) << '\n';
  auto mishap = [&](std::string_view what, Outcome o) {
    if (report.count(o) > 0) row(what, std::to_string(report.count(o))) << '\n';
  };
  mishap("commands that threw: account resumed", Outcome::bad_command);
  mishap("tellers that threw: restarted, undone", Outcome::teller_failed);
  mishap("transfers that were stuck: undone", Outcome::timed_out);
  if (report.signal != 0)
    out << "interrupted by signal " << report.signal
        << ": lines that were read and are not done are on standard error\n";
  out << (report.conserved() ? "conserved: every line has its outcome, the totals are equal\n"
                             : "NOT CONSERVED\n");
}

} // namespace bank
