// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/wire/writer.hpp"

#include <span>
#include <string>
#include <string_view>

namespace akt::inline v0::wire {

/// For tests: "83 01 02 03" is three and one bytes, and back.
inline buffer from_hex(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  buffer bytes;
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    if (text[i] == ' ') continue;
    bytes.push_back(static_cast<std::byte>(digits.find(text[i]) * 16 + digits.find(text[i + 1])));
    ++i;
  }
  return bytes;
}

inline std::string to_hex(std::span<const std::byte> bytes) {
  std::string text;
  for (auto byte : bytes) {
    const auto value = static_cast<unsigned>(byte);
    if (!text.empty()) text += ' ';
    text += "0123456789abcdef"[value / 16];
    text += "0123456789abcdef"[value % 16];
  }
  return text;
}

} // namespace akt::inline v0::wire
