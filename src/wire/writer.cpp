// SPDX-License-Identifier: Apache-2.0
#include "akt/wire/writer.hpp"

#include "akt/core/assert.hpp"

#include "utf8.hpp"

#include <cbor.h>

#include <cmath>
#include <limits>

namespace akt::inline v0::wire {
namespace {

constexpr std::size_t head_bytes_max = 9;

// libcbor takes the length of strings and collections as size_t: one signature for all of them.
static_assert(sizeof(std::size_t) == sizeof(std::uint64_t));

} // namespace

void writer::fail(errc why) noexcept {
  if (!*this) return;
  failure_ = why;
  out_.resize(start_);
}

bool writer::room(std::size_t bytes) noexcept {
  if (*this && bytes > limits_.message_bytes - size()) fail(errc::too_large);
  return bool(*this);
}

void writer::append(const void* bytes, std::size_t count) {
  if (count == 0 || !room(count)) return;
  const auto first = static_cast<const std::byte*>(bytes);
  out_.insert(out_.end(), first, first + count);
}

void writer::head(std::size_t (*encode)(std::uint64_t, unsigned char*, std::size_t),
                  std::uint64_t value) {
  unsigned char bytes[head_bytes_max];
  append(bytes, encode(value, bytes, sizeof bytes));
}

void writer::write_bool(bool value) {
  unsigned char byte;
  append(&byte, cbor_encode_bool(value, &byte, 1));
}

void writer::write_unsigned(std::uint64_t value) { head(cbor_encode_uint, value); }

void writer::write_signed(std::int64_t value) {
  const auto bits = static_cast<std::uint64_t>(value);
  if (value < 0)
    head(cbor_encode_negint, ~bits); // -1 - value
  else
    head(cbor_encode_uint, bits);
}

void writer::write_float(float value) {
  unsigned char bytes[head_bytes_max];
  if (std::isnan(value)) value = std::numeric_limits<float>::quiet_NaN();
  append(bytes, cbor_encode_single(value, bytes, sizeof bytes));
}

void writer::write_double(double value) {
  unsigned char bytes[head_bytes_max];
  if (std::isnan(value)) value = std::numeric_limits<double>::quiet_NaN();
  append(bytes, cbor_encode_double(value, bytes, sizeof bytes));
}

void writer::write_text(std::string_view value) {
  if (value.size() > limits_.string_bytes) return fail(errc::too_long);
  head(is_utf8(value) ? cbor_encode_string_start : cbor_encode_bytestring_start, value.size());
  append(value.data(), value.size());
}

void writer::write_bytes(std::span<const std::byte> value) {
  if (value.size() > limits_.string_bytes) return fail(errc::too_long);
  head(cbor_encode_bytestring_start, value.size());
  append(value.data(), value.size());
}

void writer::write_null() {
  unsigned char byte;
  append(&byte, cbor_encode_null(&byte, 1));
}

void writer::begin_array(std::size_t elements) { begin(false, elements); }
void writer::begin_map(std::size_t entries) { begin(true, entries); }

void writer::begin(bool map, std::size_t count) {
  if (count > limits_.elements) return fail(errc::too_many);
  if (depth_ >= limits_.depth) return fail(errc::too_deep);
  ++depth_;
  head(map ? cbor_encode_map_start : cbor_encode_array_start, count);
}

void writer::end() noexcept {
  if (!*this) return;
  AKT_ASSERT(depth_ > 0);
  --depth_;
}

void writer::write_reference(const raw_reference& reference) {
  if (!*this) return;
  if (!references_ || !references_->write(*this, reference)) fail(errc::bad_reference);
}

} // namespace akt::inline v0::wire
