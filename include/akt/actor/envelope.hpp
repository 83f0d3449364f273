// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/fwd.hpp"
#include "akt/actor/mailbox.hpp"
#include "akt/core/block_pool.hpp"

#include <cstddef>
#include <cstdint>
#include <new>
#include <string_view>

namespace akt::inline v0 {
namespace wire {
class reader;
class writer;
} // namespace wire

namespace detail {

/// What `invoke` did with the envelope it was given.
enum class disposition : std::uint8_t {
  done, ///< payload destroyed; the caller frees the envelope
  kept, ///< it is somebody else's now: on its way home as a reply, or held by a parked handler
};

/// The wire form of one message type, for actors that list it in `messages`. All four throw what a
/// user's codec or constructor throws; then nothing is constructed.
struct message_codec {
  std::uint64_t type_id;                              ///< hash of the wire name
  bool (*encode)(const void* message, wire::writer&); ///< false: over a limit
  bool (*decode)(void* payload, wire::reader&);       ///< constructs; false: nothing constructed
  bool (*encode_reply)(const void* reply, wire::writer&);
  bool (*decode_reply)(void* payload, wire::reader&); ///< constructs; null where R has no form
};

/// Everything the runtime knows of one message type sent to one receiver type. Static tables.
struct message_ops {
  /// Runs the handler on the object and destroys the payload. If it throws, the payload is alive.
  disposition (*invoke)(void* object, turn_context&, envelope&);
  /// Destroys the payload of a message that nobody handles; null where that is trivial.
  void (*drop)(envelope&) noexcept;
  std::uint32_t block_class;       ///< of the envelope: fits the message and its reply
  bool is_error;                   ///< a reply that carries an error
  bool is_runtime;                 ///< the runtime's own traffic: never a dead letter
  std::string_view name;           ///< of the message type
  std::string_view receiver;       ///< name of the actor type; empty where it is not known
  const message_codec* codec;      ///< null: never leaves this process
  const message_ops* reply;        ///< the table of the reply in the same envelope; null: none
  std::uint64_t receiver_type = 0; ///< actor_type::type_id of the receiver; 0: not known
};

/// A message on its way: a header of 32 bytes and the payload. 64 bytes, or the next block class.
///
/// Owned by exactly one of: its sender, a mailbox, the receiving actor's turn, a parked handler,
/// a promise, the pool.
struct alignas(64) envelope : mail_link {
  const message_ops* ops;
  std::uint32_t generation;       ///< of the receiver
  std::uint32_t asker_generation; ///< or of who told it, if `ext` says who
  /// Low bit set: {asker's cell index, ask sequence}, which is odd; a sequence of 1 means a tell:
  /// {1 + index of the cell that told it, 1}, or {0, 1} if that is not known.
  /// Low bit clear: address of a side block (a remote asker).
  std::uint64_t ext;
  alignas(16) std::byte payload[32];

  static constexpr std::uint64_t tell_ext = 1;
  /// The generation of a message that is handled, and whose fate something else carries: its
  /// handler has stashed it, or has said fail().
  static constexpr std::uint32_t counted = 0;
  static constexpr std::uint64_t ask_ext(std::uint32_t index, std::uint32_t sequence) noexcept {
    return std::uint64_t(index) << 32 | sequence;
  }
  static constexpr std::uint64_t told_ext(std::uint32_t index) noexcept {
    return ask_ext(index + 1, 1);
  }

  bool asked() const noexcept { return static_cast<std::uint32_t>(ext) != tell_ext; }
  /// Requires: asked(). Not from another node, and not by a waiting thread (top bit of the index).
  bool asked_by_cell() const noexcept { return (ext & (std::uint64_t(1) << 63 | 1)) == 1; }
  bool asked_from_afar() const noexcept { return (ext & 1) == 0; }
  /// Told, and known by which cell.
  bool told_by_cell() const noexcept { return !asked() && ext != tell_ext; }
  /// `ext` of the same message if nobody had asked it: the cell that asked has told it.
  std::uint64_t unasked_ext() const noexcept {
    if (!asked()) return ext;
    return asked_by_cell() ? told_ext(asker_index()) : tell_ext;
  }
  std::uint32_t asker_index() const noexcept { return static_cast<std::uint32_t>(ext >> 32); }
  std::uint32_t ask_sequence() const noexcept { return static_cast<std::uint32_t>(ext); }

  /// Where the payload lies; it may be larger than `payload` in a larger block.
  void* place() noexcept { return reinterpret_cast<std::byte*>(this) + 32; }
  template <class T>
  T& as() noexcept {
    return *std::launder(static_cast<T*>(place()));
  }
};

inline constexpr std::size_t envelope_header_bytes = sizeof(envelope) - sizeof(envelope::payload);
static_assert(AKT_MODEL || (sizeof(envelope) == 64 && envelope_header_bytes == 32));
static_assert(alignof(envelope) == block_bytes_min);

/// The block class of an envelope with a payload of `bytes`.
constexpr std::uint32_t envelope_class(std::size_t bytes) noexcept {
  return block_class(envelope_header_bytes + bytes);
}

inline envelope* as_envelope(mail_link* m) noexcept { return static_cast<envelope*>(m); }

} // namespace detail
} // namespace akt::inline v0
