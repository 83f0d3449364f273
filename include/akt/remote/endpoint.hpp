// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/actor_system.hpp"
#include "akt/core/random.hpp"
#include "akt/remote/fwd.hpp"

#include <memory>
#include <span>

namespace akt::inline v0::remote {

/// Limits of a link; what goes beyond is refused or ends the link, never grows. Thread-compatible.
struct link_limits {
  std::size_t frame_bytes_max = std::size_t(1) << 20;    ///< of one message with its header
  std::size_t unacknowledged_max = std::size_t(1) << 16; ///< messages on their way to the peer
  std::size_t asks_max = std::size_t(1) << 16;          ///< the oldest is answered `unknown` beyond
  std::size_t output_bytes_max = std::size_t(64) << 20; ///< for a peer that does not read
  std::size_t nodes_max = 4096;                         ///< other nodes that are known
  std::size_t named_nodes_max = 256;              ///< of those, the ones that one link named first
  std::size_t exports_max = std::size_t(1) << 24; ///< local actors that peers may know
  std::size_t links_max = std::size_t(1) << 16;   ///< ctx.link() between actors here and of a peer
};

/// One connection to another node, without a socket: bytes in, bytes out. Thread-safe, but for
/// receive(): one thread at a time.
///
/// Tells are at most once and in order per pair of actors. Every message is acknowledged by the
/// peer's node; when the link goes down, what is not acknowledged becomes a dead letter `link_lost`
/// and asks are answered with errc::unknown. See docs/protocols/link.md.
class link {
public:
  explicit link(std::shared_ptr<detail::link_core> core) noexcept : core_(std::move(core)) {}

  /// Bytes from the peer, in order, cut anywhere. Errors end the link and are the peer's.
  result<unit> receive(std::span<const std::byte> bytes);

  /// What is to be sent to the peer since the last call.
  wire::buffer take_output();

  /// The connection is gone.
  void lost(std::string_view why);

  bool is_up() const noexcept;
  /// Messages that the peer has not acknowledged.
  std::size_t unacknowledged() const;
  /// The handshake is over, and this is the peer's name; else empty.
  std::string peer() const;

private:
  std::shared_ptr<detail::link_core> core_;
};

/// A system's dealings with other nodes: which local actors they know, which nodes it knows.
/// Thread-safe. One per system; ends before it. Its destructor stops the system, whose references
/// to other nodes end with it, and takes the links down.
class endpoint {
public:
  /// `node` is this incarnation's identity: random, not 0. Export ids are drawn from `ids`.
  endpoint(actor_system& system, std::uint64_t node, random_stream ids, link_limits limits = {});
  ~endpoint();
  endpoint(const endpoint&) = delete;
  endpoint& operator=(const endpoint&) = delete;

  /// A new connection; its first output is the handshake.
  link open();

  /// The named actor of another node. Errors: no_such_actor, wrong_type, unknown, timeout.
  template <class A>
  result<actor_ref<A>> find(std::string_view node, std::string_view actor) {
    auto found = find_any(node, actor, akt::detail::actor_type_id<A>());
    if (!found) return std::move(found).error();
    if (!akt::detail::may_name<A>(*found)) return error(errc::wrong_type, actor);
    return actor_ref<A>(*found);
  }

  /// Local actors that other nodes can name, and other nodes that local references name.
  std::size_t exports() const;
  std::size_t nodes() const;

private:
  result<any_ref> find_any(std::string_view node, std::string_view actor, std::uint64_t type);

  std::shared_ptr<detail::endpoint_core> core_;
};

} // namespace akt::inline v0::remote
