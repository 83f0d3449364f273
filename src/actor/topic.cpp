// SPDX-License-Identifier: Apache-2.0
#include "akt/actor/topic.hpp"

#include "akt/actor/signals.hpp"

#include <algorithm>

namespace akt::inline v0 {

const char* name(stop_reason r) noexcept {
  switch (r) {
  case stop_reason::stopped:
    return "stopped";
  case stop_reason::failed:
    return "failed";
  case stop_reason::not_found:
    return "not_found";
  case stop_reason::node_lost:
    return "node_lost";
  }
  return "unknown";
}

namespace detail {

topic_core::living::living(const subscriber& s) noexcept
    : system_(s.system, s.serial),
      alive_(system_ &&
             cell_of(s.actor.where())->type_of(static_cast<std::uint32_t>(s.actor.what())) !=
                 nullptr) {}

void topic_core::add(any_ref actor, const message_ops& ops) {
  system_core* system = system_of(actor.where());
  subscriber fresh{actor, &ops, system, serial_of(*system)};
  sync::lock_guard<sync::spin_lock> guard(lock_);
  if (std::find(subscribers_.begin(), subscribers_.end(), fresh) != subscribers_.end()) return;
  subscribers_.push_back(fresh);
  size_.store(subscribers_.size(), sync::relaxed); // a hint: publishes nothing
}

void topic_core::remove(const subscriber& gone) noexcept {
  sync::lock_guard<sync::spin_lock> guard(lock_);
  std::erase(subscribers_, gone);
  size_.store(subscribers_.size(), sync::relaxed); // a hint: publishes nothing
}

std::vector<topic_core::subscriber> topic_core::subscribers() const {
  sync::lock_guard<sync::spin_lock> guard(lock_);
  return subscribers_;
}

} // namespace detail
} // namespace akt::inline v0
