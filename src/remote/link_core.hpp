// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/remote_node.hpp"

#include "endpoint_core.hpp"
#include "frame.hpp"

#include <deque>
#include <optional>

namespace akt::inline v0::remote::detail {

/// An ask that waits for its answer from the peer: who asked, and how the answer is decoded.
struct outgoing_ask {
  std::uint64_t request;
  std::uint64_t ext;
  std::uint32_t asker_generation;
  const akt::detail::message_ops* ops; ///< of the request: its reply's table and codec
};

/// A watch of one of the peer's actors.
struct outgoing_watch {
  std::uint64_t export_id;
  any_ref watcher;
  const akt::detail::message_ops* told;
};

/// The protocol of one connection: bytes in, bytes out, no I/O. Thread-safe: one lock.
///
///     opened --hello in--> up --lost, protocol error--> down
///
/// In `opened` only a hello may arrive. What is sent before the hello of the peer is not possible:
/// no reference names the peer yet.
class link_core final : public wire::reference_codec,
                        public std::enable_shared_from_this<link_core> {
public:
  link_core(std::shared_ptr<endpoint_core> endpoint);

  result<unit> receive(std::span<const std::byte> bytes);
  wire::buffer take_output();
  void lost(std::string_view why);
  bool is_up() const;
  std::string peer() const;
  std::size_t unacknowledged() const;

  // for the node: all may be called from any thread
  void send(akt::detail::sender&, std::uint64_t export_id, akt::detail::envelope*);
  void reply(akt::detail::sender&, akt::detail::envelope*);
  void watch(akt::detail::sender&, const outgoing_watch&);
  void unwatch(std::uint64_t export_id, any_ref watcher);
  void stop(std::uint64_t export_id, bool at_once);
  void watched_ended(std::uint64_t export_id, const terminated&);

  bool write(wire::writer& to, const wire::raw_reference& reference) override;
  bool read(wire::reader& from, wire::raw_reference& reference) override;

private:
  enum class state : std::uint8_t { opened, up, down };

  result<unit> handle(std::span<const std::byte> frame);
  result<unit> handle_hello(wire::reader&);
  result<unit> handle_message(wire::reader&, bool ask);
  result<unit> handle_reply(wire::reader&);
  result<unit> handle_failure(wire::reader&);
  void handle_watch(wire::reader&);
  void handle_unwatch(wire::reader&);
  void handle_terminated(wire::reader&);
  void handle_stop(wire::reader&);
  result<unit> handle_acknowledge(wire::reader&);

  void write_hello();
  std::error_code write_message(std::uint64_t export_id, std::uint64_t request,
                                akt::detail::envelope&);
  void write_failure(std::uint64_t request, const error& why);
  void write_terminated(std::uint64_t export_id, const terminated& news);
  result<std::optional<outgoing_ask>> take_ask(std::uint64_t request);
  /// Beyond half of the limit messages are refused; beyond all of it the link ends.
  bool is_filling() const noexcept { return out_.size() > endpoint_->limits.output_bytes_max / 2; }
  bool is_full() const noexcept { return out_.size() > endpoint_->limits.output_bytes_max; }
  void go_down(std::string_view why);

  /// An answer to a local asker, in an envelope of its own.
  void answer(const outgoing_ask& ask, wire::reader& payload);
  void answer_error(const outgoing_ask& ask, error why);

  const std::shared_ptr<endpoint_core> endpoint_;
  mutable std::recursive_mutex mutex_; // guards all below; recursive: references encode inside
  state state_ = state::opened;
  std::string peer_name_;
  peer_node* node_ = nullptr;
  frame_splitter splitter_;
  wire::buffer out_;
  std::deque<std::string_view> unacknowledged_; ///< names of message types, oldest first
  std::uint64_t received_ = 0;
  std::uint64_t acknowledged_ = 0; ///< of ours, by the peer
  std::deque<outgoing_ask> asks_;  ///< by rising request
  std::vector<outgoing_watch> watches_;
  std::size_t named_nodes_ = 0; ///< that were not known before a reference here named them
};

} // namespace akt::inline v0::remote::detail
