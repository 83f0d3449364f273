// SPDX-License-Identifier: Apache-2.0
//
// The state of a link: handshake, acknowledgements, what is outstanding, how it ends.
#include "link_core.hpp"

#include "akt/actor/reply.hpp"

#include "../actor/end_of_life.hpp"
#include "../actor/name_table.hpp"

namespace akt::inline v0::remote::detail {

using akt::detail::envelope;
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
  node_ = *node;
  peer_name_ = name;
  state_ = state::up;
  return unit{};
}

result<unit> link_core::receive(std::span<const std::byte> bytes) {
  std::lock_guard guard(mutex_);
  if (state_ == state::down) return error(errc::unknown, "the link is down");
  splitter_.add(bytes);
  std::uint64_t before = received_;
  for (;;) {
    std::span<const std::byte> frame;
    result<unit> good = unit{};
    if (!splitter_.next(frame))
      good = error(errc::too_large, "a frame over the limit");
    else if (frame.empty())
      break;
    else
      good = handle(frame);
    if (good && is_full()) good = error(errc::over_budget, "the peer does not read");
    if (good) continue;
    go_down(good.error().message());
    return good;
  }
  splitter_.compact();
  if (received_ != before) {
    frame_writer frame(out_, frame_kind::acknowledge, 1, nullptr,
                       endpoint_->limits.frame_bytes_max);
    frame.body().write_unsigned(received_);
    frame.finish();
  }
  return unit{};
}

result<unit> link_core::handle(std::span<const std::byte> frame) {
  wire::limits limits;
  limits.message_bytes = endpoint_->limits.frame_bytes_max;
  limits.string_bytes = endpoint_->limits.frame_bytes_max;
  wire::reader in(frame, this, limits);
  std::size_t elements = in.begin_array();
  auto kind = static_cast<frame_kind>(in.read_unsigned(255));
  if (!in || elements == 0) return error(errc::invalid_argument, "a frame without a kind");
  if ((kind == frame_kind::hello) != (state_ == state::opened))
    return error(errc::invalid_argument, "a hello, and only one, opens a link");
  static constexpr std::size_t fields[] = {0, 3, 4, 5, 2, 3, 1, 1, 3, 2, 1};
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
  }
  if (!in) return in.error();
  return unit{};
}

result<unit> link_core::handle_acknowledge(wire::reader& in) {
  std::uint64_t count = in.read_unsigned();
  if (!complete(in)) return in.error();
  if (count < acknowledged_ || count - acknowledged_ > unacknowledged_.size())
    return error(errc::invalid_argument, "acknowledges what was not sent");
  sender& home = *akt::detail::sender_to(&endpoint_->system);
  home.counters.ended(fate::handled, count - acknowledged_);
  auto end = unacknowledged_.begin() + static_cast<std::ptrdiff_t>(count - acknowledged_);
  unacknowledged_.erase(unacknowledged_.begin(), end);
  acknowledged_ = count;
  return unit{};
}

wire::buffer link_core::take_output() {
  std::lock_guard guard(mutex_);
  return std::exchange(out_, {});
}

bool link_core::is_up() const {
  std::lock_guard guard(mutex_);
  return state_ == state::up;
}

std::size_t link_core::unacknowledged() const {
  std::lock_guard guard(mutex_);
  return unacknowledged_.size();
}

std::string link_core::peer() const {
  std::lock_guard guard(mutex_);
  return peer_name_;
}

void link_core::lost(std::string_view why) {
  std::lock_guard guard(mutex_);
  if (state_ != state::down) go_down(why);
}

// Every message that the peer has not acknowledged becomes a dead letter, every ask is answered,
// every watcher is told. Nobody knows how much of it the peer has handled.
void link_core::go_down(std::string_view) {
  state_ = state::down;
  out_.clear();
  sender& home = *akt::detail::sender_to(&endpoint_->system);
  auto lost_messages = std::exchange(unacknowledged_, {});
  auto lost_asks = std::exchange(asks_, {});
  auto lost_watches = std::exchange(watches_, {});
  if (node_ && node_->link().get() == this) node_->set_link(nullptr);
  for (std::string_view name : lost_messages) {
    home.counters.ended(fate::link_lost);
    if (endpoint_->system.dead_letters.has_subscribers())
      endpoint_->system.dead_letters.publish({name, "akt://" + peer_name_, fate::link_lost});
  }
  for (const auto& ask : lost_asks) answer_error(ask, error(errc::unknown, "link lost"));
  for (const auto& w : lost_watches) {
    any_ref actor(reinterpret_cast<std::uint64_t>(static_cast<akt::detail::remote_node*>(node_)) |
                      akt::detail::node_tag,
                  w.export_id);
    akt::detail::tell_terminated(home, w.watcher, w.told,
                                 {std::string(), stop_reason::node_lost, actor});
  }
}

} // namespace akt::inline v0::remote::detail
