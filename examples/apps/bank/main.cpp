// SPDX-License-Identifier: Apache-2.0
#include "bank.hpp"
#include "options.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <iostream>

namespace {

using namespace bank;

void write_input(const GeneratorOptions& options, const std::string& opening,
                 const std::string& transfers) {
  std::ofstream accounts(opening, std::ios::binary);
  generate_opening(options, accounts);
  if (!accounts.flush()) throw CannotRun("cannot write " + opening);
  std::ofstream lines(transfers, std::ios::binary);
  generate_transfers(options, lines);
  if (!lines.flush()) throw CannotRun("cannot write " + transfers);
}

/// The default input lies beside the program and is made anew, so that it is never an old one.
void make_default_input(Options& options) {
  auto folder = std::filesystem::read_symlink("/proc/self/exe").parent_path() / "bank-data";
  std::error_code ignored; // writing says what is wrong
  std::filesystem::create_directory(folder, ignored);
  GeneratorOptions size;
  options.opening = folder / "opening.csv";
  options.transfers = folder / "transfers.csv";
  std::cout << "making " << size.accounts << " accounts and " << size.transfers
            << " transfers with seed " << size.seed << ":\n  " << options.opening << "\n  "
            << options.transfers << std::endl;
  write_input(size, options.opening, options.transfers);
}

bool same_file(const std::string& a, const std::string& b) {
  std::error_code missing;
  return a == b || std::filesystem::equivalent(a, b, missing);
}

/// Refuses what would read one file as two, or write over its own input.
void check_files(const Options& options) {
  if (options.transfers == "-" && fcntl(STDIN_FILENO, F_GETFD) < 0)
    throw CannotRun("standard input is closed: name the transfers by --transfers FILE");
  if (options.closing.empty()) return;
  for (const auto& input : {options.opening, options.transfers})
    if (same_file(options.closing, input))
      throw CannotRun("--closing would write over its input " + input);
}

int run_bank(Options options) {
  if (options.use_default_input()) make_default_input(options);
  if (options.transfers.empty()) options.transfers = "-";
  check_files(options);
  Report report = run(options.opening, options.transfers, options.closing,
                      {static_cast<unsigned>(options.workers), options.tellers,
                       std::chrono::milliseconds(options.limit_ms), options.mishaps});
  print(std::cout, report);
  if (!std::cout.flush()) throw CannotRun("cannot write the report");
  return report.exit_status();
}

} // namespace

int main(int argc, char** argv) {
  OptionParser parser({argv + 1, argv + argc});
  Options options = parser.parse();
  if (!parser.complaint().empty()) {
    std::cerr << "bank: " << parser.complaint() << "; see bank --help\n";
    return 2;
  }
  try {
    if (options.help)
      std::cout << help_text;
    else if (options.generate && same_file(options.opening, options.transfers))
      throw CannotRun("--opening and --transfers name the same file " + options.opening);
    else if (options.generate)
      write_input(*options.generate, options.opening, options.transfers);
    else
      return run_bank(options);
  } catch (const std::exception& e) {
    std::cerr << "bank: " << e.what() << '\n';
    return 2;
  }
  return 0;
}
