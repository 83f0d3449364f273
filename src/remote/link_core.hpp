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

  bool of_link() const noexcept;
};

/// The protocol of one connection: bytes in, bytes out, no I/O.
///
///     opened --hello in--> up --lost, protocol error--> down
///
/// In `opened` only a hello may arrive. What is sent before the hello of the peer is not possible:
/// no reference names the peer yet.
///
/// Thread-safe, but for receive(): one thread at a time, which an assertion checks. The lock guards
/// what is outstanding and the output; no code of users runs under it: they encode, decode and
/// destroy messages, hear of dead letters and get answers outside.
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
  /// Of a frame that is not whole yet. For the thread that receives.
  std::size_t waiting_bytes() const noexcept { return splitter_.waiting_bytes(); }

  // for the node: all may be called from any thread
  void send(akt::detail::sender&, std::uint64_t export_id, akt::detail::envelope*);
  void reply(akt::detail::sender&, akt::detail::envelope*);
  bool watch(const outgoing_watch&); ///< false: the link is not up, or knows too many links
  void unwatch(std::uint64_t export_id, any_ref watcher, bool of_link);
  bool names(any_ref actor); ///< the peer may know it; false: it has ended, or there is no room
  /// The peer's actor is, or is no longer, linked to a local one, which has asked for it.
  void tell_of_link(frame_kind, std::uint64_t export_id, any_ref linker);
  void stop(std::uint64_t export_id, bool at_once);
  void watched_ended(std::uint64_t export_id, const terminated&);
  void walk(std::uint64_t export_id, const akt::detail::wait_walk&);

  bool write(wire::writer& to, const wire::raw_reference& reference) override;
  bool read(wire::reader& from, wire::raw_reference& reference) override;

private:
  enum class state : std::uint8_t { opened, up, down };
  using refusal = std::optional<fate>;

  result<unit> alive() const;
  result<unit> receive_frames();
  result<unit> handle(std::span<const std::byte> frame);
  result<unit> handle_hello(wire::reader&);
  result<unit> handle_message(wire::reader&, bool ask);
  result<unit> handle_reply(wire::reader&);
  result<unit> handle_failure(wire::reader&);
  void handle_watch(wire::reader&);
  void handle_unwatch(wire::reader&);
  void handle_link(wire::reader&, bool ends);
  void handle_terminated(wire::reader&);
  void handle_stop(wire::reader&);
  void handle_walk(wire::reader&);
  result<unit> handle_acknowledge(wire::reader&);

  void write_hello();
  refusal may_send(const akt::detail::message_ops&, wire::buffer& payload);
  refusal encode(const akt::detail::message_ops&, const void* message, wire::buffer& payload);
  refusal put_message(std::uint64_t export_id, const akt::detail::envelope&, wire::buffer& payload,
                      std::optional<outgoing_ask>& given_up);
  void put_value(std::uint64_t request, const wire::buffer& payload);
  void put_acknowledge();
  void put_failure(std::uint64_t request, const error& why);
  /// Appends a frame. Requires: the caller has the lock. False: it is larger than a frame may be,
  /// and nothing was appended.
  template <class F>
  bool put_locked(frame_kind kind, std::size_t elements, F fields);
  /// The same for who has no lock, if the link is up. The loss of such a frame would leave somebody
  /// waiting: the link ends if there is no room.
  template <class F>
  bool put(frame_kind kind, std::size_t elements, F fields);
  result<std::optional<outgoing_ask>> take_ask(std::uint64_t request);
  /// Beyond half of the limit messages are refused; beyond all of it the link ends.
  bool is_filling() const noexcept { return out_.size() > endpoint_->limits.output_bytes_max / 2; }
  bool is_full() const noexcept { return out_.size() > endpoint_->limits.output_bytes_max; }
  state current_state() const;
  void go_down(error why);

  /// An answer to a local asker, in an envelope of its own.
  void answer(const outgoing_ask& ask, wire::reader& payload);
  void answer_error(const outgoing_ask& ask, error why);

  const std::shared_ptr<endpoint_core> endpoint_;

  // written by receive() alone
  sync::atomic<bool> receiving_{false};
  frame_splitter splitter_;
  std::uint64_t received_ = 0;
  std::size_t named_nodes_ = 0; ///< that were not known before a reference here named them
  peer_node* node_ = nullptr;   ///< since the hello; written under the lock, for others

  mutable std::mutex mutex_; // guards all below
  state state_ = state::opened;
  std::string peer_name_;
  error why_down_{errc::unknown};
  wire::buffer out_;
  wire::buffer spare_;                                   ///< for the next payload
  std::deque<std::string_view> unacknowledged_;          ///< names of message types, oldest first
  std::uint64_t acknowledged_ = 0;                       ///< of ours, by the peer
  std::deque<outgoing_ask> asks_;                        ///< by rising request
  std::multimap<std::uint64_t, outgoing_watch> watches_; ///< by export
  std::size_t links_ = 0; ///< of those, the ones that links have made
};

} // namespace akt::inline v0::remote::detail
