// SPDX-License-Identifier: Apache-2.0
#include "frame.hpp"

#include "akt/wire/limits.hpp"

namespace akt::inline v0::remote::detail {

wire::limits body_limits(std::size_t frame_bytes_max) noexcept {
  wire::limits l;
  l.message_bytes = frame_bytes_max;
  l.string_bytes = frame_bytes_max;
  return l;
}

frame_writer::frame_writer(wire::buffer& out, frame_kind kind, std::size_t elements,
                           wire::reference_codec* references, std::size_t frame_bytes_max)
    : out_(out), start_(out.size()), body_((out.resize(out.size() + length_bytes), out), references,
                                           body_limits(frame_bytes_max)) {
  body_.begin_array(elements + 1);
  body_.write_unsigned(static_cast<std::uint64_t>(kind));
}

frame_writer::~frame_writer() {
  if (!done_) out_.resize(start_);
}

bool frame_writer::finish() {
  body_.end();
  if (!body_) return false;
  std::size_t length = out_.size() - start_ - length_bytes;
  for (std::size_t i = 0; i < length_bytes; ++i)
    out_[start_ + i] = static_cast<std::byte>(length >> (8 * i));
  done_ = true;
  return true;
}

bool frame_splitter::next(std::span<const std::byte>& frame) noexcept {
  frame = {};
  std::size_t left = pending_.size() - taken_;
  if (left < length_bytes) return true;
  std::size_t length = 0;
  for (std::size_t i = 0; i < length_bytes; ++i)
    length |= std::to_integer<std::size_t>(pending_[taken_ + i]) << (8 * i);
  if (length == 0 || length > max_) return false;
  if (left - length_bytes < length) return true;
  frame = std::span(pending_).subspan(taken_ + length_bytes, length);
  taken_ += length_bytes + length;
  return true;
}

void frame_splitter::compact() {
  pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(taken_));
  taken_ = 0;
}

} // namespace akt::inline v0::remote::detail
