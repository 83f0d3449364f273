// SPDX-License-Identifier: Apache-2.0
#include "akt/core/hash.hpp"

namespace akt::inline v0 {

void trace_hash::add(std::span<const std::byte> bytes) noexcept {
  add(static_cast<std::uint64_t>(bytes.size()));
  while (!bytes.empty()) {
    std::uint64_t word = 0; // little endian, the last one padded with zeros
    const auto taken = bytes.size() < 8 ? bytes.size() : 8;
    for (std::size_t i = 0; i < taken; ++i)
      word |= std::to_integer<std::uint64_t>(bytes[i]) << (8 * i);
    add(word);
    bytes = bytes.subspan(taken);
  }
}

void trace_hash::add(std::string_view text) noexcept {
  add(std::as_bytes(std::span(text.data(), text.size())));
}

std::string trace_hash::hex() const {
  // The lanes only meet again on the next add(), so stir them once more before they are read.
  const auto low = mix64(low_ + rotate(high_, 32));
  const auto high = mix64(high_ ^ low);
  std::string text(32, '0');
  for (std::size_t i = 0; i < 32; ++i) {
    const auto word = i < 16 ? high : low;
    text[i] = "0123456789abcdef"[(word >> (60 - 4 * (i % 16))) & 15];
  }
  return text;
}

} // namespace akt::inline v0
