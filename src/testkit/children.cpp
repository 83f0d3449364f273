// SPDX-License-Identifier: Apache-2.0
#include "children.hpp"

#include "akt/actor/cell.hpp"
#include "akt/testkit/kit.hpp"

#include "../actor/identity.hpp"

namespace akt::inline v0::testkit {
namespace detail {
namespace {

using akt::detail::identity;

const identity* first_child(any_ref parent) noexcept {
  if (!parent || (parent.where() & akt::detail::tag_mask) != 0) return nullptr;
  const akt::detail::cell& c = *akt::detail::cell_of(parent.where());
  const bool lives = c.who && c.who->generation == parent.what();
  return lives ? c.who->first_child : nullptr;
}

} // namespace

any_ref find_child(any_ref parent, std::string_view name, std::string_view type) noexcept {
  for (const identity* child = first_child(parent); child; child = child->younger) {
    const akt::detail::actor_type* is = child->self->type_of(child->generation);
    if (is && (name.empty() || child->name.view() == name) && (type.empty() || is->name == type))
      return child->ref();
  }
  return {};
}

std::string list_children(any_ref parent) {
  std::string all;
  for (const identity* child = first_child(parent); child; child = child->younger) {
    const akt::detail::actor_type* is = child->self->type_of(child->generation);
    if (!is) continue;
    const std::string path = child->ref().path();
    all += (all.empty() ? "" : ", ") + path.substr(path.rfind('/') + 1) + " (" +
           std::string(is->name) + ")";
  }
  return all.empty() ? "none" : all;
}

} // namespace detail

any_ref kit::expect_child(any_ref parent, std::string_view name, std::string_view type,
                          duration within, std::source_location at) {
  any_ref found;
  auto is_there = [&] {
    found = detail::find_child(parent, name, type);
    return static_cast<bool>(found);
  };
  settle();
  if (is_there() || (within > duration::zero() && world_.run_until(is_there, within))) return found;
  const std::string path = parent.path();
  fail("expected a child" + (name.empty() ? "" : " '" + std::string(name) + "'") +
           (type.empty() ? "" : " of class " + std::string(type)) + " of " +
           (path.empty() ? "an actor that has ended or never was" : path) +
           ", its children: " + detail::list_children(parent),
       at.file_name(), static_cast<int>(at.line()));
  return {};
}

} // namespace akt::inline v0::testkit
