// SPDX-License-Identifier: Apache-2.0
//
// Runs the simulator's scenario: seeds in a row, or one failure again.
#include "../../src/testkit/scenario.hpp"

#include <charconv>
#include <cstdio>
#include <cstring>

namespace {

constexpr const char* usage =
    "usage: akt_sim [--seed N] [--seeds COUNT] [--policy random|pct:D[:STEPS]|replay:FILE]\n"
    "               [--hash] [--messages] [--plant]\n"
    "  --seed N      the first seed, 1 unless given\n"
    "  --seeds COUNT how many seeds, from N on, 1 unless given\n"
    "  --policy P    who is next: random; pct:1 to pct:64, with changes within STEPS steps, those\n"
    "                of a random run unless given; or replay:FILE of choices\n"
    "  --hash        print the hash of each trace and nothing else\n"
    "  --messages    print every packet\n"
    "  --plant       with a planted bug, which must be found\n"
    "exit status: 0 every check held, 1 a check failed, 2 bad arguments\n";

struct arguments {
  akt::sim::scenario_options run;
  std::uint64_t seeds = 1;
  bool hash = false;
};

bool read_number(const char* text, std::uint64_t& out) {
  const char* end = text + std::strlen(text);
  auto [stopped, failed] = std::from_chars(text, end, out);
  return failed == std::errc{} && stopped == end;
}

void print_packet(std::string_view from, std::string_view to, std::span<const std::byte> bytes) {
  std::printf("%.*s -> %.*s %zu bytes:", static_cast<int>(from.size()), from.data(),
              static_cast<int>(to.size()), to.data(), bytes.size());
  for (std::byte b : bytes) std::printf(" %02x", std::to_integer<unsigned>(b));
  std::printf("\n");
}

int bad(const std::string& what) {
  std::fprintf(stderr, "akt_sim: %s\n%s", what.c_str(), usage);
  return 2;
}

/// 0, or what to exit with.
int read_arguments(int argc, char** argv, arguments& out) {
  for (int i = 1; i < argc; ++i) {
    std::string_view name = argv[i];
    const char* value = i + 1 < argc ? argv[i + 1] : nullptr;
    if (name == "--hash")
      out.hash = true;
    else if (name == "--messages")
      out.run.on_frame = &print_packet;
    else if (name == "--plant")
      out.run.plant = true;
    else if (name == "--seed" || name == "--seeds" || name == "--policy") {
      if (!value) return bad(std::string(name) + " needs a value");
      ++i;
      if (name == "--policy")
        out.run.policy = value;
      else if (!read_number(value, name == "--seed" ? out.run.seed : out.seeds))
        return bad(std::string(name) + " needs a number, not '" + value + "'");
    } else
      return bad("unknown argument '" + std::string(name) + "'");
  }
  if (out.seeds == 0) return bad("--seeds needs at least 1");
  if (out.hash && out.run.on_frame) return bad("--hash and --messages exclude each other");
  return 0;
}

std::string line_of(const akt::sim::scenario_options& o, const std::string& policy) {
  std::string line = "./dev sim --seed " + std::to_string(o.seed) + " --policy " + policy;
  return o.plant ? line + " --plant" : line;
}

/// True: every check held.
bool report(const arguments& args, const akt::sim::scenario_result& result,
            const std::string& choices) {
  if (args.hash) std::printf("%s\n", result.hash.c_str());
  if (result) return true;
  std::FILE* out = args.hash ? stderr : stdout;
  std::fprintf(out, "sim: seed %llu FAILED: %s\n", static_cast<unsigned long long>(args.run.seed),
               result.failure.c_str());
  std::fprintf(out, "sim: run it again: %s\n", line_of(args.run, args.run.policy).c_str());
  std::fprintf(out, "sim: or by its choices: %s\n", line_of(args.run, "replay:" + choices).c_str());
  return false;
}

} // namespace

int main(int argc, char** argv) {
  arguments args;
  if (int status = read_arguments(argc, argv, args)) return status;
  if (!args.hash)
    std::printf("sim: %llu seeds from %llu, policy %s, three nodes%s\n",
                static_cast<unsigned long long>(args.seeds),
                static_cast<unsigned long long>(args.run.seed), args.run.policy.c_str(),
                args.run.plant ? ", a planted bug" : "");
  akt::sim::scenario_result sum;
  for (std::uint64_t left = args.seeds; left > 0; --left, ++args.run.seed) {
    std::string choices = "akt_sim_" + std::to_string(args.run.seed) + ".choices";
    auto result = akt::sim::run_scenario(args.run, choices);
    if (!result) return bad(result.error().message());
    if (!result->complaint.empty()) return bad(result->complaint);
    if (!report(args, *result, choices)) return 1;
    sum.steps += result->steps;
    sum.asks += result->asks;
    sum.watches += result->watches;
    sum.cuts += result->cuts;
    sum.answered += result->answered;
    sum.failures += result->failures;
    sum.hash = result->hash;
  }
  if (args.hash) return 0;
  auto n = [](std::uint64_t count) { return static_cast<unsigned long long>(count); };
  std::printf("sim: %llu steps, %llu asks (%llu with an answer), %llu watches, %llu cuts, "
              "%llu failures: every check held\n",
              n(sum.steps), n(sum.asks), n(sum.answered), n(sum.watches), n(sum.cuts),
              n(sum.failures));
  std::printf("sim: trace of the last seed: %s\n", sum.hash.c_str());
  return 0;
}
