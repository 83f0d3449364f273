// SPDX-License-Identifier: Apache-2.0
#include "akt/testkit/explore.hpp"

#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <set>

namespace akt::inline v0::testkit {
namespace {

/// What fails in the run that is under way.
struct recorder {
  std::string first;
  std::uint64_t failures = 0;

  void add(const std::string& what) {
    if (failures++ == 0) first = what;
  }
};
recorder* current = nullptr;

void record(const std::string& what, const char* file, int line) {
  current->add(what + " (" + file + ":" + std::to_string(line) + ")");
}

/// While it lives, failures are recorded.
class recording {
public:
  explicit recording(recorder& r)
      : before_(framework_in_use()), last_(std::exchange(current, &r)),
        had_failed_(before_.has_failed && before_.has_failed()) {
    use({&record, before_.has_failed, before_.run_again});
  }
  ~recording() {
    use(before_);
    current = last_;
  }
  recording(const recording&) = delete;
  recording& operator=(const recording&) = delete;

  bool framework_has_failed() const {
    return !had_failed_ && before_.has_failed && before_.has_failed();
  }

private:
  test_framework before_;
  recorder* last_;
  bool had_failed_;
};

std::string quoted(std::string_view word) {
  constexpr std::string_view plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=./:,@%";
  if (!word.empty() && word.find_first_not_of(plain) == word.npos) return std::string(word);
  std::string out = "'";
  for (char c : word) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

std::string line_of(const kit_options& o) {
  std::string line = "AKT_SEED=" + std::to_string(o.seed) + " AKT_POLICY=" + quoted(o.policy) +
                     " " + quoted(program_invocation_name);
  auto run_again = framework_in_use().run_again;
  return run_again ? line + " " + run_again() : line;
}

/// True: the options name the one run that was asked for.
bool read_one_run(const explore_options& from, kit_options& o, std::source_location at) {
  const char* seed = from.variable("AKT_SEED");
  if (!seed) return false;
  std::string_view digits = seed;
  auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), o.seed);
  if (failed != std::errc{} || end != digits.data() + digits.size())
    fail("AKT_SEED is no number: '" + std::string(digits) + "'", at.file_name(),
         static_cast<int>(at.line()));
  if (const char* policy = from.variable("AKT_POLICY")) o.policy = policy;
  return true;
}

/// Runs once; the hash of its trace.
std::string run(const kit_options& o, const std::function<void(kit&)>& body, recorder& failures) {
  recording here(failures);
  std::string trace;
  {
    kit k(o);
    try {
      body(k);
    } catch (const std::exception& e) {
      failures.add(std::string("an exception: ") + e.what());
    } catch (...) {
      failures.add("an exception of an unknown type");
    }
    trace = k.world().trace_hash();
  }
  if (here.framework_has_failed()) failures.add("a check of the test failed, see above");
  return trace;
}

} // namespace

const char* environment_variable(const char* name) noexcept { return std::getenv(name); }

exploration explore(const explore_options& options, const std::function<void(kit&)>& body,
                    std::source_location at) {
  if (options.seeds == 0) throw bad_result(error(errc::invalid_argument, "explore: no seeds"));
  exploration all;
  kit_options o = options.first;
  all.replayed = read_one_run(options, o, at);
  const std::uint64_t runs = all.replayed ? 1 : options.seeds;
  std::set<std::string> traces;
  for (; all.runs < runs && all; ++o.seed) {
    recorder failures;
    std::string trace = run(o, body, failures);
    ++all.runs;
    traces.insert(trace);
    if (failures.failures > 0) all.failed = {o, failures.first, trace, line_of(o)};
  }
  all.traces = traces.size();
  if (all.failed)
    fail("seed " + std::to_string(all.failed->options.seed) + ", policy " + o.policy + ": " +
             all.failed->what + "; run it again:\n" + all.failed->line,
         at.file_name(), static_cast<int>(at.line()));
  return all;
}

} // namespace akt::inline v0::testkit
