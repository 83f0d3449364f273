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
#include <vector>

namespace akt::inline v0::wire {

using buffer = std::vector<std::byte>;

/// Appends one value as CBOR (RFC 8949) to a buffer, in the one form that reader accepts.
///
/// Thread-compatible. The first failure sticks, takes back all that this writer appended, and makes
/// later calls do nothing. An array or map of n is begun, n items (2n for a map) are written, and
/// it is ended. Invariant: beyond what was in the buffer before, at most limits::message_bytes.
class writer {
public:
  /// Requires: `out` and `references`, which may be null, outlive the writer.
  explicit writer(buffer& out, reference_codec* references = nullptr,
                  const limits& limits = {}) noexcept
      : out_(out), start_(out.size()), references_(references), limits_(limits) {}
  writer(const writer&) = delete;
  writer& operator=(const writer&) = delete;

  void write_bool(bool value);
  void write_unsigned(std::uint64_t value);
  void write_signed(std::int64_t value);
  void write_float(float value);           ///< always 4 bytes; every NaN becomes the same NaN
  void write_double(double value);         ///< always 8 bytes; every NaN becomes the same NaN
  void write_text(std::string_view value); ///< as a byte string if it is not UTF-8
  void write_bytes(std::span<const std::byte> value);
  void write_null();
  void begin_array(std::size_t elements);
  void begin_map(std::size_t entries);
  void end() noexcept;
  void write_reference(const raw_reference& reference);
  /// Appends one item that another writer has encoded.
  void write_encoded(std::span<const std::byte> item) { append(item.data(), item.size()); }

  explicit operator bool() const noexcept { return failure_ == errc{}; }
  void fail(errc why) noexcept;
  /// Requires: it has failed.
  akt::error error() const { return make_error_code(failure_); }

  /// Bytes appended so far.
  std::size_t size() const noexcept { return out_.size() - start_; }
  reference_codec* references() const noexcept { return references_; }

private:
  bool room(std::size_t bytes) noexcept;
  void append(const void* bytes, std::size_t count);
  void head(std::size_t (*encode)(std::uint64_t, unsigned char*, std::size_t), std::uint64_t value);
  void begin(bool map, std::size_t count);

  buffer& out_;
  std::size_t start_;
  reference_codec* references_;
  limits limits_;
  std::size_t depth_ = 0;
  errc failure_{};
};

} // namespace akt::inline v0::wire
