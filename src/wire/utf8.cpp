// SPDX-License-Identifier: Apache-2.0
#include "utf8.hpp"

#include <cstdint>
#include <cstring>

namespace akt::inline v0::wire {
namespace {

/// Bytes of the well-formed character at `at`, which is not ASCII; 0 if there is none.
std::size_t wide_character(const unsigned char* at, std::size_t left) noexcept {
  const auto lead = at[0];
  const std::size_t length = lead < 0xc2   ? 0
                             : lead < 0xe0 ? 2
                             : lead < 0xf0 ? 3
                             : lead < 0xf5 ? 4
                                           : 0;
  if (length == 0 || length > left) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((at[i] & 0xc0) != 0x80) return 0;
  if (lead == 0xe0 && at[1] < 0xa0) return 0; // overlong
  if (lead == 0xed && at[1] > 0x9f) return 0; // surrogate
  if (lead == 0xf0 && at[1] < 0x90) return 0; // overlong
  if (lead == 0xf4 && at[1] > 0x8f) return 0; // above U+10FFFF
  return length;
}

} // namespace

bool is_utf8(std::string_view text) noexcept {
  auto at = reinterpret_cast<const unsigned char*>(text.data());
  const auto end = at + text.size();
  while (at != end) {
    while (end - at >= 8) { // most text is ASCII
      std::uint64_t word;
      std::memcpy(&word, at, 8);
      if (word & 0x8080808080808080u) break;
      at += 8;
    }
    while (at != end && *at < 0x80) ++at;
    if (at == end) break;
    const auto length = wide_character(at, static_cast<std::size_t>(end - at));
    if (length == 0) return false;
    at += length;
  }
  return true;
}

} // namespace akt::inline v0::wire
