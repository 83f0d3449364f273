// SPDX-License-Identifier: Apache-2.0
#include "endpoint_core.hpp"

#include "../actor/links.hpp"
#include "link_core.hpp"

namespace akt::inline v0::remote::detail {

using akt::detail::end_unhandled;
using akt::detail::envelope;
using akt::detail::message_ops;
using akt::detail::sender;

peer_node::peer_node(akt::detail::system_core& s, std::uint64_t id, bool is_self) noexcept
    : identity(id), self(is_self) {
  system = &s;
}

std::shared_ptr<link_core> peer_node::link() const {
  std::lock_guard guard(mutex_);
  return link_;
}

void peer_node::set_link(std::shared_ptr<link_core> l) {
  std::lock_guard guard(mutex_);
  link_ = std::move(l);
}

void peer_node::send(sender& home, std::uint64_t export_id, envelope* e) noexcept {
  if (auto l = link()) return l->send(home, export_id, e);
  end_unhandled(home, e, self ? fate::no_such_actor : fate::link_lost);
}

void peer_node::reply(sender& home, envelope* e) noexcept {
  if (auto l = link()) return l->reply(home, e);
  drop_remote_reply(home, e);
}

void peer_node::watch(sender& home, std::uint64_t export_id, any_ref watcher,
                      const message_ops& told) noexcept {
  if (auto l = link(); l && l->watch({export_id, watcher, &told})) return;
  auto reason = self ? stop_reason::not_found : stop_reason::node_lost;
  akt::detail::tell_terminated(home, watcher, &told, {std::string(), reason, ref_to(export_id)});
}

void peer_node::unwatch(sender&, std::uint64_t export_id, any_ref watcher, bool of_link) noexcept {
  if (auto l = link()) l->unwatch(export_id, watcher, of_link);
}

void peer_node::link_to(sender& home, std::uint64_t export_id, any_ref linker) noexcept {
  auto l = link();
  if (l && !l->names(linker)) // so that the other side could not watch it
    return akt::detail::tell_linked(home, linker,
                                    {std::string(), stop_reason::not_found, ref_to(export_id)});
  watch(home, export_id, linker, akt::detail::told_of_link);
  if (l) l->tell_of_link(frame_kind::link, export_id, linker);
}

void peer_node::unlink_from(sender&, std::uint64_t export_id, any_ref linker) noexcept {
  auto l = link();
  if (!l) return;
  l->unwatch(export_id, linker, true);
  l->tell_of_link(frame_kind::unlink, export_id, linker);
}

void peer_node::stop(sender&, std::uint64_t export_id, bool at_once) noexcept {
  if (auto l = link()) l->stop(export_id, at_once);
}

void peer_node::watched_ended(sender&, std::uint64_t export_id, const terminated& news) noexcept {
  if (auto l = link()) l->watched_ended(export_id, news);
}

void peer_node::walk(sender&, std::uint64_t export_id, const akt::detail::wait_walk& w) noexcept {
  if (auto l = link()) l->walk(export_id, w);
}

void drop_remote_reply(sender& home, envelope* e) noexcept {
  auto* asker = reinterpret_cast<akt::detail::remote_asker*>(e->ext);
  home.cache->put_bytes(sizeof(akt::detail::remote_asker), asker);
  e->ext = envelope::tell_ext;
  home.counters.sent.add(1);
  end_unhandled(home, e, fate::link_lost);
}

endpoint_core::endpoint_core(akt::detail::system_core& s, std::uint64_t node, random_stream ids,
                             link_limits l)
    : system(s), system_serial(s.serial), self(node), limits(l), exports(ids, l.exports_max) {
  nodes_.emplace(node, std::make_unique<peer_node>(s, node, true));
}

peer_node* endpoint_core::known(std::uint64_t identity) const {
  auto at = nodes_.find(identity);
  return at == nodes_.end() ? nullptr : at->second.get();
}

peer_node* endpoint_core::add(std::uint64_t identity) {
  if (nodes_.size() > limits.nodes_max) return nullptr; // one of them is this node itself
  return nodes_.emplace(identity, std::make_unique<peer_node>(system, identity, false))
      .first->second.get();
}

peer_node* endpoint_core::named_node(std::uint64_t identity, std::size_t& named_by_link) {
  std::lock_guard guard(mutex_);
  if (peer_node* found = known(identity)) return found;
  if (named_by_link >= limits.named_nodes_max || only_named_ >= limits.nodes_max / 2)
    return nullptr;
  peer_node* fresh = add(identity);
  if (!fresh) return nullptr;
  fresh->only_named = true;
  ++named_by_link;
  ++only_named_;
  return fresh;
}

peer_node* endpoint_core::find_peer(std::string_view name) const {
  std::lock_guard guard(mutex_);
  auto at = by_name_.find(name);
  return at == by_name_.end() ? nullptr : at->second;
}

result<peer_node*> endpoint_core::connected(std::uint64_t identity, std::string_view name,
                                            std::shared_ptr<link_core> link) {
  std::lock_guard guard(mutex_);
  if (ended_) return error(errc::stopped, "the endpoint has ended");
  peer_node* found = known(identity);
  if (!found) found = add(identity);
  if (!found) return error(errc::over_budget, "too many nodes");
  if (found->link()) return error(errc::name_taken, "the node has a link already");
  auto known = by_name_.find(name);
  if (known != by_name_.end() && known->second != found && known->second->link())
    return error(errc::name_taken, name);
  if (std::exchange(found->only_named, false)) --only_named_;
  std::erase_if(by_name_, [&](const auto& entry) { return entry.second == found; });
  by_name_.insert_or_assign(std::string(name), found);
  found->set_link(std::move(link));
  return found;
}

bool endpoint_core::opened(const std::shared_ptr<link_core>& link) {
  std::lock_guard guard(mutex_);
  std::erase_if(links_, [](const auto& l) { return l.expired(); });
  links_.push_back(link);
  return !ended_;
}

void endpoint_core::end() {
  std::vector<std::weak_ptr<link_core>> links;
  {
    std::lock_guard guard(mutex_);
    ended_ = true;
    links.swap(links_);
  }
  for (auto& one : links)
    if (auto l = one.lock()) l->lost("the endpoint ends");
}

std::size_t endpoint_core::nodes() const {
  std::lock_guard guard(mutex_);
  return nodes_.size() - 1;
}

} // namespace akt::inline v0::remote::detail
