// SPDX-License-Identifier: Apache-2.0
#include "generator.hpp"
#include "options.hpp"

#include <gtest/gtest.h>

#include <set>
#include <sstream>

namespace {

using namespace bank;

std::string transfers(const GeneratorOptions& options) {
  std::ostringstream out;
  generate_transfers(options, out);
  return out.str();
}
std::string opening(const GeneratorOptions& options) {
  std::ostringstream out;
  generate_opening(options, out);
  return out.str();
}

TEST(generator, repeats_itself_for_one_seed_only) {
  GeneratorOptions one{.transfers = 100, .accounts = 10, .seed = 1};
  GeneratorOptions two{.transfers = 100, .accounts = 10, .seed = 2};
  EXPECT_EQ(transfers(one), transfers(one));
  EXPECT_EQ(opening(one), opening(one));
  EXPECT_NE(transfers(one), transfers(two));
  EXPECT_NE(opening(one), opening(two));
}

TEST(generator, has_the_same_bytes_everywhere) {
  EXPECT_EQ(transfers({.transfers = 2, .accounts = 1000, .seed = 7}),
            "id,from,to,amount\n"
            "1,account-000797,account-000781,6155\n"
            "2,account-000032,account-000741,6925\n");
}

TEST(generator, makes_good_lines_only) {
  for (std::uint64_t accounts : {2u, 3u, 1000u}) {
    GeneratorOptions options{.transfers = 500, .accounts = accounts, .seed = 3};
    std::set<std::string> names;
    Fields fields;
    std::istringstream balances(opening(options));
    std::string text;
    for (std::getline(balances, text); std::getline(balances, text);) {
      OpeningLine line;
      EXPECT_EQ(parse_opening({1, text, false}, fields, line), "");
      EXPECT_TRUE(names.emplace(line.name).second);
    }
    EXPECT_EQ(names.size(), accounts);
    std::istringstream lines(transfers(options));
    std::uint64_t id = 0;
    for (std::getline(lines, text); std::getline(lines, text);) {
      TransferLine line;
      EXPECT_EQ(parse_transfer({1, text, false}, fields, line), "");
      EXPECT_EQ(line.id, ++id);
      EXPECT_TRUE(names.contains(std::string(line.from)) && names.contains(std::string(line.to)));
    }
    EXPECT_EQ(id, 500u);
  }
}

Complaint complaint(std::vector<std::string> arguments) {
  OptionParser parser(std::move(arguments));
  parser.parse();
  return parser.complaint();
}

TEST(options, of_the_three_ways_to_run) {
  EXPECT_TRUE(OptionParser({}).parse().use_default_input());
  Options run = OptionParser({"--opening", "o", "--closing", "c", "--tellers", "7"}).parse();
  EXPECT_EQ(run.opening + run.transfers + run.closing, "oc");
  EXPECT_EQ(run.tellers, 7u);
  Options make = OptionParser({"--seed", "9", "--generate", "5", "--opening", "o", "--transfers",
                               "t", "--accounts", "3"})
                     .parse();
  ASSERT_TRUE(make.generate);
  EXPECT_EQ(make.generate->transfers, 5u);
  EXPECT_EQ(make.generate->accounts, 3u);
  EXPECT_EQ(make.generate->seed, 9u);
}

TEST(options, that_make_no_sense_are_refused) {
  EXPECT_EQ(complaint({"--fast"}), "unknown option '--fast'");
  EXPECT_EQ(complaint({"--opening"}), "--opening needs a value");
  EXPECT_EQ(complaint({"--opening", ""}), "--opening needs a value");
  EXPECT_EQ(complaint({"--transfers", "t"}), "--transfers needs --opening FILE");
  EXPECT_EQ(complaint({"--workers", "0"}), "--workers is not in 1 to 128");
  EXPECT_EQ(complaint({"--workers", "many"}), "--workers is not a whole number");
  EXPECT_EQ(complaint({"--seed", "1"}), "--seed and --accounts need --generate");
  EXPECT_EQ(complaint({"--generate", "5"}),
            "--generate needs --opening FILE and --transfers FILE to write");
  EXPECT_EQ(complaint({"--generate", "5", "--accounts", "1"}),
            "--accounts is not in 2 to 10000000");
}

} // namespace
