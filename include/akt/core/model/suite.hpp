// SPDX-License-Identifier: Apache-2.0
//
// What a model file uses. It compiles a product header with AKT_MODEL=1 and describes scenes; run()
// tries all their schedules and then shows that planted bugs are found:
//
//   struct two_pushers {
//     mailbox box;
//     two_pushers() {
//       for (int i = 0; i < 2; ++i) model::spawn([this, i] { box.push(i); });
//     }
//     void check() { model::expect(box.size() == 2, "a push is lost"); }
//   };
//   int main() {
//     return model::run({.name = "mailbox",
//                        .scenes = {model::with<two_pushers>({.name = "two pushers"})},
//                        .mutants = {{.number = 1, .name = "push without a retry"}}});
//   }
#pragma once

#include "akt/core/model/explorer.hpp"

#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string>

namespace akt::inline v0::sync::model {

/// Adds a fiber to the execution. Only in setup.
inline void spawn(std::function<void()> body) { explorer::get().spawn(std::move(body)); }

/// Ends the execution as failed unless `holds`. Anywhere; the hook for assertions of the product.
inline void expect(bool holds, const char* what) {
  if (!holds) explorer::get().fail(what);
}

/// One of 0 .. n - 1, each explored: for scenes that draw data.
inline int choose(int n) { return explorer::get().choose(n); }

/// Blocks the calling fiber until no other can run (and timed waits have timed out as often as
/// the scene allows): the place to check that nobody sleeps beside work, and then to stop them.
inline void when_quiet(site where = site::current()) { explorer::get().when_quiet(where); }

/// Calls `object` by this name in printed schedules. Only in setup.
inline void name(const void* object, std::string text) {
  explorer::get().name(object, std::move(text));
}

/// A scene whose state is an S, made anew per execution: its constructor spawns, the optional
/// `check()` checks. After a failure the S is leaked, because it may be in any state.
template <class S>
scene with(scene options) {
  auto state = std::make_shared<S*>(nullptr);
  options.setup = [state] { *state = new S; };
  options.check = [state] {
    if constexpr (requires(S& s) { s.check(); }) (*state)->check();
    if (!explorer::get().failed()) delete *state;
    *state = nullptr;
  };
  return options;
}

/// One line about the scene without a mutant, and the schedule of a failure. True: it passed.
inline bool passes(const suite& s, const scene& tried) {
  const explorer::outcome r = explorer::get().explore(tried);
  std::printf("%s, %s: %s%s: %ld executions, %ld steps%s\n", s.name.c_str(), tried.name.c_str(),
              r.failure.empty() ? "passed" : "FAILED: ", r.failure.c_str(), r.executions, r.steps,
              r.capped              ? ", CAP HIT: not exhaustive"
              : tried.pct_depth > 0 ? ", random"
                                    : "");
  if (!r.failure.empty()) explorer::get().print_last_execution();
  return r.failure.empty();
}

/// One line about the mutant, and the schedule if it was caught for a wrong reason or `traced`.
/// True: its scenes catch it.
inline bool is_caught(const suite& s, const mutation& m, bool traced) {
  mutant = m.number;
  explorer::outcome r;
  long before = 0;
  bool tried = false;
  for (const scene& sc : s.scenes) {
    bool listed = m.scenes.empty();
    for (const std::string& n : m.scenes) listed |= n == sc.name;
    if (!listed) continue;
    tried = true;
    r = explorer::get().explore(sc);
    if (!r.failure.empty()) break;
    before += r.executions;
  }
  const bool right = !r.failure.empty() && r.failure.find(m.failure) != std::string::npos;
  std::printf("mutant %d %s: ", m.number, m.name.c_str());
  if (!tried)
    std::printf("NO SUCH SCENE\n");
  else if (r.failure.empty())
    std::printf("NOT CAUGHT in %ld executions\n", before);
  else
    std::printf("%s after %ld executions: %s\n", right ? "caught" : "CAUGHT FOR A WRONG REASON",
                before + r.executions, r.failure.c_str());
  if ((!r.failure.empty() && !right) || traced) explorer::get().print_last_execution();
  mutant = 0;
  return right;
}

/// Runs all scenes, which must pass, and then each mutant, which must be caught. Prints one line
/// for each, and the schedule of a failure that is none of a mutant's, or of the mutant whose
/// number is in the environment variable AKT_MODEL_TRACE. Returns the exit status for main().
inline int run(const suite& s) {
  int wrong = 0;
  mutant = 0;
  for (const scene& each : s.scenes) wrong += !passes(s, each);
  const char* traced = std::getenv("AKT_MODEL_TRACE");
  for (const mutation& m : s.mutants)
    wrong += !is_caught(s, m, traced != nullptr && std::atoi(traced) == m.number);
  return wrong == 0 ? 0 : 1;
}

} // namespace akt::inline v0::sync::model

#if AKT_MODEL_ASAN && defined(AKT_MODEL) && AKT_MODEL
// A failed execution leaves stacks that nobody unwinds; what they owned is not a leak to report.
extern "C" [[gnu::used]] inline int __lsan_is_turned_off() {
  return akt::sync::model::explorer::get().abandoned() ? 1 : 0;
}
#endif
