// SPDX-License-Identifier: Apache-2.0
#include "akt/wire/reader.hpp"

#include "akt/core/assert.hpp"

#include <cbor.h>

#include <string>

namespace akt::inline v0::wire {

/// One head, and for strings the content. What a failed reader finds is of kind `nothing`.
struct reader::item {
  enum class kind {
    nothing,
    positive,
    negative,
    bytes,
    text,
    array,
    map,
    tag,
    boolean,
    null,
    single,
    wide,
    other,
    indefinite
  };
  kind what = kind::nothing;
  std::uint64_t number = 0; // value, -1 - value, count, length, tag or truth
  double real = 0;
  const std::byte* data = nullptr;
};

namespace {

template <class Item>
struct collector {
  using kind = typename Item::kind;

  template <kind what, class N>
  static void number(void* to, N value) {
    static_cast<Item*>(to)->what = what;
    static_cast<Item*>(to)->number = value;
  }
  template <kind what>
  static void string(void* to, cbor_data data, std::size_t length) {
    number<what>(to, length);
    static_cast<Item*>(to)->data = reinterpret_cast<const std::byte*>(data);
  }
  template <kind what, class F>
  static void real(void* to, F value) {
    static_cast<Item*>(to)->what = what;
    static_cast<Item*>(to)->real = static_cast<double>(value);
  }
  template <kind what>
  static void bare(void* to) {
    static_cast<Item*>(to)->what = what;
  }

  static constexpr cbor_callbacks make() {
    cbor_callbacks to{};
    to.uint8 = number<kind::positive, std::uint8_t>;
    to.uint16 = number<kind::positive, std::uint16_t>;
    to.uint32 = number<kind::positive, std::uint32_t>;
    to.uint64 = number<kind::positive, std::uint64_t>;
    to.negint8 = number<kind::negative, std::uint8_t>;
    to.negint16 = number<kind::negative, std::uint16_t>;
    to.negint32 = number<kind::negative, std::uint32_t>;
    to.negint64 = number<kind::negative, std::uint64_t>;
    to.byte_string = string<kind::bytes>;
    to.byte_string_start = bare<kind::indefinite>;
    to.string = string<kind::text>;
    to.string_start = bare<kind::indefinite>;
    to.array_start = number<kind::array, std::size_t>;
    to.indef_array_start = bare<kind::indefinite>;
    to.map_start = number<kind::map, std::size_t>;
    to.indef_map_start = bare<kind::indefinite>;
    to.tag = number<kind::tag, std::uint64_t>;
    to.float2 = real<kind::other, float>;
    to.float4 = real<kind::single, float>;
    to.float8 = real<kind::wide, double>;
    to.boolean = number<kind::boolean, bool>;
    to.null = bare<kind::null>;
    to.undefined = bare<kind::other>;
    to.indef_break = bare<kind::indefinite>;
    return to;
  }
  static constexpr cbor_callbacks callbacks = make();
};

constexpr std::size_t shortest_head(std::uint64_t number) noexcept {
  return number < 24 ? 1 : number <= 0xff ? 2 : number <= 0xffff ? 3 : number <= 0xffffffff ? 5 : 9;
}

} // namespace

reader::reader(std::span<const std::byte> bytes, reference_codec* references,
               const wire::limits& limits) noexcept
    : bytes_(bytes), references_(references), limits_(limits) {
  if (bytes.size() > limits.message_bytes) fail(errc::too_large);
}

void reader::fail(errc why) noexcept {
  if (*this) failure_ = why;
}

akt::error reader::error() const {
  return {make_error_code(failure_), "at byte " + std::to_string(position_)};
}

reader::item reader::next() noexcept {
  item found;
  if (!*this) return found;
  const auto left = bytes_.subspan(position_);
  const auto step = cbor_stream_decode(reinterpret_cast<cbor_data>(left.data()), left.size(),
                                       &collector<item>::callbacks, &found);
  if (step.status == CBOR_DECODER_NEDATA) return fail(errc::truncated), item{};
  if (step.status == CBOR_DECODER_ERROR) return fail(errc::bad_type), item{};
  if (found.what == item::kind::indefinite) return fail(errc::not_canonical), item{};
  if (found.what <= item::kind::tag) { // the kinds whose head holds a number
    const auto content = found.data ? found.number : 0;
    if (step.read - content != shortest_head(found.number))
      return fail(errc::not_canonical), item{};
    if (found.data && found.number > limits_.string_bytes) return fail(errc::too_long), item{};
  }
  position_ += step.read;
  return found;
}

bool reader::read_bool() noexcept {
  const auto found = next();
  if (found.what != item::kind::boolean) fail(errc::bad_type);
  return *this && found.number != 0;
}

std::uint64_t reader::read_unsigned(std::uint64_t max) noexcept {
  const auto found = next();
  if (found.what == item::kind::negative) fail(errc::out_of_range);
  if (found.what != item::kind::positive) fail(errc::bad_type);
  if (found.number > max) fail(errc::out_of_range);
  return *this ? found.number : 0;
}

std::int64_t reader::read_signed(std::int64_t min, std::int64_t max) noexcept {
  const auto found = next();
  const bool negative = found.what == item::kind::negative;
  if (!negative && found.what != item::kind::positive) fail(errc::bad_type);
  if (found.number > static_cast<std::uint64_t>(INT64_MAX)) fail(errc::out_of_range);
  if (!*this) return 0;
  const auto bits = static_cast<std::int64_t>(found.number);
  const auto value = negative ? -1 - bits : bits;
  if (value < min || value > max) fail(errc::out_of_range);
  return *this ? value : 0;
}

float reader::read_float() noexcept {
  const auto found = next();
  if (found.what != item::kind::single) fail(errc::bad_type);
  return *this ? static_cast<float>(found.real) : 0.0f;
}

double reader::read_double() noexcept {
  const auto found = next();
  if (found.what != item::kind::wide && found.what != item::kind::single) fail(errc::bad_type);
  return *this ? found.real : 0.0;
}

std::string_view reader::read_text() noexcept {
  const auto found = next();
  if (found.what != item::kind::text && found.what != item::kind::bytes) fail(errc::bad_type);
  if (!*this) return {};
  return {reinterpret_cast<const char*>(found.data), static_cast<std::size_t>(found.number)};
}

std::span<const std::byte> reader::read_bytes() noexcept {
  const auto found = next();
  if (found.what != item::kind::bytes) fail(errc::bad_type);
  if (!*this) return {};
  return {found.data, static_cast<std::size_t>(found.number)};
}

bool reader::next_is_null() const noexcept {
  constexpr std::byte null_item{0xf6};
  return failure_ == errc{} && remaining() > 0 && bytes_[position_] == null_item;
}

void reader::read_null() noexcept {
  if (next().what != item::kind::null) fail(errc::bad_type);
}

std::size_t reader::begin_array(std::size_t element_bytes) noexcept {
  return begin(next(), false, element_bytes);
}

std::size_t reader::begin_map(std::size_t entry_bytes) noexcept {
  return begin(next(), true, entry_bytes);
}

std::size_t reader::begin(item found, bool map, std::size_t element_bytes) noexcept {
  if (found.what != (map ? item::kind::map : item::kind::array)) fail(errc::bad_type);
  const auto wire_bytes = map ? 2 : 1; // that one element takes at least
  if (found.number > limits_.elements) fail(errc::too_many);
  if (found.number > remaining() / static_cast<std::size_t>(wire_bytes)) fail(errc::too_many);
  if (depth_ >= limits_.depth) fail(errc::too_deep);
  if (!*this) return 0;
  const auto count = static_cast<std::size_t>(found.number);
  if (element_bytes != 0 && count > (limits_.memory_bytes - memory_) / element_bytes)
    return fail(errc::too_large), 0;
  memory_ += count * element_bytes;
  ++depth_;
  return count;
}

void reader::end() noexcept {
  if (!*this) return;
  AKT_ASSERT(depth_ > 0);
  --depth_;
}

raw_reference reader::read_reference(std::uint64_t type) {
  raw_reference reference{.type = type};
  if (!*this) return reference;
  if (!references_ || !references_->read(*this, reference)) fail(errc::bad_reference);
  return *this ? reference : raw_reference{};
}

void reader::skip(std::size_t items) noexcept {
  while (items-- > 0 && *this) skip_one();
}

void reader::skip_one() noexcept {
  const auto found = next();
  switch (found.what) {
  case item::kind::array:
  case item::kind::map: {
    const bool map = found.what == item::kind::map;
    const auto count = begin(found, map, 0);
    skip(map ? 2 * count : count); // no deeper than limits::depth
    return end();
  }
  case item::kind::tag: {
    if (depth_ >= limits_.depth) return fail(errc::too_deep);
    ++depth_;
    skip();
    return end();
  }
  default:
    return;
  }
}

void reader::finish() noexcept {
  if (*this && remaining() != 0) fail(errc::trailing_bytes);
}

} // namespace akt::inline v0::wire
