// SPDX-License-Identifier: Apache-2.0
//
// One execution, and one after the other. A part of explorer.hpp.
#pragma once

#include "akt/core/model/explorer.hpp"

#include <csignal>

namespace akt::inline v0::sync::model {

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

} // namespace akt::inline v0::sync::model
