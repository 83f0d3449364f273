// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/core/error.hpp"
#include "akt/wire/errc.hpp"
#include "akt/wire/limits.hpp"
#include "akt/wire/references.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace akt::inline v0::wire {

/// Reads one value that a writer wrote, from bytes that nobody vouches for.
///
/// Thread-compatible. The first failure sticks: from then on every call yields zero, false or
/// nothing, so loops end by themselves and callers may check once, at the end. Views lead into the
/// input. Never allocates.
class reader {
public:
  /// Requires: `bytes` and `references`, which may be null, outlive the reader.
  explicit reader(std::span<const std::byte> bytes, reference_codec* references = nullptr,
                  const limits& limits = {}) noexcept;
  reader(const reader&) = delete;
  reader& operator=(const reader&) = delete;

  bool read_bool() noexcept;
  std::uint64_t read_unsigned(std::uint64_t max = UINT64_MAX) noexcept;
  std::int64_t read_signed(std::int64_t min = INT64_MIN, std::int64_t max = INT64_MAX) noexcept;
  float read_float() noexcept;
  double read_double() noexcept; ///< also what write_float() wrote
  std::string_view read_text() noexcept;
  std::span<const std::byte> read_bytes() noexcept;
  void read_null() noexcept;
  bool next_is_null() const noexcept;

  /// The number of items that follow until end(). `element_bytes` is what one takes in memory.
  std::size_t begin_array(std::size_t element_bytes = 0) noexcept;
  /// The number of pairs that follow until end().
  std::size_t begin_map(std::size_t entry_bytes = 0) noexcept;
  void end() noexcept;

  /// `type` is what the caller expects, 0 if anything is fine.
  raw_reference read_reference(std::uint64_t type = 0);

  /// Passes over items of any kind, with all that is in them.
  void skip(std::size_t items = 1) noexcept;

  /// Fails if bytes are left.
  void finish() noexcept;

  explicit operator bool() const noexcept { return failure_ == errc{}; }
  void fail(errc why) noexcept;
  /// With the place as detail. Requires: it has failed.
  akt::error error() const;

  std::size_t position() const noexcept { return position_; } ///< of the next item, or the failure
  std::size_t remaining() const noexcept { return bytes_.size() - position_; }
  reference_codec* references() const noexcept { return references_; }

private:
  struct item;

  item next() noexcept;
  void skip_one() noexcept;
  std::size_t begin(item found, bool map, std::size_t element_bytes) noexcept;

  std::span<const std::byte> bytes_;
  std::size_t position_ = 0;
  reference_codec* references_;
  limits limits_;
  std::size_t depth_ = 0;
  std::size_t memory_ = 0; // taken so far by elements
  errc failure_{};
};

} // namespace akt::inline v0::wire
