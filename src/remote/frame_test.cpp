// SPDX-License-Identifier: Apache-2.0
#include "frame.hpp"

#include <gtest/gtest.h>

#include <cstring>

namespace remote_test {

using akt::remote::detail::frame_kind;
using akt::remote::detail::frame_splitter;
using akt::remote::detail::frame_writer;

akt::wire::buffer frame_of(std::size_t text, std::size_t bytes_max = 1000) {
  akt::wire::buffer out;
  frame_writer frame(out, frame_kind::hello, 1, nullptr, bytes_max);
  frame.body().write_text(std::string(text, 'x'));
  (void)frame.finish();
  return out;
}

TEST(frame, is_a_length_and_an_array_that_begins_with_the_kind) {
  auto bytes = frame_of(1);
  const unsigned char expected[] = {4, 0, 0, 0, 0x82, 0x01, 0x61, 'x'};
  ASSERT_EQ(bytes.size(), sizeof(expected));
  EXPECT_EQ(std::memcmp(bytes.data(), expected, sizeof(expected)), 0);
}

TEST(frame, of_one_byte_too_many_leaves_nothing_behind) {
  std::size_t fits = 1000 - 2 - 3; // array and kind, head of the text
  EXPECT_EQ(frame_of(fits).size(), 1004u);
  akt::wire::buffer out(5);
  {
    frame_writer frame(out, frame_kind::hello, 1, nullptr, 1000);
    frame.body().write_text(std::string(fits + 1, 'x'));
    EXPECT_FALSE(frame.finish());
  }
  EXPECT_EQ(out.size(), 5u);
}

TEST(frame, that_is_given_up_leaves_nothing_behind) {
  akt::wire::buffer out;
  { frame_writer frame(out, frame_kind::hello, 1, nullptr, 1000); }
  EXPECT_TRUE(out.empty());
}

TEST(frame_splitter, finds_frames_in_bytes_that_are_cut_anywhere) {
  akt::wire::buffer all;
  for (std::size_t n : {0u, 1u, 300u, 7u}) {
    auto one = frame_of(n);
    all.insert(all.end(), one.begin(), one.end());
  }
  for (std::size_t step = 1; step < all.size(); ++step) {
    frame_splitter splitter(1000);
    std::size_t found = 0;
    for (std::size_t at = 0; at < all.size(); at += step) {
      splitter.add(std::span(all).subspan(at, std::min(step, all.size() - at)));
      std::span<const std::byte> frame;
      while (splitter.next(frame) && !frame.empty()) ++found;
      splitter.compact();
    }
    EXPECT_EQ(found, 4u) << "in steps of " << step;
  }
}

TEST(frame_splitter, takes_a_frame_at_its_limit_and_none_above) {
  auto bytes = frame_of(995);
  std::span<const std::byte> frame;
  frame_splitter wide(1000), narrow(999);
  wide.add(bytes);
  EXPECT_TRUE(wide.next(frame));
  EXPECT_EQ(frame.size(), 1000u);
  narrow.add(std::span(bytes).first(4)); // refused before its bytes are there
  EXPECT_FALSE(narrow.next(frame));
}

TEST(frame_splitter, refuses_an_empty_frame) {
  const std::byte zeros[4] = {};
  frame_splitter splitter(1000);
  splitter.add(zeros);
  std::span<const std::byte> frame;
  EXPECT_FALSE(splitter.next(frame));
}

} // namespace remote_test
