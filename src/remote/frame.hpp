// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/wire/reader.hpp"
#include "akt/wire/writer.hpp"

#include <string>

namespace akt::inline v0::remote::detail {

/// What travels on a link: a length (4 bytes, little endian, of what follows) and one CBOR array
/// whose first element is the kind. docs/protocols/link.md has the table.
enum class frame_kind : std::uint8_t {
  hello = 1,        ///< [version, node, system name]
  tell = 2,         ///< [export, actor type, message type, payload]
  ask = 3,          ///< [export, actor type, message type, request, payload]
  reply = 4,        ///< [request, payload]
  failure = 5,      ///< [request, code, detail]
  watch = 6,        ///< [export]
  unwatch = 7,      ///< [export]
  terminated = 8,   ///< [export, reason, path]
  stop = 9,         ///< [export, at once]
  acknowledge = 10, ///< [messages received so far]
  link = 11,        ///< [export, export of the linker]
  unlink = 12,      ///< [export, export of the linker]
  walk = 13,        ///< [export, request, phase, branches, hops, expected, found]
};

inline constexpr std::uint64_t protocol_version = 1;
inline constexpr std::size_t length_bytes = 4;

/// What limits a frame limits what is in it.
wire::limits body_limits(std::size_t frame_bytes_max) noexcept;

/// Appends a frame: header fields are written by the caller between the two calls.
class frame_writer {
public:
  /// `elements` counts what follows the kind.
  frame_writer(wire::buffer& out, frame_kind kind, std::size_t elements,
               wire::reference_codec* references, std::size_t frame_bytes_max);
  ~frame_writer();
  frame_writer(const frame_writer&) = delete;
  frame_writer& operator=(const frame_writer&) = delete;

  wire::writer& body() noexcept { return body_; }

  /// Closes the frame. False: over a limit, nothing was appended.
  bool finish();

private:
  wire::buffer& out_;
  std::size_t start_;
  wire::writer body_;
  bool done_ = false;
};

/// The frame ends here. Headers are checked with it before anything is done about a frame.
inline bool complete(wire::reader& in) noexcept {
  in.end();
  in.finish();
  return static_cast<bool>(in);
}

/// Cuts a stream of bytes into frames. Owned by one link.
class frame_splitter {
public:
  explicit frame_splitter(std::size_t frame_bytes_max) noexcept : max_(frame_bytes_max) {}

  void add(std::span<const std::byte> bytes) {
    pending_.insert(pending_.end(), bytes.begin(), bytes.end());
  }

  /// The next whole frame without its length, valid until the next call of anything here. Empty:
  /// more bytes are needed. False: the peer announces a frame over the limit, or an empty one.
  bool next(std::span<const std::byte>& frame) noexcept;

  std::size_t waiting_bytes() const noexcept { return pending_.size() - taken_; }

  /// Forgets the frames that were taken.
  void compact();

private:
  std::size_t max_;
  std::size_t taken_ = 0;
  wire::buffer pending_;
};

} // namespace akt::inline v0::remote::detail
