// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/core/assert.hpp"
#include "akt/core/error.hpp"

#include <exception>
#include <new>
#include <type_traits>

namespace akt::inline v0 {

/// The value of a call that has nothing to say.
struct unit {
  friend constexpr bool operator==(unit, unit) noexcept { return true; }
};

/// What result::value() throws when there is no value. Thread-compatible.
class bad_result : public std::exception {
public:
  explicit bad_result(akt::error e) : error_(std::move(e)), text_(error_.message()) {}
  const char* what() const noexcept override { return text_.c_str(); }
  const akt::error& error() const noexcept { return error_; }

private:
  akt::error error_;
  std::string text_;
};

namespace detail {
[[noreturn]] void throw_bad_result(const error& e);
}

/// A value or an error. Never empty, also after a move.
///
/// Thread-compatible. `operator*` and `error()` assert that the asked-for side is there; value()
/// throws bad_result, for the outermost edge and for handlers that let it crash.
template <class T>
class [[nodiscard]] result {
  static_assert(!std::is_reference_v<T> && !std::is_void_v<T>, "use result<unit>");

public:
  using value_type = T;

  template <class U = T>
  requires(std::is_constructible_v<T, U &&> && !std::is_same_v<std::remove_cvref_t<U>, result> &&
           !std::is_same_v<std::remove_cvref_t<U>, akt::error> &&
           !std::is_same_v<std::remove_cvref_t<U>, errc>)
  result(U&& value) noexcept(std::is_nothrow_constructible_v<T, U&&>) : ok_(true) {
    ::new (static_cast<void*>(&value_)) T(std::forward<U>(value));
  }
  result(akt::error e) noexcept : error_(std::move(e)), ok_(false) {}
  result(errc code) noexcept : error_(code), ok_(false) {}

  result(const result& other) : ok_(other.ok_) {
    if (ok_)
      ::new (static_cast<void*>(&value_)) T(other.value_);
    else
      ::new (static_cast<void*>(&error_)) akt::error(other.error_);
  }
  result(result&& other) noexcept(std::is_nothrow_move_constructible_v<T>) : ok_(other.ok_) {
    if (ok_)
      ::new (static_cast<void*>(&value_)) T(std::move(other.value_));
    else
      ::new (static_cast<void*>(&error_)) akt::error(std::move(other.error_));
  }
  /// If moving T throws, this object holds errc::failed.
  result& operator=(result other) noexcept(std::is_nothrow_move_constructible_v<T>) {
    reset();
    if (!other.ok_) {
      error_ = std::move(other.error_);
      return *this;
    }
    if constexpr (std::is_nothrow_move_constructible_v<T>) {
      error_.~error();
      ::new (static_cast<void*>(&value_)) T(std::move(other.value_));
    } else {
      T moved(std::move(other.value_));
      error_.~error();
      try {
        ::new (static_cast<void*>(&value_)) T(std::move(moved));
      } catch (...) {
        ::new (static_cast<void*>(&error_)) akt::error(errc::failed);
        throw;
      }
    }
    ok_ = true;
    return *this;
  }
  ~result() {
    if (ok_)
      value_.~T();
    else
      error_.~error();
  }

  explicit operator bool() const noexcept { return ok_; }
  bool has_value() const noexcept { return ok_; }

  T& operator*() & { return AKT_ASSERT(ok_), value_; }
  const T& operator*() const& { return AKT_ASSERT(ok_), value_; }
  T&& operator*() && { return AKT_ASSERT(ok_), std::move(value_); }
  T* operator->() { return AKT_ASSERT(ok_), &value_; }
  const T* operator->() const { return AKT_ASSERT(ok_), &value_; }

  T& value() & {
    if (!ok_) detail::throw_bad_result(error_);
    return value_;
  }
  const T& value() const& {
    if (!ok_) detail::throw_bad_result(error_);
    return value_;
  }
  T&& value() && {
    if (!ok_) detail::throw_bad_result(error_);
    return std::move(value_);
  }
  template <class U>
  T value_or(U&& other) const& {
    return ok_ ? value_ : static_cast<T>(std::forward<U>(other));
  }

  const akt::error& error() const& { return AKT_ASSERT(!ok_), error_; }
  akt::error&& error() && { return AKT_ASSERT(!ok_), std::move(error_); }

private:
  void reset() noexcept { // leaves an error behind
    if (!ok_) return;
    value_.~T();
    ::new (static_cast<void*>(&error_)) akt::error(errc::failed);
    ok_ = false;
  }

  union {
    T value_;
    akt::error error_;
  };
  bool ok_;
};

} // namespace akt::inline v0
