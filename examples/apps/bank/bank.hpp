// SPDX-License-Identifier: Apache-2.0
//
// From files to a report.
#pragma once

#include "input.hpp"
#include "report.hpp"

#include <fstream>
#include <unordered_set>

namespace bank {

struct Opening {
  Directory directory;
  std::vector<Amount> balances;
};

/// Complains about each bad line, then throws CannotRun: transfers need all accounts.
inline Opening read_opening(const std::string& path, Console& console) {
  Input input(path);
  LineReader reader = input.lines();
  Opening opening;
  Fields fields;
  std::uint64_t bad = 0;
  for (Line line; reader.next(line);) {
    if (says_nothing(line, opening_header, reader)) continue;
    OpeningLine parsed;
    Complaint wrong = parse_opening(line, fields, parsed);
    if (wrong.empty() && !opening.directory.add(parsed.name))
      wrong = "account " + shown(parsed.name) + " was opened before";
    if (wrong.empty())
      opening.balances.push_back(parsed.balance);
    else
      console.complain(input.name(), line.number, wrong), ++bad;
  }
  if (reader.failed()) input.fail("cannot read ");
  if (bad > 0)
    throw CannotRun(input.name() + " has " + std::to_string(bad) + " bad line" +
                    (bad == 1 ? "" : "s") + "; nothing was applied");
  return opening;
}

/// Accounts, tellers and the clearing of one run.
class Bank {
public:
  struct Size {
    unsigned workers = 0;
    std::size_t tellers = 64;
  };

  Bank(Opening opening, Size size)
      : system_({.name = "bank", .workers = size.workers}),
        directory_(std::move(opening.directory)) {
    for (Amount balance : opening.balances)
      accounts_.push_back(system_.spawn<Account>(akt::anonymous, balance));
    std::vector<akt::actor_ref<Teller>> tellers;
    for (std::size_t i = 0; i < size.tellers; ++i)
      tellers.push_back(system_.spawn<Teller>(akt::anonymous));
    clearing_ = system_.spawn<Clearing>("clearing", accounts_, std::move(tellers));
    auditor_ = system_.spawn<Auditor>("auditor", accounts_);
  }

  /// Applies all good lines and fills the report's lines, bad and outcomes.
  void apply(const Input& input, Console& console, Report& report) {
    LineReader reader = input.lines();
    Fields fields;
    std::vector<Transfer> batch;
    for (Line line; reader.next(line);) {
      if (says_nothing(line, transfer_header, reader)) continue;
      ++report.lines;
      Transfer transfer;
      if (Complaint wrong = read(line, fields, transfer); !wrong.empty()) {
        ++report.bad;
        console.complain(input.name(), line.number, wrong);
        continue;
      }
      batch.push_back(transfer);
      if (batch.size() < batch_size) continue;
      submit(std::exchange(batch, {}), batch_size, input, console, report);
      batch.reserve(batch_size);
      console.progress(report.lines);
    }
    submit(std::move(batch), 0, input, console, report);
    console.clear();
    if (reader.failed()) input.fail("stopped in the middle, cannot read ");
  }

  std::vector<Amount> balances() {
    return auditor_.ask<GetBalances>().within(patience).get().value();
  }
  const Directory& directory() const { return directory_; }

private:
  static constexpr std::size_t batch_size = 1024;

  /// An id is taken by the first good line that has it, also if that transfer is refused.
  Complaint read(const Line& line, Fields& fields, Transfer& transfer) {
    TransferLine parsed;
    if (Complaint wrong = parse_transfer(line, fields, parsed); !wrong.empty()) return wrong;
    const std::uint32_t* from = directory_.find(parsed.from);
    if (!from) return "unknown account " + shown(parsed.from);
    const std::uint32_t* to = directory_.find(parsed.to);
    if (!to) return "unknown account " + shown(parsed.to);
    if (!ids_.insert(parsed.id).second)
      return "id " + std::to_string(parsed.id) + " was used before";
    transfer = {line.number, *from, *to, parsed.amount};
    return {};
  }
  void submit(std::vector<Transfer> batch, std::size_t leave, const Input& input, Console& console,
              Report& report) {
    auto settled = clearing_.ask<Submit>(std::move(batch), leave).within(patience).get().value();
    add(report, settled);
    std::sort(settled.others.begin(), settled.others.end(),
              [](const NotApplied& a, const NotApplied& b) { return a.line < b.line; });
    for (const NotApplied& other : settled.others)
      console.complain(input.name(), other.line, "refused: " + std::string(text(other.outcome)));
  }

  akt::actor_system system_;
  Directory directory_;
  AccountRefs accounts_;
  akt::actor_ref<Clearing> clearing_;
  akt::actor_ref<Auditor> auditor_;
  std::unordered_set<std::uint64_t> ids_;
};

/// The closing balances, which can open the next run.
inline void write_closing(const std::string& path, const Directory& directory,
                          const std::vector<Amount>& balances) {
  std::ofstream out(path, std::ios::binary);
  out << opening_header << '\n';
  for (auto [name, number] : directory.sorted())
    out << to_field(name) << ',' << balances[number] << '\n';
  if (!out.flush()) throw CannotRun("cannot write " + path);
}

/// The whole job. Throws CannotRun.
inline Report run(const std::string& opening_path, const std::string& transfers_path,
                  const std::string& closing_path, Bank::Size size) {
  Console console;
  Report report;
  Input transfers(transfers_path);
  Opening opening = read_opening(opening_path, console);
  for (Amount balance : opening.balances) report.opening += balance;
  report.accounts = opening.balances.size();
  Bank bank(std::move(opening), size);

  auto began = std::chrono::steady_clock::now();
  bank.apply(transfers, console, report);
  auto took = std::chrono::steady_clock::now() - began;
  report.seconds = std::max(1e-6, std::chrono::duration<double>(took).count());

  std::vector<Amount> balances = bank.balances();
  for (Amount balance : balances) report.closing += balance;
  if (!closing_path.empty()) write_closing(closing_path, bank.directory(), balances);
  return report;
}

} // namespace bank
