// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/core/errc.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace akt::inline v0 {

/// One actor that a failure came through on its way to whoever asked first. Thread-compatible.
struct ask_step {
  std::string actor;         ///< its path
  std::string_view handling; ///< name of the message that it handled; empty: none
  std::string_view asking;   ///< name of the message whose answer it waited for; empty: it failed
  const char* file = "";     ///< of the co_await, if it waited
  unsigned line = 0;
};

/// Steps that an error keeps; of a longer way the last ones are left out.
inline constexpr std::size_t trace_max = 32;

/// An expected failure: a code and, perhaps, a text that says which, and the way that it has come.
/// 24 bytes.
///
/// Thread-compatible. Copying copies text and way; moving is free and leaves neither behind.
/// Errors are equal whose codes and texts are, whatever their way.
class error {
public:
  error(std::error_code code) noexcept : code_(code) {}
  error(errc code) noexcept : code_(code) {}
  error(std::error_code code, std::string_view detail);
  error(errc code, std::string_view detail) : error(make_error_code(code), detail) {}
  error(const error& other);
  error(error&& other) noexcept : code_(other.code_), more_(std::exchange(other.more_, nullptr)) {}
  error& operator=(error other) noexcept;
  ~error();

  const std::error_code& code() const noexcept { return code_; }

  /// The text, or empty. Valid as long as this object.
  std::string_view detail() const noexcept;

  /// "code text: detail", or just the code's text.
  std::string message() const;

  /// The actors that it came through, the one that failed first. Valid as long as this object.
  const std::vector<ask_step>& trace() const noexcept;
  /// The same in lines: "akt://shop/cart handling Order, awaiting Reserve at cart.cpp:42".
  std::string trace_text() const;
  /// For the runtime.
  void add_step(ask_step);
  void take_trace_of(const error&);

  friend bool operator==(const error& a, const error& b) noexcept {
    return a.code_ == b.code_ && a.detail() == b.detail();
  }
  friend bool operator==(const error& a, errc b) noexcept { return a.code_ == make_error_code(b); }

private:
  struct more {
    std::string detail;
    std::vector<ask_step> trace;
  };

  std::error_code code_;
  more* more_ = nullptr; // owned
};

static_assert(sizeof(error) == 24);

} // namespace akt::inline v0
