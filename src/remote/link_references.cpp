// SPDX-License-Identifier: Apache-2.0
//
// References in the messages of a link.
#include "link_core.hpp"

namespace akt::inline v0::remote::detail {

// Null, or [node, export, type]. An actor that has ended has no export: it travels as export 0 of
// its node, which is nobody.
bool link_core::write(wire::writer& to, const wire::raw_reference& reference) {
  if (reference.where == 0) {
    to.write_null();
    return true;
  }
  any_ref target(reference.where, reference.what);
  std::uint64_t node = endpoint_->self, export_id = 0, type = reference.type;
  if ((reference.where & akt::detail::tag_mask) == akt::detail::node_tag) {
    auto* peer = static_cast<peer_node*>(
        reinterpret_cast<akt::detail::remote_node*>(reference.where & ~akt::detail::tag_mask));
    if (peer->system != &endpoint_->system) return false;
    node = peer->identity;
    export_id = reference.what;
  } else {
    akt::detail::cell& c = *akt::detail::cell_of(reference.where);
    if (c.system != &endpoint_->system) return false;
    if (const auto* t = c.type_of(static_cast<std::uint32_t>(reference.what))) type = t->type_id;
    auto id = endpoint_->exports.id_of(target);
    if (!id) return false; // too many exports
    export_id = *id;
  }
  to.begin_array(3);
  to.write_unsigned(node);
  to.write_unsigned(export_id);
  to.write_unsigned(type);
  to.end();
  return static_cast<bool>(to);
}

bool link_core::read(wire::reader& from, wire::raw_reference& reference) {
  std::uint64_t wanted = reference.type;
  reference = {};
  if (from.next_is_null()) {
    from.read_null();
    return static_cast<bool>(from);
  }
  if (from.begin_array() != 3) return false;
  std::uint64_t identity = from.read_unsigned();
  std::uint64_t export_id = from.read_unsigned();
  std::uint64_t type = from.read_unsigned();
  from.end();
  if (!from || identity == 0) return false;
  peer_node* node = endpoint_->named_node(identity, named_nodes_);
  if (!node) return false;
  reference.type = type;
  any_ref target = node->ref_to(export_id);
  if (node->self)
    if (auto known = endpoint_->exports.find(export_id)) {
      target = known->actor;
      if (known->type) reference.type = known->type->type_id;
    }
  if (wanted && reference.type && reference.type != wanted) {
    from.fail(wire::errc::wrong_reference_type);
    return false;
  }
  reference.where = target.where();
  reference.what = target.what();
  return true;
}

} // namespace akt::inline v0::remote::detail
