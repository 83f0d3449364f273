// SPDX-License-Identifier: Apache-2.0
//
// From files to a report.
#pragma once

#include "akt/actor/run.hpp"

#include "input.hpp"
#include "report.hpp"

#include <fstream>
#include <future>
#include <memory>
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
  struct Settings {
    unsigned workers = 0;
    std::size_t tellers = 64;
    akt::duration limit = std::chrono::seconds(30); ///< for each step of a transfer
    /// Of so many transfers one is a bad command, the receiver of one gets stuck, and the teller of
    /// one throws in the middle; 0: none.
    std::uint64_t mishaps = 0;
  };

  Bank(Opening opening, Settings settings)
      : system_({.name = "bank", .workers = settings.workers, .supervise = keep_the_books()}),
        directory_(std::move(opening.directory)), mishaps_(settings.mishaps) {
    for (Amount balance : opening.balances)
      accounts_.push_back(system_.spawn<Account>(akt::anonymous, balance));
    std::vector<akt::actor_ref<Teller>> tellers;
    for (std::size_t i = 0; i < settings.tellers; ++i)
      tellers.push_back(
          system_.spawn<Teller>(akt::spawn_options{.supervise = begin_anew()}, settings.limit));
    clearing_ = system_.spawn<Clearing>("clearing", accounts_, std::move(tellers));
    auditor_ = system_.spawn<Auditor>("auditor", accounts_);
  }

  akt::actor_system& system() { return system_; }

  /// Applies all good lines, until the program shall end, and fills the report's lines, bad,
  /// outcomes and signal.
  void apply(const Input& input, akt::program& program, Console& console, Report& report) {
    bool cut = false; // perhaps in the middle of a line
    LineReader reader = input.lines([&] { return cut = cut || program.ending(); });
    Fields fields;
    std::vector<Transfer> batch;
    bool more = true;
    for (Line line; !program.ending() && (more = reader.next(line)) && !cut;) {
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
      note(submit(std::exchange(batch, {}), batch_size, program, console), input, console, report);
      batch.reserve(batch_size);
      console.progress(report.lines);
    }
    const bool ended = !cut && !more;
    if (ended) note(submit(std::exchange(batch, {}), 0, program, console), input, console, report);
    if (!ended || halted_.valid()) {
      report.signal = program.signal();
      note(halt(batch, console), input, console, report);
    }
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
    transfer = {line.number, *from, *to, parsed.amount, mishap()};
    return {};
  }
  /// Of the next transfer.
  Mishap mishap() {
    if (mishaps_ == 0) return Mishap::none;
    std::uint64_t n = ++transfers_ % mishaps_;
    if (n == 0) return Mishap::bad_command;
    if (n == mishaps_ / 2) return Mishap::stuck;
    return n == mishaps_ / 4 ? Mishap::teller_throws : Mishap::none;
  }

  using Answer = std::future<akt::result<Settled>>;

  template <class M, class... Fields>
  Answer ask(Fields&&... fields) {
    auto answer = std::make_shared<std::promise<akt::result<Settled>>>();
    clearing_.ask<M>(std::forward<Fields>(fields)...)
        .within(patience)
        .then([answer](akt::result<Settled> settled) { answer->set_value(std::move(settled)); });
    return answer->get_future();
  }
  /// Waits for the clearing. If the program shall end meanwhile the clearing hears of it.
  Settled submit(std::vector<Transfer> batch, std::size_t leave, const akt::program& program,
                 Console& console) {
    Answer answer = ask<Submit>(std::move(batch), leave);
    while (answer.wait_for(std::chrono::milliseconds(100)) != std::future_status::ready)
      if (program.ending()) begin_halt(console);
    return answer.get().value();
  }
  void begin_halt(Console& console) {
    if (halted_.valid()) return;
    console.say("interrupted: lets what is under way end; once more ends at once");
    halted_ = ask<Halt>();
  }
  /// `unsubmitted`: was read, and is not done either.
  Settled halt(const std::vector<Transfer>& unsubmitted, Console& console) {
    begin_halt(console);
    Settled settled = halted_.get().value();
    for (const Transfer& t : unsubmitted) settled.others.push_back({t.line, Outcome::interrupted});
    return settled;
  }
  static void note(Settled settled, const Input& input, Console& console, Report& report) {
    add(report, settled);
    auto& others = settled.others;
    std::sort(others.begin(), others.end(),
              [](const NotApplied& a, const NotApplied& b) { return a.line < b.line; });
    for (std::size_t i = 0; i < others.size(); ++i) {
      const NotApplied& first = others[i];
      while (first.outcome == Outcome::interrupted && i + 1 < others.size() &&
             others[i + 1].outcome == first.outcome && others[i + 1].line == others[i].line + 1)
        ++i;
      std::string lines = std::to_string(first.line);
      if (others[i].line != first.line) lines += '-' + std::to_string(others[i].line);
      std::string_view what = is_refusal(first.outcome) ? "refused: " : "not done: ";
      console.complain(input.name(), lines, std::string(what).append(text(first.outcome)));
    }
  }

  akt::actor_system system_;
  Directory directory_;
  AccountRefs accounts_;
  akt::actor_ref<Clearing> clearing_;
  akt::actor_ref<Auditor> auditor_;
  std::unordered_set<std::uint64_t> ids_;
  Answer halted_; // valid: the clearing was told
  std::uint64_t mishaps_;
  std::uint64_t transfers_ = 0;
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

inline void apply_all(Bank& bank, const Input& transfers, const std::string& closing_path,
                      akt::program& program, Console& console, Report& report) {
  auto began = std::chrono::steady_clock::now();
  bank.apply(transfers, program, console, report);
  auto took = std::chrono::steady_clock::now() - began;
  report.seconds = std::max(1e-6, std::chrono::duration<double>(took).count());

  std::vector<Amount> balances = bank.balances();
  for (Amount balance : balances) report.closing += balance;
  if (!closing_path.empty()) write_closing(closing_path, bank.directory(), balances);
}

/// The whole job, or what was done of it when a signal came. Throws CannotRun.
inline Report run(const std::string& opening_path, const std::string& transfers_path,
                  const std::string& closing_path, Bank::Settings settings) {
  Console console;
  Report report;
  Input transfers(transfers_path);
  Opening opening = read_opening(opening_path, console);
  for (Amount balance : opening.balances) report.opening += balance;
  report.accounts = opening.balances.size();
  Bank bank(std::move(opening), settings);
  auto ended = akt::run(bank.system(), [&](akt::program& program) {
    try {
      apply_all(bank, transfers, closing_path, program, console, report);
    } catch (const akt::bad_result& e) { // interrupted twice, or an account has ended
      throw CannotRun(std::string("the books cannot be closed: ") + e.what());
    }
  });
  if (!ended) throw CannotRun(ended.error().message());
  return report;
}

} // namespace bank
