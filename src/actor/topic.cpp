// SPDX-License-Identifier: Apache-2.0
#include "akt/actor/topic.hpp"

#include "akt/actor/signals.hpp"

#include "subscriber_table.hpp"

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

topic_core::walk::walk(topic_core& t) noexcept : topic_(t) {
  sync::lock_guard<sync::spin_lock> guard(topic_.lock_);
  if (topic_.table_) end_ = topic_.table_->next_number();
}

topic_core::walk::~walk() {
  if (ended_ == 0) return;
  sync::lock_guard<sync::spin_lock> guard(topic_.lock_);
  take_out_ended();
}

const topic_core::subscriber* topic_core::walk::next() noexcept {
  if (at_ == count_) {
    if (from_ == end_) return nullptr;
    sync::lock_guard<sync::spin_lock> guard(topic_.lock_);
    take_out_ended();
    count_ = topic_.table_->copy(from_, end_, some_);
    from_ = count_ == at_once ? some_[count_ - 1].number + 1 : end_;
    at_ = 0;
    if (count_ == 0) return nullptr;
  }
  return &some_[at_++];
}

void topic_core::walk::take_out_ended() noexcept {
  if (ended_ == 0) return;
  for (; ended_ > 0; --ended_) topic_.table_->remove(some_[ended_ - 1].number);
  const std::size_t left = topic_.table_->size();
  topic_.looked_through_at_ = std::min(topic_.looked_through_at_, many_beside(left));
  topic_.size_.store(left, sync::relaxed); // a hint: publishes nothing
}

topic_core::~topic_core() { delete table_; }

void topic_core::add(any_ref actor, const message_ops& ops) {
  system_core* system = system_of(actor.where());
  if (!system) return; // it would hear of nothing
  const subscriber fresh{actor, &ops, system, serial_of(*system), hash_of(actor), 0};
  {
    sync::lock_guard<sync::spin_lock> guard(lock_);
    if (!table_) table_ = new subscriber_table<subscriber>;
    if (!table_->add(fresh)) return;
    size_.store(table_->size(), sync::relaxed); // a hint: publishes nothing
    if (table_->size() < looked_through_at_) return;
    looked_through_at_ = SIZE_MAX; // nobody else meanwhile
  }
  for (walk all(*this); const subscriber* s = all.next();)
    if (!living(*s)) all.has_ended();
  sync::lock_guard<sync::spin_lock> guard(lock_);
  looked_through_at_ = many_beside(table_->size());
}

} // namespace detail
} // namespace akt::inline v0
