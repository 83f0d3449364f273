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

bool is_alive(any_ref ref) noexcept {
  return cell_of(ref.where())->type_of(static_cast<std::uint32_t>(ref.what())) != nullptr;
}

void topic_core::add(any_ref actor, const message_ops& ops) {
  sync::lock_guard<sync::spin_lock> guard(lock_);
  auto same = [&](const subscriber& s) { return s.actor == actor; };
  if (std::any_of(subscribers_.begin(), subscribers_.end(), same)) return;
  subscribers_.push_back({actor, &ops});
  size_.store(subscribers_.size(), sync::relaxed);
}

void topic_core::remove(any_ref actor) noexcept {
  sync::lock_guard<sync::spin_lock> guard(lock_);
  std::erase_if(subscribers_, [&](const subscriber& s) { return s.actor == actor; });
  size_.store(subscribers_.size(), sync::relaxed);
}

std::vector<topic_core::subscriber> topic_core::subscribers() const {
  sync::lock_guard<sync::spin_lock> guard(lock_);
  return subscribers_;
}

} // namespace detail
} // namespace akt::inline v0
