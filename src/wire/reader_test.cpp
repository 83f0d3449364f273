// SPDX-License-Identifier: Apache-2.0
#include "akt/wire/reader.hpp"

#include "test_bytes.hpp"

#include <gtest/gtest.h>

namespace reader_test {

using akt::wire::errc;
using akt::wire::from_hex;
using akt::wire::reader;

/// What `read` fails with on these bytes; 0 if it does not.
template <class F>
errc failure(std::string_view hex, F&& read, const akt::wire::limits& limits = {}) {
  const auto bytes = from_hex(hex);
  reader from(bytes, nullptr, limits);
  read(from);
  return from ? errc{} : static_cast<errc>(from.error().code().value());
}
constexpr auto read_unsigned = [](reader& from) { EXPECT_EQ(from.read_unsigned(1000), 0u); };
constexpr auto read_signed = [](reader& from) { EXPECT_EQ(from.read_signed(-1000, 1000), 0); };
constexpr auto skip = [](reader& from) { from.skip(); };

TEST(wire_reader, reads_what_was_written) {
  const auto bytes = from_hex("88 18 64 39 03 e7 f5 f6 fa 3f c0 00 00 fb 3f f1 99 99 99 99 99 9a "
                              "62 68 69 42 01 02");
  reader from(bytes);
  EXPECT_EQ(from.begin_array(), 8u);
  EXPECT_EQ(from.read_unsigned(), 100u);
  EXPECT_EQ(from.read_signed(), -1000);
  EXPECT_TRUE(from.read_bool());
  from.read_null();
  EXPECT_EQ(from.read_float(), 1.5f);
  EXPECT_EQ(from.read_double(), 1.1);
  EXPECT_EQ(from.read_text(), "hi");
  EXPECT_EQ(from.read_bytes().size(), 2u);
  from.end();
  from.finish();
  EXPECT_TRUE(from);
}

TEST(wire_reader, checks_ranges) {
  EXPECT_EQ(failure("19 03 e9", read_unsigned), errc::out_of_range);
  EXPECT_EQ(failure("20", read_unsigned), errc::out_of_range);
  EXPECT_EQ(failure("19 03 e9", read_signed), errc::out_of_range);
  EXPECT_EQ(failure("39 03 e8", read_signed), errc::out_of_range);
  EXPECT_EQ(failure("1b ff ff ff ff ff ff ff ff", read_signed), errc::out_of_range);
  EXPECT_EQ(failure("3b ff ff ff ff ff ff ff ff", read_signed), errc::out_of_range);
}

TEST(wire_reader, takes_the_whole_range_of_64_bits) {
  const auto bytes = from_hex("1b ff ff ff ff ff ff ff ff 3b 7f ff ff ff ff ff ff ff");
  reader from(bytes);
  EXPECT_EQ(from.read_unsigned(), UINT64_MAX);
  EXPECT_EQ(from.read_signed(), INT64_MIN);
  EXPECT_TRUE(from);
}

TEST(wire_reader, refuses_other_kinds_of_items) {
  for (const auto* other : {"60", "40", "80", "a0", "f4", "f6", "f7", "fa 00 00 00 00", "c0 00"}) {
    EXPECT_EQ(failure(other, read_unsigned), errc::bad_type) << other;
    EXPECT_EQ(failure(other, read_signed), errc::bad_type) << other;
  }
  EXPECT_EQ(failure("00", [](reader& from) { from.read_bool(); }), errc::bad_type);
  EXPECT_EQ(failure("00", [](reader& from) { from.read_text(); }), errc::bad_type);
  EXPECT_EQ(failure("60", [](reader& from) { from.read_bytes(); }), errc::bad_type);
  EXPECT_EQ(failure("80", [](reader& from) { from.begin_map(); }), errc::bad_type);
  EXPECT_EQ(failure("a0", [](reader& from) { from.begin_array(); }), errc::bad_type);
  EXPECT_EQ(failure("f4", [](reader& from) { from.read_null(); }), errc::bad_type);
  EXPECT_EQ(failure("f9 3c 00", [](reader& from) { from.read_float(); }), errc::bad_type);
  EXPECT_EQ(failure("fb 00 00 00 00 00 00 00 00", [](reader& from) { from.read_float(); }),
            errc::bad_type);
}

TEST(wire_reader, a_double_may_have_been_a_float) {
  const auto bytes = from_hex("fa 3f c0 00 00");
  EXPECT_EQ(reader(bytes).read_double(), 1.5);
}

TEST(wire_reader, a_string_that_is_no_text_came_as_bytes) {
  const auto bytes = from_hex("41 ff");
  EXPECT_EQ(reader(bytes).read_text(), "\xff");
}

TEST(wire_reader, refuses_what_is_not_canonical) {
  for (const auto* longer : {"18 17", "19 00 ff", "1a 00 00 ff ff", "1b 00 00 00 00 ff ff ff ff",
                             "38 01", "58 01 00", "78 01 61", "98 01 00", "b8 01 00 00"})
    EXPECT_EQ(failure(longer, skip), errc::not_canonical) << longer;
  for (const auto* indefinite : {"9f 00 ff", "bf ff", "5f ff", "7f ff", "ff"})
    EXPECT_EQ(failure(indefinite, skip), errc::not_canonical) << indefinite;
}

TEST(wire_reader, refuses_what_is_not_cbor) {
  for (const auto* reserved : {"1c", "3d", "5e", "9c", "bd", "de", "f8 10", "fc"})
    EXPECT_EQ(failure(reserved, skip), errc::bad_type) << reserved;
}

TEST(wire_reader, believes_no_count_beyond_the_bytes_left) {
  const auto array = [](reader& from) { EXPECT_EQ(from.begin_array(), 0u); };
  const auto map = [](reader& from) { EXPECT_EQ(from.begin_map(), 0u); };
  EXPECT_EQ(failure("9b ff ff ff ff ff ff ff ff", array), errc::too_many);
  EXPECT_EQ(failure("bb ff ff ff ff ff ff ff ff", map), errc::too_many);
  EXPECT_EQ(failure("83 00 00", array), errc::too_many);
  EXPECT_EQ(failure("a2 00 00 00", map), errc::too_many);
  EXPECT_EQ(failure("7b ff ff ff ff ff ff ff ff 00", skip), errc::truncated);
  EXPECT_EQ(failure("5a ff ff ff ff 00", skip), errc::truncated);
}

TEST(wire_reader, stops_at_each_limit) {
  EXPECT_EQ(failure("82 00 00", skip, {.elements = 1}), errc::too_many);
  EXPECT_EQ(failure("81 80", skip, {.depth = 1}), errc::too_deep);
  EXPECT_EQ(failure("c0 c0 00", skip, {.depth = 1}), errc::too_deep);
  EXPECT_EQ(failure("62 61 61", skip, {.string_bytes = 1}), errc::too_long);
  EXPECT_EQ(failure("00 00", skip, {.message_bytes = 1}), errc::too_large);
  const auto array = [](reader& from) { from.begin_array(100); };
  EXPECT_EQ(failure("82 00 00", array, {.memory_bytes = 199}), errc::too_large);
  EXPECT_EQ(failure("82 00 00", array, {.memory_bytes = 200}), errc{});
}

TEST(wire_reader, charges_memory_over_the_whole_message) {
  const auto nest = [](reader& from) {
    from.begin_array(60);
    from.begin_array(60);
  };
  EXPECT_EQ(failure("81 81 00", nest, {.memory_bytes = 119}), errc::too_large);
  EXPECT_EQ(failure("81 81 00", nest, {.memory_bytes = 120}), errc{});
}

TEST(wire_reader, skips_any_item) {
  for (const auto* item : {"00", "20", "43 01 02 03", "61 61", "83 01 82 02 03 04", "a1 01 81 02",
                           "c1 00", "f4", "f6", "f7", "f9 3c 00", "fa 00 00 00 00"}) {
    const auto bytes = from_hex(item);
    reader from(bytes);
    from.skip();
    from.finish();
    EXPECT_TRUE(from) << item;
  }
}

TEST(wire_reader, deep_nesting_ends_at_the_limit_not_at_the_stack) {
  const akt::wire::buffer deep(1000000, std::byte{0x81});
  reader from(deep);
  from.skip();
  EXPECT_EQ(from.error().code(), errc::too_deep);
}

TEST(wire_reader, the_first_failure_sticks_and_says_where) {
  const auto bytes = from_hex("01 f4 02");
  reader from(bytes);
  from.read_unsigned();
  from.read_unsigned();
  from.skip();
  from.finish();
  EXPECT_EQ(from.read_unsigned(), 0u);
  EXPECT_EQ(from.begin_array(), 0u);
  EXPECT_EQ(from.error().message(), "another kind of item was expected: at byte 2");
}

TEST(wire_reader, finish_wants_all_bytes_read) {
  EXPECT_EQ(failure("00 00", [](reader& from) { from.skip(), from.finish(); }),
            errc::trailing_bytes);
}

TEST(wire_reader, without_a_codec_no_reference_is_read) {
  EXPECT_EQ(failure("00", [](reader& from) { from.read_reference(); }), errc::bad_reference);
}

} // namespace reader_test
