// SPDX-License-Identifier: Apache-2.0
#include "akt/remote/endpoint.hpp"

#include "link_core.hpp"
#include "receptionist.hpp"

namespace akt::inline v0::remote {

using detail::endpoint_core;
using detail::link_core;
using detail::receptionist;

result<unit> link::receive(std::span<const std::byte> bytes) { return core_->receive(bytes); }
wire::buffer link::take_output() { return core_->take_output(); }
void link::lost(std::string_view why) { core_->lost(why); }
bool link::is_up() const noexcept { return core_->is_up(); }
std::size_t link::unacknowledged() const { return core_->unacknowledged(); }
std::string link::peer() const { return core_->peer(); }

endpoint::endpoint(actor_system& system, std::uint64_t node, random_stream ids, link_limits limits)
    : core_(std::make_shared<endpoint_core>(system.core(), node, ids, limits)) {
  system.core().remote = core_.get();
  auto reception = system.spawn<receptionist>(anonymous);
  core_->exports.put(receptionist::export_id, reception);
}

endpoint::~endpoint() {
  core_->system.face->stop();
  core_->end();
  core_->system.remote = nullptr;
}

link endpoint::open() {
  auto core = std::make_shared<link_core>(core_);
  if (!core_->opened(core)) core->lost("the endpoint has ended");
  return link(std::move(core));
}

std::size_t endpoint::exports() const { return core_->exports.size(); }
std::size_t endpoint::nodes() const { return core_->nodes(); }

result<any_ref> endpoint::find_any(std::string_view node, std::string_view actor,
                                   std::uint64_t type) {
  detail::peer_node* peer = core_->find_peer(node);
  if (!peer) return error(errc::no_such_actor, "no link to a node of that name");
  auto where = reinterpret_cast<std::uint64_t>(static_cast<akt::detail::remote_node*>(peer)) |
               akt::detail::node_tag;
  actor_ref<receptionist> reception(any_ref(where, receptionist::export_id));
  return reception.ask<detail::lookup>(std::string(actor), type).get();
}

} // namespace akt::inline v0::remote
