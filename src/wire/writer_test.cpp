// SPDX-License-Identifier: Apache-2.0
#include "akt/wire/writer.hpp"

#include "test_bytes.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace writer_test {

using akt::wire::buffer;
using akt::wire::errc;
using akt::wire::to_hex;
using akt::wire::writer;

template <class F>
std::string written(F&& write) {
  buffer out;
  writer to(out);
  write(to);
  EXPECT_TRUE(to);
  return to_hex(out);
}

akt::error failure(const akt::wire::limits& limits, auto&& write) {
  buffer out(3);
  writer to(out, nullptr, limits);
  write(to);
  EXPECT_EQ(out.size(), 3u) << "a failed writer must leave the buffer as it was";
  return to ? akt::error(akt::errc::unknown) : to.error();
}

// Examples of RFC 8949, appendix A.
TEST(wire_writer, writes_the_shortest_integers) {
  const auto number = [](std::uint64_t n) {
    return written([n](writer& to) { to.write_unsigned(n); });
  };
  EXPECT_EQ(number(0), "00");
  EXPECT_EQ(number(23), "17");
  EXPECT_EQ(number(24), "18 18");
  EXPECT_EQ(number(255), "18 ff");
  EXPECT_EQ(number(256), "19 01 00");
  EXPECT_EQ(number(1000000), "1a 00 0f 42 40");
  EXPECT_EQ(number(1000000000000), "1b 00 00 00 e8 d4 a5 10 00");
  EXPECT_EQ(number(UINT64_MAX), "1b ff ff ff ff ff ff ff ff");
}

TEST(wire_writer, writes_negative_integers) {
  const auto number = [](std::int64_t n) {
    return written([n](writer& to) { to.write_signed(n); });
  };
  EXPECT_EQ(number(10), "0a");
  EXPECT_EQ(number(-1), "20");
  EXPECT_EQ(number(-24), "37");
  EXPECT_EQ(number(-25), "38 18");
  EXPECT_EQ(number(-1000), "39 03 e7");
  EXPECT_EQ(number(INT64_MIN), "3b 7f ff ff ff ff ff ff ff");
}

TEST(wire_writer, writes_floats_in_their_own_size) {
  EXPECT_EQ(written([](writer& to) { to.write_float(100000.0f); }), "fa 47 c3 50 00");
  EXPECT_EQ(written([](writer& to) { to.write_double(1.1); }), "fb 3f f1 99 99 99 99 99 9a");
  EXPECT_EQ(written([](writer& to) { to.write_double(-0.0); }), "fb 80 00 00 00 00 00 00 00");
}

TEST(wire_writer, knows_one_nan) {
  const auto other = -std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(written([&](writer& to) { to.write_double(other); }), "fb 7f f8 00 00 00 00 00 00");
  EXPECT_EQ(written([&](writer& to) { to.write_float(static_cast<float>(other)); }),
            "fa 7f c0 00 00");
}

TEST(wire_writer, writes_the_rest) {
  EXPECT_EQ(written([](writer& to) { to.write_bool(false); }), "f4");
  EXPECT_EQ(written([](writer& to) { to.write_bool(true); }), "f5");
  EXPECT_EQ(written([](writer& to) { to.write_null(); }), "f6");
  EXPECT_EQ(written([](writer& to) { to.write_text("IETF"); }), "64 49 45 54 46");
  EXPECT_EQ(written([](writer& to) { to.write_text(""); }), "60");
  EXPECT_EQ(written([](writer& to) { to.write_text("\xff"); }), "41 ff"); // no UTF-8: no text
  EXPECT_EQ(written([](writer& to) { to.write_bytes(akt::wire::from_hex("01 02")); }), "42 01 02");
  EXPECT_EQ(written([](writer& to) {
              to.begin_map(1);
              to.write_text("a");
              to.begin_array(2);
              to.write_unsigned(1);
              to.write_unsigned(2);
              to.end();
              to.end();
            }),
            "a1 61 61 82 01 02");
}

TEST(wire_writer, stops_at_each_limit) {
  EXPECT_EQ(failure({.message_bytes = 4}, [](writer& to) { to.write_text("four"); }).code(),
            errc::too_large);
  EXPECT_EQ(failure({.string_bytes = 3}, [](writer& to) { to.write_text("four"); }).code(),
            errc::too_long);
  EXPECT_EQ(failure({.string_bytes = 3}, [](writer& to) { to.write_bytes(buffer(4)); }).code(),
            errc::too_long);
  EXPECT_EQ(failure({.elements = 2}, [](writer& to) { to.begin_array(3); }).code(), errc::too_many);
  const auto nest = [](writer& to) {
    to.begin_array(1);
    to.begin_array(0);
  };
  EXPECT_EQ(failure({.depth = 1}, nest).code(), errc::too_deep);
}

TEST(wire_writer, fits_exactly_at_each_limit) {
  buffer out;
  writer to(out, nullptr, {.message_bytes = 6, .depth = 1, .elements = 1, .string_bytes = 4});
  to.begin_array(1);
  to.write_text("four");
  to.end();
  EXPECT_TRUE(to);
  EXPECT_EQ(to.size(), 6u);
}

TEST(wire_writer, the_first_failure_sticks) {
  const auto error = failure({.elements = 0, .string_bytes = 0}, [](writer& to) {
    to.begin_array(1);
    to.write_text("x");
    to.write_unsigned(1);
    to.end();
  });
  EXPECT_EQ(error.code(), errc::too_many);
}

TEST(wire_writer, without_a_codec_no_reference_is_written) {
  EXPECT_EQ(failure({}, [](writer& to) { to.write_reference({}); }).code(), errc::bad_reference);
}

} // namespace writer_test
