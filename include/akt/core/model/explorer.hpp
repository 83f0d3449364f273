// SPDX-License-Identifier: Apache-2.0
//
// The schedule explorer behind AKT_MODEL. A model file compiles a product header with AKT_MODEL=1
// and describes scenes; run() tries all their schedules and then shows that planted bugs are found:
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
//
// What it sees: every interleaving of the operations of akt::sync within the bounds, data races on
// sync::plain by happens-before (memory orders, release sequences and fences respected), deadlock,
// livelock, failed expectations, a crash or abort() in a fiber. What it does not, unless a scene
// allows late stores: every load returns the newest value, so a missing seq_cst or membarrier goes
// unnoticed. With late stores a load may come before an earlier store, as on x86; no other order
// of a weaker machine is tried. A seq_cst store counts as a fence there.
#pragma once

#include "akt/core/model/fiber.hpp"

#include <array>
#include <bit>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <memory>
#include <source_location>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace akt::inline v0::sync::model {

/// Number of the planted bug that is switched on, 0 for none. Read through AKT_MUTANT(n).
inline int mutant = 0;

inline constexpr int max_fibers = 8;

/// A small concurrent program and how far to explore it.
struct scene {
  std::string name = {};
  /// Switches away from a fiber that could go on, per execution. Most bugs need 1 or 2.
  int preemptions = 2;
  /// Runs before the fibers of each execution: builds the state anew and calls spawn().
  std::function<void()> setup = {};
  /// Runs after the last fiber of an execution that did not fail; sees everything they did.
  std::function<void()> check = {};
  /// Cap of the search; where hit, the output says that the search is not exhaustive.
  long executions = 3'000'000;
  /// An execution with more steps counts as a livelock.
  long steps = 20'000;
  /// Timed waits that may time out although another fiber can run, per execution.
  int timeouts = 1;
  /// compare_exchange_weak and futex_wait may fail for no reason this often, per execution.
  int spurious = 0;
  /// Stores that are not seq_cst may stay unseen by others this often, per execution: until their
  /// fiber comes to a fence, a read-modify-write, a seq_cst store or a wait, or another one to
  /// asymmetric_heavy(). What the fiber stores meanwhile waits behind.
  int late = 0;
  /// > 0: instead of a search, `executions` random schedules by PCT with this depth (random
  /// priorities, `depth - 1` changes), for scenes too large to exhaust. Set `executions` as well.
  int pct_depth = 0;
  std::uint64_t pct_seed = 1;
};

/// A planted bug that the scenes must catch.
struct mutation {
  int number = 0;
  std::string name = {};
  /// Names of the scenes to try until one fails; empty: all.
  std::vector<std::string> scenes = {};
  /// Text that the failure must contain, to be caught for the right reason.
  std::string failure = {};
};

struct suite {
  std::string name = {};
  std::vector<scene> scenes = {};
  std::vector<mutation> mutants = {};
};

using site = std::source_location;

/// "file.hpp:12", without folders.
inline std::string place(const site& at) {
  std::string_view file = at.file_name();
  if (const auto slash = file.rfind('/'); slash != file.npos) file.remove_prefix(slash + 1);
  return std::string(file) + ":" + std::to_string(at.line());
}

/// How much of each fiber's past is known.
struct vector_clock {
  std::array<std::uint32_t, max_fibers> known{};
  constexpr void join(const vector_clock& other) {
    for (std::size_t i = 0; i < known.size(); ++i)
      known[i] = known[i] < other.known[i] ? other.known[i] : known[i];
  }
  constexpr std::uint32_t& operator[](int i) { return known[static_cast<std::size_t>(i)]; }
  constexpr std::uint32_t operator[](int i) const { return known[static_cast<std::size_t>(i)]; }
};

struct fiber {
  context stack;
  std::function<void()> body;
  int index = 0;
  bool prepared = false; // the context waits for the next body
  bool done = false;
  bool timed_out = false;
  const void* waits_on = nullptr;
  const char* waits_in = "";
  site at;
  vector_clock clock;
  vector_clock loaded;                     // what relaxed loads read, for a later acquire fence
  vector_clock released;                   // the clock at the last release fence
  std::vector<std::function<void()>> late; // stores that nobody else has seen, the oldest first
  std::int64_t priority = 0;
};

/// Runs fibers one step at a time and decides at each step who goes on.
///
/// One per process, used from one thread. Fibers decide themselves, in point(), so that a step
/// without a switch costs no switch. `current() == nullptr` in setup and check: nothing is a choice
/// point there, and everything is ordered before and after all fibers.
class explorer {
public:
  static explorer& get() { return instance; }

  struct outcome {
    long executions = 0;
    long steps = 0;
    bool capped = false;
    std::string failure = {};
  };

  /// Searches `s` until a failure, the end or the cap.
  outcome explore(const scene& s);
  /// Runs the execution that explore() failed in once more and prints each step.
  void print_last_execution();

  void spawn(std::function<void()> body) {
    if (current_ != nullptr || count_ == max_fibers) {
      std::fputs("model: spawn belongs to setup, at most 8 fibers\n", stderr);
      std::abort();
    }
    if (!fibers_[at(count_)]) fibers_[at(count_)] = std::make_unique<fiber>();
    fiber& f = *fibers_[at(count_)];
    f.index = count_++;
    f.body = std::move(body);
  }

  fiber* current() const { return current_; }
  std::uint64_t execution() const { return execution_; }
  std::uint64_t step() const { return static_cast<std::uint64_t>(steps_); }
  bool tracing() const { return tracing_; }

  /// The place before an operation where others may run first.
  void point(const site& where) {
    if (current_ == nullptr) return;
    current_->at = where;
    if (++steps_ > scene_->steps)
      fail("livelock: no end after " + std::to_string(steps_ - 1) + " steps, fiber " +
           std::to_string(current_->index) + " is at " + place(where));
    go_on(pick(false));
  }

  /// A spin loop: others run first, without being a preemption, until one of them changes memory.
  void give_way(const site& where) {
    if (current_ == nullptr) return;
    settle_at_last();
    current_->at = where;
    if (++steps_ > scene_->steps)
      fail("livelock: fiber " + std::to_string(current_->index) + " spins at " + place(where));
    yielded_ |= bit(*current_);
    go_on(pick(true));
  }

  /// Fibers that spin look again.
  void memory_changed() { yielded_ = 0; }

  /// Waits for wake(address). False: the wait was timed and timed out.
  bool block(const void* address, const char* what, bool timed, const site& where) {
    fiber* f = current_;
    if (f == nullptr) {
      fail(std::string(what) + " blocks outside of the fibers at " + place(where));
      std::fprintf(stderr, "model: %s\n", failure_.c_str());
      std::abort();
    }
    settle();
    f->at = where;
    f->waits_on = address;
    f->waits_in = what;
    f->timed_out = false;
    ready_ &= ~bit(*f);
    if (timed) timed_ |= bit(*f);
    go_on(pick(false));
    return !f->timed_out;
  }

  /// Wakes `limit` of those who block on `address`; which ones is explored.
  int wake(const void* address, int limit) {
    std::array<fiber*, max_fibers> waiting{};
    int n = 0, woken = 0;
    for (int i = 0; i < count_; ++i)
      if (fiber& f = *fibers_[at(i)]; f.waits_on == address) waiting[at(n++)] = &f;
    while (n > 0 && woken < limit) {
      const int k = n <= limit - woken ? n - 1 : choose(n);
      release_waiter(*waiting[at(k)]);
      waiting[at(k)] = waiting[at(--n)];
      ++woken;
    }
    return woken;
  }

  /// Blocks until no other fiber can run, then knows all they did.
  void when_quiet(const site& where) {
    fiber* f = current_;
    if (f == nullptr) return;
    settle_at_last();
    f->at = where;
    f->waits_in = "when_quiet";
    ready_ &= ~bit(*f);
    quiet_ |= bit(*f);
    go_on(pick(false));
    for (int i = 0; i < count_; ++i) f->clock.join(fibers_[at(i)]->clock);
  }

  /// One of 0 .. n - 1, each explored.
  int choose(int n) {
    if (n <= 1 || scene_ == nullptr) return 0;
    if (scene_->pct_depth > 0) return static_cast<int>(random() % static_cast<std::uint64_t>(n));
    if (next_choice_ == choices_.size()) choices_.push_back({0, static_cast<std::uint16_t>(n)});
    const choice& c = choices_[next_choice_++];
    if (c.of != n) {
      std::fprintf(stderr,
                   "model: scene '%s' does not repeat: setup() leaves state behind, or it "
                   "depends on an address\n",
                   scene_->name.c_str());
      std::abort();
    }
    return c.picked;
  }

  /// True where an operation shall fail for no reason.
  bool spurious() {
    if (current_ == nullptr || spurious_left_ == 0 || choose(2) == 0) return false;
    --spurious_left_;
    return true;
  }

  /// True where a store shall stay with its fiber.
  bool stays_late() {
    if (current_ == nullptr) return false;
    if (!current_->late.empty()) return true;
    if (late_left_ == 0 || choose(2) == 0) return false;
    --late_left_;
    return true;
  }
  /// The fiber's late stores become visible.
  void settle(fiber& f) {
    for (std::size_t i = 0; i < f.late.size(); ++i) f.late[i]();
    f.late.clear();
  }
  void settle() {
    if (current_ != nullptr) settle(*current_);
  }
  /// Where the fiber does nothing else: others may still run before.
  void settle_at_last() {
    if (current_ == nullptr || current_->late.empty()) return;
    point(current_->at);
    settle();
  }
  void settle_all() {
    for (int i = 0; i < count_; ++i) settle(*fibers_[at(i)]);
  }

  /// Ends the execution. Does not return inside a fiber; its stack is forgotten.
  void fail(std::string what) {
    if (failure_.empty()) failure_ = std::move(what);
    if (current_ != nullptr) leave();
  }

  bool failed() const { return !failure_.empty(); }
  /// For LeakSanitizer: an abandoned stack owned something, perhaps.
  bool abandoned() const { return abandoned_; }

  void name(const void* address, std::string text) {
    if (tracing_) names_[address] = std::move(text);
  }
  void trace(const char* operation, const void* address, std::uint64_t value, const site& where);

private:
  struct choice {
    std::uint16_t picked;
    std::uint16_t of;
  };
  static std::size_t at(int i) { return static_cast<std::size_t>(i); }
  static unsigned bit(const fiber& f) { return 1u << f.index; }
  static void fiber_main();
  static void crashed(int signal);

  void execute();
  fiber* pick(bool gives_way);
  fiber* search(bool gives_way);
  fiber* by_priority(bool gives_way);
  bool next_branch();
  std::uint64_t random();

  void release_waiter(fiber& f) {
    f.waits_on = nullptr;
    ready_ |= bit(f);
    timed_ &= ~bit(f);
    memory_changed();
  }
  fiber* time_out(fiber& f, bool counted) {
    if (counted) ++timeouts_;
    f.timed_out = true;
    release_waiter(f);
    return &f;
  }

  /// Goes on as `next`; nullptr: nobody can, the execution is over.
  void go_on(fiber* next) {
    if (next == current_) return;
    if (next == nullptr) {
      note_deadlock();
      leave();
      return;
    }
    context& from = current_ != nullptr ? current_->stack : main_;
    current_ = next;
    context::go(from, next->stack);
  }
  void leave() {
    fiber* f = current_;
    if (f == nullptr) return;
    current_ = nullptr;
    context::go(f->stack, main_);
  }
  void note_deadlock();

  static explorer instance;

  context main_;
  fiber* current_ = nullptr;
  const scene* scene_ = nullptr;
  int count_ = 0;
  // Sets of fibers by index. yielded is a subset of ready; timed and quiet ones are not ready.
  unsigned ready_ = 0, yielded_ = 0, timed_ = 0, quiet_ = 0;
  int preemptions_ = 0, timeouts_ = 0, spurious_left_ = 0, late_left_ = 0;
  long steps_ = 0;
  std::uint64_t execution_ = 0;
  std::size_t next_choice_ = 0;
  std::vector<choice> choices_;
  std::array<std::unique_ptr<fiber>, max_fibers> fibers_;
  std::string failure_;
  bool tracing_ = false, abandoned_ = false;
  std::map<const void*, std::string> names_;
  // PCT
  std::uint64_t random_state_ = 0, random_start_ = 0;
  long length_ = 0, longest_ = 0;
  std::vector<long> changes_;
  std::int64_t lowest_ = 0;
};

inline explorer explorer::instance;

inline void explorer::fiber_main() {
  explorer& e = get();
  for (;;) {
    e.current_->body();
    e.settle_at_last();
    fiber& f = *e.current_;
    f.done = true;
    f.prepared = true;
    e.ready_ &= ~bit(f);
    e.memory_changed();
    e.go_on(e.pick(false)); // comes back as the fiber of a later execution
  }
}

// A crash or a failed assertion of the product ends the execution, not the search. The handler
// leaves its stack for good, which is fine for a fiber; setup and check have nobody to go to.
inline void explorer::crashed(int signal) {
  explorer& e = get();
  if (e.current_ == nullptr) {
    std::fprintf(stderr, "model: signal %d in setup or check, mutant %d\n", signal, mutant);
    std::signal(signal, SIG_DFL);
    std::raise(signal);
    return;
  }
  e.fail("crash: signal " + std::to_string(signal) + " in fiber " +
         std::to_string(e.current_->index) + " after " + place(e.current_->at));
}

inline fiber* explorer::pick(bool gives_way) {
  return scene_->pct_depth > 0 ? by_priority(gives_way) : search(gives_way);
}

// The first candidate is the one that goes on without a preemption, so the search starts with the
// simplest schedules.
inline fiber* explorer::search(bool gives_way) {
  unsigned fresh = ready_ & ~yielded_;
  if (fresh == 0) {
    yielded_ = 0; // all that could run have given way once
    fresh = ready_;
  }
  const unsigned me = current_ != nullptr ? bit(*current_) : 0;
  const bool can_go_on = (fresh & me) != 0 && !gives_way;
  const bool can_preempt = preemptions_ < scene_->preemptions;
  if (can_go_on && !can_preempt) return current_;

  struct candidate {
    std::uint8_t index;
    bool preempts, timeout;
  };
  std::array<candidate, std::size_t{2} * max_fibers> list;
  int n = 0;
  const auto offer = [&](unsigned set, bool preempts, bool timeout = false) {
    for (; set != 0; set &= set - 1)
      list[at(n++)] = {static_cast<std::uint8_t>(std::countr_zero(set)), preempts, timeout};
  };
  const bool may_time_out = timeouts_ < scene_->timeouts;
  if (can_go_on) {
    offer(me, false);
    offer(fresh & ~me, true);
    offer(ready_ & ~fresh, true);
    if (may_time_out) offer(timed_, true, true);
  } else if (ready_ != 0) {
    offer(fresh & ~me, false);
    offer(fresh & me, false);
    if (can_preempt) offer(ready_ & ~fresh, true);
    if (may_time_out) offer(timed_, false, true);
  } else if (timed_ != 0 && (may_time_out || quiet_ == 0)) {
    offer(timed_, false, true);
  } else if (quiet_ != 0) {
    fiber& f = *fibers_[at(std::countr_zero(quiet_))];
    quiet_ &= ~bit(f);
    ready_ |= bit(f);
    return &f;
  } else {
    return nullptr;
  }

  const candidate c = list[at(choose(n))];
  if (c.preempts) ++preemptions_;
  fiber& f = *fibers_[c.index];
  if (c.timeout) return time_out(f, true);
  yielded_ &= ~bit(f);
  return &f;
}

// Burckhardt et al., "A randomized scheduler with probabilistic guarantees of finding bugs", 2010.
inline fiber* explorer::by_priority(bool gives_way) {
  if (current_ != nullptr) {
    bool change = gives_way;
    for (const long step : changes_) change |= step == steps_;
    if (change) current_->priority = --lowest_;
  }
  unsigned set = ready_;
  const bool may_time_out = timed_ != 0 && timeouts_ < scene_->timeouts;
  if ((set == 0 && timed_ != 0 && (may_time_out || quiet_ == 0)) ||
      (set != 0 && may_time_out && random() % 16 == 0)) {
    auto skip = random() % static_cast<std::uint64_t>(std::popcount(timed_));
    unsigned waiting = timed_;
    for (; skip > 0; --skip) waiting &= waiting - 1;
    return time_out(*fibers_[at(std::countr_zero(waiting))], true);
  }
  if (set == 0) {
    if (quiet_ == 0) return nullptr;
    fiber& f = *fibers_[at(std::countr_zero(quiet_))];
    quiet_ &= ~bit(f);
    ready_ |= bit(f);
    return &f;
  }
  fiber* best = nullptr;
  for (; set != 0; set &= set - 1) {
    fiber& f = *fibers_[at(std::countr_zero(set))];
    if (best == nullptr || f.priority > best->priority) best = &f;
  }
  return best;
}

inline std::uint64_t explorer::random() { // splitmix64
  std::uint64_t z = (random_state_ += 0x9e3779b97f4a7c15u);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

inline void explorer::execute() {
  ++execution_;
  count_ = 0;
  ready_ = yielded_ = timed_ = quiet_ = 0;
  preemptions_ = timeouts_ = 0;
  spurious_left_ = scene_->spurious;
  late_left_ = scene_->late;
  steps_ = 0;
  next_choice_ = 0;
  failure_.clear();
  names_.clear();
  random_state_ = random_start_;
  lowest_ = 0;
  changes_.clear();

  scene_->setup();
  for (int i = 0; i < count_; ++i) {
    fiber& f = *fibers_[at(i)];
    if (!f.prepared) f.stack.prepare(fiber_main);
    f.prepared = f.done = false;
    f.waits_on = nullptr;
    f.waits_in = "";
    f.clock = f.loaded = f.released = {};
    f.late.clear();
    f.clock[i] = 1;
    ready_ |= bit(f);
    if (scene_->pct_depth > 0) f.priority = static_cast<std::int64_t>(random() >> 1);
  }
  for (int i = 1; i < scene_->pct_depth; ++i)
    changes_.push_back(1 + static_cast<long>(random() % static_cast<std::uint64_t>(length_)));

  if (failure_.empty() && count_ > 0) {
    go_on(pick(false));
    current_ = nullptr;
  }
  if (failure_.empty() && scene_->check) scene_->check();
  for (int i = 0; i < count_; ++i)
    if (fiber& f = *fibers_[at(i)]; !f.done)
      abandoned_ = true;
    else
      f.body = nullptr;
  longest_ = steps_ > longest_ ? steps_ : longest_;
}

inline bool explorer::next_branch() {
  while (!choices_.empty() && choices_.back().picked + 1 >= choices_.back().of) choices_.pop_back();
  if (choices_.empty()) return false;
  ++choices_.back().picked;
  return true;
}

inline explorer::outcome explorer::explore(const scene& s) {
  // A fiber may crash because its own stack is full.
  alignas(64) static std::array<char, 65'536> signal_stack;
  stack_t alternative{};
  alternative.ss_sp = signal_stack.data();
  alternative.ss_size = signal_stack.size();
  struct sigaction action{};
  action.sa_handler = crashed;
  action.sa_flags = SA_ONSTACK | SA_NODEFER;
  ::sigaltstack(&alternative, nullptr);
  for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT})
    ::sigaction(signal, &action, nullptr);

  scene_ = &s;
  choices_.clear();
  longest_ = 0;
  outcome result;
  for (;;) {
    random_start_ = s.pct_seed + static_cast<std::uint64_t>(result.executions);
    length_ = longest_ > 0 ? longest_ : 64;
    execute();
    ++result.executions;
    result.steps += steps_;
    result.failure = failure_;
    if (!failure_.empty()) return result;
    if (s.pct_depth == 0 && !next_branch()) return result;
    if (result.executions >= s.executions) {
      result.capped = s.pct_depth == 0;
      return result;
    }
  }
}

inline void explorer::print_last_execution() {
  tracing_ = true;
  execute();
  tracing_ = false;
}

inline void explorer::trace(const char* operation, const void* address, std::uint64_t value,
                            const site& where) {
  std::string& name = names_[address];
  if (name.empty()) name = "@" + std::to_string(names_.size());
  std::printf("    %5ld  ", steps_);
  if (current_ != nullptr)
    std::printf("fiber %d", current_->index);
  else
    std::printf("main   ");
  std::printf("  %-18s %-12s %#-18llx %s\n", operation, name.c_str(),
              static_cast<unsigned long long>(value), place(where).c_str());
}

inline void explorer::note_deadlock() {
  std::string waiting;
  for (int i = 0; i < count_; ++i) {
    const fiber& f = *fibers_[at(i)];
    if (f.done) continue;
    waiting += (waiting.empty() ? "fiber " : ", fiber ") + std::to_string(i) + " in " + f.waits_in +
               " at " + place(f.at);
  }
  if (!waiting.empty() && failure_.empty()) failure_ = "deadlock: " + waiting;
}

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

/// Runs all scenes, which must pass, and then each mutant, which must be caught. Prints one line
/// for each, and the schedule of a failure that is none of a mutant's, or of the mutant whose
/// number is in the environment variable AKT_MODEL_TRACE. Returns the exit status for main().
inline int run(const suite& s) {
  explorer& e = explorer::get();
  int wrong = 0;
  mutant = 0;
  for (const scene& sc : s.scenes) {
    const auto r = e.explore(sc);
    std::printf("%s, %s: %s%s: %ld executions, %ld steps%s\n", s.name.c_str(), sc.name.c_str(),
                r.failure.empty() ? "passed" : "FAILED: ", r.failure.c_str(), r.executions, r.steps,
                r.capped           ? ", CAP HIT: not exhaustive"
                : sc.pct_depth > 0 ? ", random"
                                   : "");
    if (r.failure.empty()) continue;
    ++wrong;
    e.print_last_execution();
  }
  const char* traced = std::getenv("AKT_MODEL_TRACE");
  for (const mutation& m : s.mutants) {
    mutant = m.number;
    explorer::outcome r;
    long before = 0;
    bool tried = false;
    for (const scene& sc : s.scenes) {
      bool listed = m.scenes.empty();
      for (const std::string& n : m.scenes) listed |= n == sc.name;
      if (!listed) continue;
      tried = true;
      r = e.explore(sc);
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
    if (!right) ++wrong;
    if ((!r.failure.empty() && !right) || (traced != nullptr && std::atoi(traced) == m.number))
      e.print_last_execution();
  }
  mutant = 0;
  return wrong == 0 ? 0 : 1;
}

} // namespace akt::inline v0::sync::model

#if AKT_MODEL_ASAN && defined(AKT_MODEL) && AKT_MODEL
// A failed execution leaves stacks that nobody unwinds; what they owned is not a leak to report.
extern "C" [[gnu::used]] inline int __lsan_is_turned_off() {
  return akt::sync::model::explorer::get().abandoned() ? 1 : 0;
}
#endif
