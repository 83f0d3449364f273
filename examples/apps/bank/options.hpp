// SPDX-License-Identifier: Apache-2.0
//
// The command line.
#pragma once

#include "generator.hpp"

#include <optional>
#include <string>
#include <vector>

namespace bank {

inline constexpr std::string_view help_text =
    R"(bank: applies transfers to accounts, one actor per account

  bank                              make the default input and apply it
  bank --opening FILE [--transfers FILE|-] [--closing FILE]
                                    apply transfers, from standard input unless named
  bank --generate N --opening FILE --transfers FILE [--seed S] [--accounts A]
                                    write input with N transfers, and nothing else

  --opening FILE     CSV account,balance      --workers N   threads; default: one per core
  --transfers FILE   CSV id,from,to,amount    --tellers N   transfers at once; default: 64
  --closing FILE     CSV account,balance, written at the end, sorted by account
  --limit MS         a transfer that is stuck for longer is cancelled; default: 30000
  --mishaps N        of N transfers one is a bad command, the receiver of one is stuck, and the
                     teller of one throws

Amounts are whole cents. Bad lines, and transfers that are refused or not done, are reported on
standard error. Ctrl-C ends the program in order, and says what was not done; once more ends it at
once. Exit status: 0 all applied, 1 some were refused, bad or stuck, 2 not conserved or could not
run, 130 interrupted, 143 terminated.
)";

struct Options {
  bool help = false;
  std::optional<GeneratorOptions> generate;
  std::string opening;
  std::string transfers;
  std::string closing;
  std::uint64_t workers = 0;
  std::uint64_t tellers = 64;
  std::uint64_t limit_ms = 30'000;
  std::uint64_t mishaps = 0;

  bool use_default_input() const { return opening.empty(); }
};

/// Reads --name value pairs. Fills the complaint if they make no sense together.
class OptionParser {
public:
  explicit OptionParser(std::vector<std::string> arguments) : arguments_(std::move(arguments)) {}

  Options parse() {
    std::uint64_t transfers = 0;
    while (at_ < arguments_.size() && complaint_.empty()) {
      std::string name = arguments_[at_++];
      if (name == "--help" || name == "-h")
        options_.help = true;
      else if (name == "--opening")
        options_.opening = value(name);
      else if (name == "--transfers")
        options_.transfers = value(name);
      else if (name == "--closing")
        options_.closing = value(name);
      else if (name == "--workers")
        options_.workers = number(name, 1, 128);
      else if (name == "--tellers")
        options_.tellers = number(name, 1, 100'000);
      else if (name == "--limit")
        options_.limit_ms = number(name, 1, 86'400'000);
      else if (name == "--mishaps")
        options_.mishaps = number(name, 1, 1'000'000'000);
      else if (name == "--generate")
        transfers = number(name, 1, 1'000'000'000), generates_ = true;
      else if (name == "--seed")
        generator_.seed = number(name, 0, ~std::uint64_t{0}), tuned_ = true;
      else if (name == "--accounts")
        generator_.accounts = number(name, 2, 10'000'000), tuned_ = true;
      else
        complaint_ = "unknown option " + shown(name);
    }
    if (generates_) generator_.transfers = transfers, options_.generate = generator_;
    if (complaint_.empty() && !options_.help) check();
    return options_;
  }
  const Complaint& complaint() const { return complaint_; }

private:
  std::string value(const std::string& name) {
    if (at_ < arguments_.size() && !arguments_[at_].empty()) return arguments_[at_++];
    complaint_ = name + " needs a value";
    return {};
  }
  std::uint64_t number(const std::string& name, std::uint64_t min, std::uint64_t max) {
    std::uint64_t number = 0;
    std::string text = value(name);
    if (complaint_.empty()) complaint_ = parse_number(text, name, number);
    if (complaint_.empty() && (number < min || number > max))
      complaint_ = name + " is not in " + std::to_string(min) + " to " + std::to_string(max);
    return number;
  }
  void check() {
    bool named = !options_.opening.empty();
    if (generates_ && (!named || options_.transfers.empty()))
      complaint_ = "--generate needs --opening FILE and --transfers FILE to write";
    else if (!generates_ && tuned_)
      complaint_ = "--seed and --accounts need --generate";
    else if (!named && !options_.transfers.empty())
      complaint_ = "--transfers needs --opening FILE";
  }

  std::vector<std::string> arguments_;
  std::size_t at_ = 0;
  Options options_;
  GeneratorOptions generator_;
  bool generates_ = false;
  bool tuned_ = false;
  Complaint complaint_;
};

} // namespace bank
