// SPDX-License-Identifier: Apache-2.0
//
// The program akt_sim, which lies beside this one.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

namespace simulation_test {

struct outcome {
  int status = -1;
  std::string out; ///< and what went to standard error
};

struct akt_sim : testing::Test {
  std::filesystem::path program =
      std::filesystem::read_symlink("/proc/self/exe").parent_path() / "akt_sim";
  std::filesystem::path folder =
      std::filesystem::path(testing::TempDir()) / ("akt_sim_" + std::string(name()));

  static const char* name() {
    return testing::UnitTest::GetInstance()->current_test_info()->name();
  }
  void SetUp() override {
    if (!std::filesystem::exists(program)) GTEST_SKIP() << "akt_sim is not built";
    std::filesystem::create_directories(folder);
  }
  void TearDown() override { std::filesystem::remove_all(folder); }

  outcome run(const std::string& arguments) {
    std::string line =
        "cd '" + folder.string() + "' && '" + program.string() + "' " + arguments + " 2>&1";
    outcome o;
    std::FILE* pipe = popen(line.c_str(), "r");
    for (int c; (c = std::fgetc(pipe)) != EOF;) o.out += static_cast<char>(c);
    o.status = WEXITSTATUS(pclose(pipe));
    return o;
  }
};

TEST_F(akt_sim, prints_one_hash_per_seed_and_the_same_in_every_process) {
  outcome first = run("--seed 7 --hash");
  EXPECT_EQ(first.status, 0);
  EXPECT_EQ(first.out.size(), 33u) << first.out;
  EXPECT_EQ(run("--seed 7 --hash").out, first.out);
  EXPECT_NE(run("--seed 8 --hash").out, first.out);
}

TEST_F(akt_sim, says_what_it_runs_and_that_every_check_held) {
  outcome o = run("--seed 3 --seeds 5 --policy pct:3");
  EXPECT_EQ(o.status, 0);
  EXPECT_NE(o.out.find("5 seeds from 3, policy pct:3"), std::string::npos) << o.out;
  EXPECT_NE(o.out.find("every check held"), std::string::npos) << o.out;
}

TEST_F(akt_sim, prints_every_packet_when_told) {
  EXPECT_NE(run("--seed 3 --messages").out.find("a -> b "), std::string::npos);
}

TEST_F(akt_sim, prints_lines_that_replay_a_failure) {
  outcome o = run("--seeds 1000 --plant");
  ASSERT_EQ(o.status, 1) << o.out;
  EXPECT_NE(o.out.find("an update was lost"), std::string::npos) << o.out;
  std::string by_choices = "replay:";
  std::size_t at = o.out.find(by_choices);
  ASSERT_NE(at, std::string::npos) << o.out;
  std::size_t seed = o.out.rfind("--seed ", at);
  std::string line = o.out.substr(seed, o.out.find('\n', at) - seed);
  outcome again = run(line);
  EXPECT_EQ(again.status, 1) << line << '\n' << again.out;
  EXPECT_NE(again.out.find("an update was lost"), std::string::npos) << again.out;
}

TEST_F(akt_sim, refuses_bad_arguments_with_status_2) {
  for (const char* bad :
       {"--seed", "--seed x", "--seed -1", "--seeds 0", "--policy fair", "--policy replay:/none",
        "--policy", "--hash --messages", "--sed 7", "7"}) {
    outcome o = run(bad);
    EXPECT_EQ(o.status, 2) << bad << '\n' << o.out;
    EXPECT_NE(o.out.find("akt_sim: "), std::string::npos) << o.out;
    EXPECT_NE(o.out.find("usage: "), std::string::npos) << o.out;
  }
}

} // namespace simulation_test
