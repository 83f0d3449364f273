// SPDX-License-Identifier: Apache-2.0
//
// Loads, stores and fences of akt/core/sync.hpp as the explorer's: see there for what each one
// promises. Included by sync.hpp, with AKT_MODEL by nothing else.
#pragma once

#include "akt/core/sync.hpp"

#if AKT_MODEL

#include "akt/core/model/happens_before.hpp"

#include <cstring>
#include <memory>

namespace akt::inline v0::sync {

namespace model {

/// Orders that the standard forbids for a load, and for a store, are undefined in production.
inline void check_load(order o) {
  if (o == sync::release || o == sync::acq_rel) explorer::get().fail("a load that releases");
}
inline void check_store(order o) {
  if (o == sync::acquire || o == sync::acq_rel) explorer::get().fail("a store that acquires");
}

template <class T>
bool same(const T& a, const T& b) {
  if constexpr (requires { a == b; })
    return a == b;
  else
    return std::memcmp(&a, &b, sizeof(T)) == 0;
}

template <class T>
std::uint64_t bits(const T& value) {
  if constexpr (std::is_pointer_v<T>) {
    return reinterpret_cast<std::uintptr_t>(value);
  } else {
    std::uint64_t b = 0;
    std::memcpy(&b, &value, sizeof(T) < sizeof b ? sizeof(T) : sizeof b);
    return b;
  }
}

} // namespace model

/// One T per fiber and execution; one more for setup and check.
template <class T, class Tag>
struct per_thread {
  static_assert(std::is_trivially_destructible_v<T>);
  static T& get() noexcept {
    const model::explorer& e = model::explorer::get();
    const model::fiber* f = e.current();
    slot& s = slots[f != nullptr ? static_cast<std::size_t>(f->index) + 1 : 0];
    if (s.execution != e.execution()) {
      std::construct_at(std::addressof(s.value));
      s.execution = e.execution();
    }
    return s.value;
  }

private:
  struct slot {
    T value{};
    std::uint64_t execution = 0;
  };
  static inline constinit slot slots[model::max_fibers + 1]{};
};

/// The calling fiber's counts, zero at the start of each execution; also without AKT_COUNT.
inline op_counts& counts() noexcept { return per_thread<op_counts, op_counts>::get(); }

template <class T>
class atomic {
  static_assert(std::is_trivially_copyable_v<T>);
  using site = model::site;

public:
  constexpr atomic() noexcept = default;
  constexpr atomic(T value) noexcept : value_(value) {}
  atomic(const atomic&) = delete;
  atomic& operator=(const atomic&) = delete;

  T load(order o, site where = site::current()) const noexcept {
    model::explorer& e = model::explorer::get();
    model::check_load(o);
    e.point(where);
    if (is_late_here()) return late_value_;
    clock_.load(o);
    if (e.tracing()) e.trace("load", this, model::bits(value_), where);
    return value_;
  }
  void store(T value, order o, site where = site::current()) noexcept {
    model::explorer& e = model::explorer::get();
    model::check_store(o);
    e.point(where);
    if (o == sync::seq_cst || is_late()) e.settle();
    if (o != sync::seq_cst && !is_late() && e.stays_late()) return keep(value, o, where);
    clock_.store(o);
    if (e.tracing()) e.trace("store", this, model::bits(value), where);
    put(value);
  }
  T exchange(T value, order o, site where = site::current()) noexcept {
    return modify("exchange", [&](T) { return value; }, o, where);
  }
  bool compare_exchange(T& expected, T desired, order success, order failure,
                        site where = site::current()) noexcept {
    model::explorer::get().point(where);
    model::explorer::get().settle();
    return exchange_if(expected, desired, success, failure, where);
  }
  bool compare_exchange_weak(T& expected, T desired, order success, order failure,
                             site where = site::current()) noexcept {
    model::explorer& e = model::explorer::get();
    e.point(where);
    e.settle();
    if (model::same(value_, expected) && e.spurious()) {
      ++counts().rmw;
      clock_.load(failure);
      if (e.tracing()) e.trace("cas fails idly", this, model::bits(value_), where);
      return false;
    }
    return exchange_if(expected, desired, success, failure, where);
  }
  T fetch_add(T n, order o, site where = site::current()) noexcept
  requires std::is_integral_v<T>
  {
    return modify("fetch_add", [&](T v) { return static_cast<T>(v + n); }, o, where);
  }
  T fetch_sub(T n, order o, site where = site::current()) noexcept
  requires std::is_integral_v<T>
  {
    return modify("fetch_sub", [&](T v) { return static_cast<T>(v - n); }, o, where);
  }
  T fetch_or(T set, order o, site where = site::current()) noexcept
  requires std::is_integral_v<T>
  {
    return modify("fetch_or", [&](T v) { return static_cast<T>(v | set); }, o, where);
  }
  T fetch_and(T keep, order o, site where = site::current()) noexcept
  requires std::is_integral_v<T>
  {
    return modify("fetch_and", [&](T v) { return static_cast<T>(v & keep); }, o, where);
  }

private:
  template <class F>
  T modify(const char* operation, F&& f, order o, const site& where) {
    model::explorer& e = model::explorer::get();
    e.point(where);
    e.settle();
    ++counts().rmw;
    clock_.modify(o);
    const T old = value_;
    put(f(old));
    if (e.tracing()) e.trace(operation, this, model::bits(value_), where);
    return old;
  }
  bool exchange_if(T& expected, T desired, order success, order failure, const site& where) {
    model::explorer& e = model::explorer::get();
    model::check_load(failure);
    ++counts().rmw;
    const bool match = model::same(value_, expected);
    if (e.tracing())
      e.trace(match ? "cas" : "cas fails", this, model::bits(match ? desired : value_), where);
    if (match) {
      clock_.modify(success);
      put(desired);
    } else {
      clock_.load(failure);
      expected = value_;
    }
    return match;
  }
  void put(T value) {
    if (!model::same(value_, value)) model::explorer::get().memory_changed();
    value_ = value;
  }

  bool is_late() const { return late_by_ >= 0 && late_in_ == model::explorer::get().execution(); }
  bool is_late_here() const {
    const model::fiber* f = model::explorer::get().current();
    return f != nullptr && is_late() && late_by_ == f->index;
  }
  void keep(T value, order o, const site& where) {
    model::explorer& e = model::explorer::get();
    if (e.tracing()) e.trace("store, late", this, model::bits(value), where);
    late_value_ = value;
    late_by_ = e.current()->index;
    late_in_ = e.execution();
    e.current()->late.push_back([this, where, known = clock_.prepare_late(o)] {
      late_by_ = -1;
      clock_.store_late(known);
      model::explorer& now = model::explorer::get();
      if (now.tracing()) now.trace("  is seen", this, model::bits(late_value_), where);
      put(late_value_);
    });
  }

  T value_{};
  model::location clock_;
  T late_value_{};
  int late_by_ = -1; // the fiber that alone sees late_value_
  std::uint64_t late_in_ = 0;
};

template <class T>
class plain {
  using site = model::site;

public:
  constexpr plain() noexcept = default;
  constexpr plain(T value) noexcept : value_(value) {}
  // A copy is a read of the source and a write of the target, as for a T.
  plain(const plain& other, site where = site::current()) noexcept : value_(other.get(where)) {}
  plain& operator=(const plain& other) noexcept {
    set(other.get());
    return *this;
  }

  T get(site where = site::current()) const noexcept {
    model::explorer& e = model::explorer::get();
    races_.read(where);
    if (e.tracing()) e.trace("  get", this, model::bits(value_), where);
    return value_;
  }
  void set(T value, site where = site::current()) noexcept {
    model::explorer& e = model::explorer::get();
    races_.write(where);
    if (e.tracing()) e.trace("  set", this, model::bits(value), where);
    value_ = value;
  }

private:
  T value_{};
  mutable model::race_detector races_;
};

/// Not a choice point; two writers that are not ordered are a race.
class counter {
  using site = model::site;

public:
  void add(std::uint64_t n, site where = site::current()) noexcept {
    writers_.write(where);
    value_ += n;
  }
  std::uint64_t read() const noexcept { return value_; }

private:
  std::uint64_t value_ = 0;
  model::race_detector writers_;
};

inline void cpu_relax(model::site where = model::site::current()) noexcept {
  model::explorer::get().give_way(where);
}

inline void compiler_fence() noexcept {}

inline void fence_seq_cst(model::site where = model::site::current()) noexcept {
  model::explorer& e = model::explorer::get();
  e.point(where);
  e.settle();
  if (model::fiber* f = e.current()) {
    f->clock.join(f->loaded);
    f->released = f->clock;
    ++f->clock[f->index];
  }
}

inline bool asymmetric_available() noexcept { return true; }

inline void asymmetric_heavy(model::site where = model::site::current()) noexcept {
  ++counts().syscalls;
  fence_seq_cst(where);
  model::explorer::get().settle_all();
}

inline std::uint64_t ticks() noexcept { return model::explorer::get().step(); }

} // namespace akt::inline v0::sync

#endif
