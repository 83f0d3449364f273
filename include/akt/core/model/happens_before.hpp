// SPDX-License-Identifier: Apache-2.0
//
// What one fiber knows of another's writes, and accesses that nothing orders. Included by
// atomics.hpp, with AKT_MODEL by nothing else.
#pragma once

#include "akt/core/model/explorer.hpp"
#include "akt/core/sync.hpp"

namespace akt::inline v0::sync::model {

inline bool acquires(order o) {
  return o == sync::acquire || o == sync::acq_rel || o == sync::seq_cst ||
         o == std::memory_order_consume;
}
inline bool releases(order o) {
  return o == sync::release || o == sync::acq_rel || o == sync::seq_cst;
}

/// What an acquiring reader of a location learns. Forgotten between executions, so that objects
/// of static storage work if setup() stores into them.
class location {
public:
  void load(order o) const {
    explorer& e = explorer::get();
    fiber* f = e.current();
    if (f == nullptr || execution_ != e.execution()) return;
    if (acquires(o))
      f->clock.join(published_);
    else
      f->loaded.join(published_);
  }
  void store(order o) { // a store heads a new release sequence
    refresh();
    published_ = {};
    publish(o);
  }
  /// A store that others see later: `known` is what a store now would publish.
  vector_clock prepare_late(order o) const {
    fiber& f = *explorer::get().current();
    const vector_clock known = releases(o) ? f.clock : f.released;
    ++f.clock[f.index];
    return known;
  }
  void store_late(const vector_clock& known) {
    refresh();
    published_ = known;
  }
  void modify(order o) { // a read-modify-write continues the old one, also if relaxed
    load(o);
    refresh();
    publish(o);
  }

private:
  void refresh() {
    if (const auto now = explorer::get().execution(); execution_ != now) {
      execution_ = now;
      published_ = {};
    }
  }
  void publish(order o) {
    fiber* f = explorer::get().current();
    if (f == nullptr) return;
    published_.join(releases(o) ? f->clock : f->released);
    ++f->clock[f->index];
  }

  std::uint64_t execution_ = 0;
  vector_clock published_;
};

/// Finds two accesses without happens-before between them, one of them a write (FastTrack).
class race_detector {
public:
  void read(const site& where) {
    fiber* f = refresh();
    if (f == nullptr) return;
    if (writer_ >= 0 && f->clock[writer_] < write_time_) report(*f, "reads", where);
    reads_[f->index] = f->clock[f->index];
    read_at_ = where;
  }
  void write(const site& where) {
    fiber* f = refresh();
    if (f == nullptr) return;
    if (writer_ >= 0 && f->clock[writer_] < write_time_) report(*f, "writes", where);
    for (int i = 0; i < max_fibers; ++i)
      if (i != f->index && reads_[i] > f->clock[i])
        explorer::get().fail("data race: fiber " + std::to_string(f->index) + " writes at " +
                             place(where) + ", fiber " + std::to_string(i) +
                             " has read (last read at " + place(read_at_) + ")");
    writer_ = f->index;
    write_time_ = f->clock[f->index];
    write_at_ = where;
    reads_ = {};
  }

private:
  fiber* refresh() {
    const explorer& e = explorer::get();
    if (e.current() == nullptr || execution_ != e.execution()) {
      execution_ = e.execution();
      writer_ = -1; // setup and check are ordered with everything
      reads_ = {};
    }
    return e.current();
  }
  void report(const fiber& f, const char* does, const site& where) const {
    explorer::get().fail("data race: fiber " + std::to_string(f.index) + " " + does + " at " +
                         place(where) + ", fiber " + std::to_string(writer_) + " wrote at " +
                         place(write_at_));
  }

  std::uint64_t execution_ = 0;
  int writer_ = -1;
  std::uint32_t write_time_ = 0;
  vector_clock reads_;
  site write_at_, read_at_;
};

} // namespace akt::inline v0::sync::model
