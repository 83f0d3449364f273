// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/pending.hpp"
#include "akt/actor/signals.hpp"

namespace akt::inline v0::detail {

/// Who asked from another node, and how the answer gets its wire form. Pooled, beside an envelope.
struct remote_asker {
  remote_node* node;
  std::uint64_t request_id;
  const message_codec* codec;
};

/// A node that references point to, as one system sees it: the way into the layer above. Lives as
/// long as its system. All calls come from turns or threads of that system.
class remote_node {
public:
  virtual ~remote_node() = default;

  /// The system whose references this node appears in. Constant.
  system_core* system = nullptr;

  /// Encodes and sends a message, or ends it with a fate. Takes the envelope over. A non-null asker
  /// is {cell or waiter, generation, sequence} in the envelope's header.
  virtual void send(sender&, std::uint64_t export_id, envelope*) noexcept = 0;

  /// Sends the answer that lies in the payload home to the asker in the side block, and frees both.
  virtual void reply(sender&, envelope*) noexcept = 0;

  virtual void watch(sender&, std::uint64_t export_id, any_ref watcher,
                     const message_ops& told) noexcept = 0;
  /// `of_link`: the watch that link_to() has brought, else one by ctx.watch().
  virtual void unwatch(sender&, std::uint64_t export_id, any_ref watcher,
                       bool of_link) noexcept = 0;
  /// A local actor is linked to one of this node, which watches the other one, as it is watched.
  virtual void link_to(sender&, std::uint64_t export_id, any_ref linker) noexcept = 0;
  virtual void unlink_from(sender&, std::uint64_t export_id, any_ref linker) noexcept = 0;
  virtual void stop(sender&, std::uint64_t export_id, bool at_once) noexcept = 0;

  /// A walk for wait cycles goes on to an actor of this node. Dropped if it cannot.
  virtual void walk(sender&, std::uint64_t export_id, const wait_walk&) noexcept = 0;

  /// A local actor that this node watched has ended.
  virtual void watched_ended(sender&, std::uint64_t export_id, const terminated&) noexcept = 0;
};

/// What the layer above is told of a system's actors.
class remote_hooks {
public:
  virtual ~remote_hooks() = default;
  /// The occupant of a cell has ended: other nodes no longer know it.
  virtual void actor_ended(std::uint32_t cell_index, std::uint32_t generation) noexcept = 0;
  /// This system among nodes; not 0.
  virtual std::uint64_t identity() const noexcept = 0;
};

} // namespace akt::inline v0::detail
