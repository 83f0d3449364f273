// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/core/errc.hpp"

#include <string>
#include <string_view>
#include <utility>

namespace akt::inline v0 {

/// An expected failure: a code and, perhaps, a text that says which. 24 bytes.
///
/// Thread-compatible. Copying copies the text; moving is free and leaves no text behind.
class error {
public:
  error(std::error_code code) noexcept : code_(code) {}
  error(errc code) noexcept : code_(code) {}
  error(std::error_code code, std::string_view detail);
  error(errc code, std::string_view detail) : error(make_error_code(code), detail) {}
  error(const error& other);
  error(error&& other) noexcept
      : code_(other.code_), detail_(std::exchange(other.detail_, nullptr)) {}
  error& operator=(error other) noexcept;
  ~error();

  const std::error_code& code() const noexcept { return code_; }

  /// The text, or empty. Valid as long as this object.
  std::string_view detail() const noexcept;

  /// "code text: detail", or just the code's text.
  std::string message() const;

  friend bool operator==(const error& a, const error& b) noexcept {
    return a.code_ == b.code_ && a.detail() == b.detail();
  }
  friend bool operator==(const error& a, errc b) noexcept { return a.code_ == make_error_code(b); }

private:
  std::error_code code_;
  std::string* detail_ = nullptr; // owned
};

static_assert(sizeof(error) == 24);

} // namespace akt::inline v0
