// SPDX-License-Identifier: Apache-2.0
#include "akt/wire/codec.hpp"
#include "akt/wire/references.hpp"

#include <gtest/gtest.h>

namespace references_test {

/// What a layer above may look like: a handle that only means something on its node.
struct Handle {
  akt::wire::raw_reference raw;
};

struct Introduce {
  std::string name;
  std::vector<Handle> friends;
};

struct Link final : akt::wire::reference_codec {
  bool write(akt::wire::writer& to, const akt::wire::raw_reference& reference) override {
    if (reference.what == 0) return false;
    to.begin_array(3);
    to.write_unsigned(reference.where);
    to.write_unsigned(reference.what);
    to.write_unsigned(reference.type);
    to.end();
    return true;
  }

  bool read(akt::wire::reader& from, akt::wire::raw_reference& reference) override {
    const auto expected = reference.type;
    if (from.begin_array() != 3) return false;
    reference.where = from.read_unsigned();
    reference.what = from.read_unsigned();
    reference.type = from.read_unsigned();
    from.end();
    if (expected != reference.type) from.fail(akt::wire::errc::wrong_reference_type);
    return reference.what != 0;
  }
};

} // namespace references_test

template <>
struct akt::codec<references_test::Handle> {
  static void write(akt::wire::writer& to, const references_test::Handle& value) {
    to.write_reference(value.raw);
  }
  static void read(akt::wire::reader& from, references_test::Handle& value) {
    value.raw = from.read_reference(9);
  }
};

namespace references_test {

static_assert(akt::wire_message<Introduce>);

TEST(references, travel_through_the_codec_of_their_link) {
  Link link;
  const auto bytes = akt::try_encode(Introduce{"eve", {{{1, 2, 9}}, {{3, 4, 9}}}}, &link);
  ASSERT_TRUE(bytes);
  const auto back = akt::decode<Introduce>(*bytes, &link);
  ASSERT_TRUE(back) << back.error().message();
  EXPECT_EQ(back->friends.at(1).raw, (akt::wire::raw_reference{3, 4, 9}));
}

TEST(references, are_refused_without_a_codec) {
  EXPECT_EQ(akt::try_encode(Introduce{"eve", {{{1, 2, 9}}}}).error().code(),
            akt::wire::errc::bad_reference);
  Link link;
  const auto bytes = akt::try_encode(Introduce{"eve", {{{1, 2, 9}}}}, &link);
  EXPECT_EQ(akt::decode<Introduce>(*bytes).error().code(), akt::wire::errc::bad_reference);
}

TEST(references, the_codec_may_refuse_and_say_why) {
  Link link;
  EXPECT_EQ(akt::try_encode(Introduce{"eve", {{}}}, &link).error().code(),
            akt::wire::errc::bad_reference);
  const auto bytes = akt::try_encode(Introduce{"eve", {{{1, 2, 8}}}}, &link);
  EXPECT_EQ(akt::decode<Introduce>(*bytes, &link).error().code(),
            akt::wire::errc::wrong_reference_type);
}

} // namespace references_test
