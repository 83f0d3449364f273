// SPDX-License-Identifier: Apache-2.0
//
// The schedule explorer behind AKT_MODEL: how fibers are made, wait, wake and fail. Who goes on is
// in schedule.hpp, how one execution follows another in executions.hpp.
//
// What it sees: every interleaving of the operations of akt::sync within the bounds, data races on
// sync::plain by happens-before (memory orders, release sequences and fences respected), deadlock,
// livelock, failed expectations, a crash or abort() in a fiber. What it does not, unless a scene
// allows late stores: every load returns the newest value, so a missing seq_cst or membarrier goes
// unnoticed. With late stores a load may come before an earlier store, as on x86; no other order
// of a weaker machine is tried. A seq_cst store counts as a fence there.
#pragma once

#include "akt/core/model/fiber.hpp"
#include "akt/core/model/scene.hpp"
#include "akt/core/model/vector_clock.hpp"

#include <array>
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

using site = std::source_location;

/// "file.hpp:12", without folders.
inline std::string place(const site& at) {
  std::string_view file = at.file_name();
  if (const auto slash = file.rfind('/'); slash != file.npos) file.remove_prefix(slash + 1);
  return std::string(file) + ":" + std::to_string(at.line());
}

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

} // namespace akt::inline v0::sync::model

#include "akt/core/model/executions.hpp"
#include "akt/core/model/schedule.hpp"
