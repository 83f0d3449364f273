// SPDX-License-Identifier: Apache-2.0
#include "bank.hpp"
#include "options.hpp"

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

int run_bank(Options options) {
  if (options.use_default_input()) make_default_input(options);
  if (options.transfers.empty()) options.transfers = "-";
  Report report = run(options.opening, options.transfers, options.closing,
                      {static_cast<unsigned>(options.workers), options.tellers});
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
