// SPDX-License-Identifier: Apache-2.0
//
// The state of a link: handshake, acknowledgements, what is outstanding, how it ends.
#include "link_core.hpp"

#include "akt/actor/living_system.hpp"
#include "akt/actor/reply.hpp"
#include "akt/core/assert.hpp"

#include "../actor/end_of_life.hpp"
#include "../actor/name_table.hpp"

namespace akt::inline v0::remote::detail {

using akt::detail::sender;

link_core::link_core(std::shared_ptr<endpoint_core> endpoint)
    : endpoint_(std::move(endpoint)), splitter_(endpoint_->limits.frame_bytes_max) {
  write_hello();
}

void link_core::write_hello() {
  frame_writer frame(out_, frame_kind::hello, 3, nullptr, endpoint_->limits.frame_bytes_max);
  frame.body().write_unsigned(protocol_version);
  frame.body().write_unsigned(endpoint_->self);
  frame.body().write_text(endpoint_->system.options.name);
  frame.finish();
}

result<unit> link_core::handle_hello(wire::reader& in) {
  std::uint64_t version = in.read_unsigned();
  std::uint64_t identity = in.read_unsigned();
  std::string_view name = in.read_text();
  if (!complete(in)) return in.error();
  if (version != protocol_version)
    return error(errc::invalid_argument, "the peer speaks another version of the protocol");
  if (identity == 0 || identity == endpoint_->self)
    return error(errc::invalid_argument, "the peer claims the identity of this node");
  if (!akt::detail::name_table::is_valid(name) || name.find('.') != name.npos)
    return error(errc::invalid_name, "of the peer");
  auto node = endpoint_->connected(identity, name, shared_from_this());
  if (!node) return std::move(node).error();
  {
    std::lock_guard guard(mutex_);
    node_ = *node;
    peer_name_ = name;
    if (state_ == state::opened) {
      state_ = state::up;
      return unit{};
    }
  }
  (*node)->set_link(nullptr); // lost meanwhile
  return error(errc::unknown, "the link is down");
}

// One thread at a time: what it hands to actors must keep its order.
result<unit> link_core::receive(std::span<const std::byte> bytes) {
  akt::detail::living_system living(&endpoint_->system, endpoint_->system_serial);
  if (!living) return error(errc::stopped, "the system has ended");
  bool busy = receiving_.exchange(true, sync::acquire); // pairs with the store below
  AKT_ASSERT(!busy);
  auto received = alive();
  if (received) {
    splitter_.add(bytes);
    received = receive_frames();
    splitter_.compact();
  }
  if (!received) go_down(received.error());
  receiving_.store(false, sync::release); // pairs with the exchange above
  return received;
}

result<unit> link_core::alive() const {
  std::lock_guard guard(mutex_);
  if (state_ == state::down) return why_down_;
  return unit{};
}

result<unit> link_core::receive_frames() {
  std::uint64_t before = received_;
  for (;;) {
    if (auto good = alive(); !good) return good;
    std::span<const std::byte> frame;
    if (!splitter_.next(frame)) return error(errc::too_large, "a frame over the limit");
    if (frame.empty()) break;
    if (auto good = handle(frame); !good) return good;
  }
  if (received_ != before) put_acknowledge();
  return alive();
}

result<unit> link_core::handle(std::span<const std::byte> frame) {
  wire::reader in(frame, this, body_limits(endpoint_->limits.frame_bytes_max));
  std::size_t elements = in.begin_array();
  auto kind = static_cast<frame_kind>(in.read_unsigned(255));
  if (!in || elements == 0) return error(errc::invalid_argument, "a frame without a kind");
  if ((kind == frame_kind::hello) != (node_ == nullptr))
    return error(errc::invalid_argument, "a hello, and only one, opens a link");
  static constexpr std::size_t fields[] = {0, 3, 4, 5, 2, 3, 1, 1, 3, 2, 1, 2, 2, 7};
  auto number = static_cast<std::size_t>(kind);
  if (number == 0 || number >= std::size(fields) || elements - 1 != fields[number])
    return error(errc::invalid_argument, "a frame of an unknown form");
  switch (kind) {
  case frame_kind::hello:
    return handle_hello(in);
  case frame_kind::tell:
    return handle_message(in, false);
  case frame_kind::ask:
    return handle_message(in, true);
  case frame_kind::reply:
    return handle_reply(in);
  case frame_kind::failure:
    return handle_failure(in);
  case frame_kind::watch:
    handle_watch(in);
    break;
  case frame_kind::unwatch:
    handle_unwatch(in);
    break;
  case frame_kind::terminated:
    handle_terminated(in);
    break;
  case frame_kind::stop:
    handle_stop(in);
    break;
  case frame_kind::acknowledge:
    return handle_acknowledge(in);
  case frame_kind::link:
  case frame_kind::unlink:
    handle_link(in, kind == frame_kind::unlink);
    break;
  case frame_kind::walk:
    handle_walk(in);
    break;
  }
  if (!in) return in.error();
  return unit{};
}

result<unit> link_core::handle_acknowledge(wire::reader& in) {
  std::uint64_t count = in.read_unsigned();
  if (!complete(in)) return in.error();
  std::uint64_t fresh;
  {
    std::lock_guard guard(mutex_);
    if (state_ != state::up) return unit{};
    if (count < acknowledged_ || count - acknowledged_ > unacknowledged_.size())
      return error(errc::invalid_argument, "acknowledges what was not sent");
    fresh = count - acknowledged_;
    auto end = unacknowledged_.begin() + static_cast<std::ptrdiff_t>(fresh);
    unacknowledged_.erase(unacknowledged_.begin(), end);
    acknowledged_ = count;
  }
  akt::detail::sender_to(&endpoint_->system)->counters.ended(fate::handled, fresh);
  return unit{};
}

wire::buffer link_core::take_output() {
  std::lock_guard guard(mutex_);
  return std::exchange(out_, {});
}

link_core::state link_core::current_state() const {
  std::lock_guard guard(mutex_);
  return state_;
}

bool link_core::is_up() const { return current_state() == state::up; }

std::size_t link_core::unacknowledged() const {
  std::lock_guard guard(mutex_);
  return unacknowledged_.size();
}

std::string link_core::peer() const {
  std::lock_guard guard(mutex_);
  return peer_name_;
}

void link_core::lost(std::string_view why) {
  akt::detail::living_system living(&endpoint_->system, endpoint_->system_serial);
  if (living) go_down(error(errc::unknown, why));
}

// Every message that the peer has not acknowledged becomes a dead letter, every ask is answered,
// every watcher is told. Nobody knows how much of it the peer has handled.
void link_core::go_down(error why) {
  decltype(unacknowledged_) lost_messages;
  decltype(asks_) lost_asks;
  decltype(watches_) lost_watches;
  std::string peer;
  peer_node* node;
  {
    std::lock_guard guard(mutex_);
    if (state_ == state::down) return;
    state_ = state::down;
    why_down_ = std::move(why);
    out_.clear();
    lost_messages.swap(unacknowledged_);
    lost_asks.swap(asks_);
    lost_watches.swap(watches_);
    links_ = 0;
    peer = peer_name_;
    node = node_;
  }
  if (node && node->link().get() == this) node->set_link(nullptr);
  sender& home = *akt::detail::sender_to(&endpoint_->system);
  for (std::string_view name : lost_messages) {
    home.counters.ended(fate::link_lost);
    if (endpoint_->system.dead_letters.has_subscribers())
      endpoint_->system.dead_letters.publish({name, "akt://" + peer, fate::link_lost});
  }
  for (const auto& ask : lost_asks) answer_error(ask, error(errc::unknown, "link lost"));
  for (const auto& [export_id, w] : lost_watches)
    akt::detail::tell_terminated(home, w.watcher, w.told,
                                 {std::string(), stop_reason::node_lost, node->ref_to(export_id)});
}

} // namespace akt::inline v0::remote::detail
