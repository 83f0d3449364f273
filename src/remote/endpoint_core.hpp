// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/remote/endpoint.hpp"

#include "../actor/system_core.hpp"
#include "export_table.hpp"

#include <map>

namespace akt::inline v0::remote::detail {

class link_core;

/// A node as this system's references name it: one per incarnation, kept while the system lives.
/// Its link comes and goes. The node of the system itself has none, ever: what is sent to it names
/// an actor that is not exported any more.
class peer_node final : public akt::detail::remote_node {
public:
  peer_node(akt::detail::system_core& s, std::uint64_t identity, bool self) noexcept;

  void send(akt::detail::sender&, std::uint64_t export_id,
            akt::detail::envelope*) noexcept override;
  void reply(akt::detail::sender&, akt::detail::envelope*) noexcept override;
  void watch(akt::detail::sender&, std::uint64_t export_id, any_ref watcher,
             const akt::detail::message_ops& told) noexcept override;
  void unwatch(akt::detail::sender&, std::uint64_t export_id, any_ref watcher,
               bool of_link) noexcept override;
  void link_to(akt::detail::sender&, std::uint64_t export_id, any_ref linker) noexcept override;
  void unlink_from(akt::detail::sender&, std::uint64_t export_id, any_ref linker) noexcept override;
  void stop(akt::detail::sender&, std::uint64_t export_id, bool at_once) noexcept override;
  void watched_ended(akt::detail::sender&, std::uint64_t export_id,
                     const terminated&) noexcept override;
  void walk(akt::detail::sender&, std::uint64_t export_id,
            const akt::detail::wait_walk&) noexcept override;

  /// How references name one of its actors.
  any_ref ref_to(std::uint64_t export_id) noexcept {
    auto address = reinterpret_cast<std::uint64_t>(static_cast<akt::detail::remote_node*>(this));
    return any_ref(address | akt::detail::node_tag, export_id);
  }

  std::shared_ptr<link_core> link() const;
  void set_link(std::shared_ptr<link_core>);

  /// The number of an ask of this node, unique over all links to it: what answers an ask of a lost
  /// link finds nobody on the next one. Relaxed: requests_ is a number, it publishes nothing.
  std::uint64_t next_request() noexcept { return requests_.fetch_add(1, sync::relaxed) + 1; }
  std::uint64_t requests() const noexcept { return requests_.load(sync::relaxed); }

  const std::uint64_t identity;
  const bool self;
  bool only_named = false; ///< no link to it was ever there; guarded by the endpoint

private:
  mutable std::mutex mutex_; // guards link_
  std::shared_ptr<link_core> link_;
  sync::atomic<std::uint64_t> requests_{0};
};

/// Ends the answer to an asker whose link is gone, and the side block with it.
void drop_remote_reply(akt::detail::sender&, akt::detail::envelope*) noexcept;

/// The shared side of an endpoint. Thread-safe.
class endpoint_core final : public akt::detail::remote_hooks,
                            public std::enable_shared_from_this<endpoint_core> {
public:
  endpoint_core(akt::detail::system_core& system, std::uint64_t node, random_stream ids,
                link_limits limits);

  void actor_ended(std::uint32_t cell_index, std::uint32_t generation) noexcept override {
    exports.actor_ended(cell_index, generation);
  }
  std::uint64_t identity() const noexcept override { return self; }

  /// The node that a reference names: known, or new, which adds one to `named_by_link`; the node of
  /// the system itself. Null: too many, of that link or of all. Half of them is kept for nodes that
  /// connect, so that nobody is locked out by names alone.
  peer_node* named_node(std::uint64_t identity, std::size_t& named_by_link);
  peer_node* find_peer(std::string_view name) const;
  /// A link to a node of that identity and name is there. Errors: stopped; over_budget; name_taken:
  /// the node has a link already, or another one with that name has.
  result<peer_node*> connected(std::uint64_t identity, std::string_view name,
                               std::shared_ptr<link_core>);
  /// A link is made. False: the endpoint has ended, and it is to go down.
  bool opened(const std::shared_ptr<link_core>&);
  /// Takes all links down, also those whose handshake is not over, and lets no other come up.
  void end();
  std::size_t nodes() const;

  akt::detail::system_core& system;
  const std::uint64_t system_serial; ///< for who may come when it has ended: see living_system
  const std::uint64_t self;
  const link_limits limits;
  export_table exports;

private:
  peer_node* known(std::uint64_t identity) const;
  peer_node* add(std::uint64_t identity);

  mutable std::mutex mutex_; // guards all below
  std::map<std::uint64_t, std::unique_ptr<peer_node>> nodes_;
  std::map<std::string, peer_node*, std::less<>> by_name_; // one name per node at most
  std::vector<std::weak_ptr<link_core>> links_;
  bool ended_ = false;
  std::size_t only_named_ = 0; // nodes that a reference has named and that never had a link
};

} // namespace akt::inline v0::remote::detail
