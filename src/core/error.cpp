// SPDX-License-Identifier: Apache-2.0
#include "akt/core/error.hpp"

namespace akt::inline v0 {

error::error(std::error_code code, std::string_view detail)
    : code_(code), detail_(detail.empty() ? nullptr : new std::string(detail)) {}

error::error(const error& other)
    : code_(other.code_), detail_(other.detail_ ? new std::string(*other.detail_) : nullptr) {}

error& error::operator=(error other) noexcept {
  std::swap(code_, other.code_);
  std::swap(detail_, other.detail_);
  return *this;
}

error::~error() { delete detail_; }

std::string_view error::detail() const noexcept {
  return detail_ ? std::string_view(*detail_) : std::string_view();
}

std::string error::message() const {
  auto text = code_.message();
  return detail_ ? text + ": " + *detail_ : text;
}

} // namespace akt::inline v0
