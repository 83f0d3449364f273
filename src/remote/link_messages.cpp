// SPDX-License-Identifier: Apache-2.0
//
// Messages and asks of a link: what leaves, what arrives.
#include "akt/actor/offload.hpp"
#include "akt/actor/reply.hpp"

#include "link_put.hpp"

#include <algorithm>

namespace akt::inline v0::remote::detail {

using akt::detail::end_unhandled;
using akt::detail::envelope;
using akt::detail::message_ops;
using akt::detail::remote_asker;
using akt::detail::sender;

namespace {

constexpr std::size_t failure_detail_max = 1024;

/// Of a payload, which is encoded by itself and lies one level deep in its frame.
wire::limits payload_limits(std::size_t frame_bytes_max) noexcept {
  wire::limits l = body_limits(frame_bytes_max);
  --l.depth;
  return l;
}

bool is(std::error_code code, wire::errc why) { return code == wire::make_error_code(why); }

/// Why a message cannot leave.
fate unsent(std::error_code code) noexcept {
  bool large = is(code, wire::errc::too_large) || is(code, wire::errc::too_long) ||
               is(code, wire::errc::too_many);
  return large ? fate::too_large : fate::not_encodable;
}

/// Calls into a user's codec or constructor; false also if that throws.
template <class F>
bool guarded(F call) noexcept {
  try {
    return call();
  } catch (...) {
    return false;
  }
}

/// Why a message that arrived is none.
fate undecoded(const wire::reader& in) noexcept {
  if (in) return fate::not_encodable; // a codec threw
  std::error_code code = in.error().code();
  if (is(code, wire::errc::wrong_reference_type)) return fate::wrong_type;
  return is(code, wire::errc::too_large) ? fate::too_large : fate::not_encodable;
}

} // namespace

// ---- leaving

void link_core::send(sender& home, std::uint64_t export_id, envelope* e) {
  const message_ops& ops = *e->ops;
  wire::buffer payload;
  std::optional<outgoing_ask> given_up;
  refusal refused = may_send(ops, payload);
  if (!refused) refused = encode(ops, e->place(), payload);
  if (!refused) refused = put_message(export_id, *e, payload, given_up);
  if (given_up) answer_error(*given_up, error(errc::unknown, "too many asks on the link"));
  if (refused) return end_unhandled(home, e, *refused);
  akt::detail::drop_payload(*e);
  akt::detail::free_envelope(home, ops.block_class, e);
}

link_core::refusal link_core::may_send(const message_ops& ops, wire::buffer& payload) {
  std::lock_guard guard(mutex_);
  if (state_ != state::up) return fate::link_lost;
  if (!ops.codec) return fate::not_encodable;
  if (unacknowledged_.size() >= endpoint_->limits.unacknowledged_max) return fate::mailbox_full;
  if (is_filling()) return fate::mailbox_full;
  payload.swap(spare_);
  return {};
}

link_core::refusal link_core::encode(const message_ops& ops, const void* message,
                                     wire::buffer& payload) {
  payload.clear();
  wire::writer to(payload, this, payload_limits(endpoint_->limits.frame_bytes_max));
  if (guarded([&] { return ops.codec->encode(message, to); })) return {};
  return to ? fate::not_encodable : unsent(to.error().code());
}

// Request numbers rise with their place in `asks_`, so they are drawn here.
link_core::refusal link_core::put_message(std::uint64_t export_id, const envelope& e,
                                          wire::buffer& payload,
                                          std::optional<outgoing_ask>& given_up) {
  const message_ops& ops = *e.ops;
  bool ask = e.asked();
  std::lock_guard guard(mutex_);
  if (state_ != state::up) return fate::link_lost;
  std::uint64_t request = ask ? node_->next_request() : 0;
  frame_writer frame(out_, ask ? frame_kind::ask : frame_kind::tell, ask ? 5 : 4, nullptr,
                     endpoint_->limits.frame_bytes_max);
  frame.body().write_unsigned(export_id);
  frame.body().write_unsigned(ops.receiver_type);
  frame.body().write_unsigned(ops.codec->type_id);
  if (ask) frame.body().write_unsigned(request);
  frame.body().write_encoded(payload);
  spare_.swap(payload);
  if (!frame.finish()) return unsent(frame.body().error().code());
  unacknowledged_.push_back(ops.name);
  if (!ask) return {};
  asks_.push_back({request, e.ext, e.asker_generation, &ops});
  if (asks_.size() <= endpoint_->limits.asks_max) return {};
  given_up = asks_.front();
  asks_.pop_front();
  return {};
}

void link_core::reply(sender& home, envelope* e) {
  if (current_state() != state::up) return drop_remote_reply(home, e);
  auto* asker = reinterpret_cast<remote_asker*>(e->ext);
  if (e->ops->is_error) {
    put_failure(asker->request_id, e->as<error>());
  } else {
    wire::buffer payload;
    wire::writer to(payload, this, payload_limits(endpoint_->limits.frame_bytes_max));
    if (guarded([&] { return asker->codec->encode_reply(e->place(), to); }))
      put_value(asker->request_id, payload);
    else
      put_failure(asker->request_id, error(errc::not_encodable, "the reply has no wire form"));
  }
  home.cache->put_bytes(sizeof(remote_asker), asker);
  akt::detail::drop_payload(*e);
  akt::detail::free_envelope(home, e->ops->block_class, e);
}

void link_core::put_value(std::uint64_t request, const wire::buffer& payload) {
  bool whole = put(frame_kind::reply, 2, [&](wire::writer& w) {
    w.write_unsigned(request);
    w.write_encoded(payload);
  });
  if (!whole) put_failure(request, error(errc::not_encodable, "the reply is larger than a frame"));
}

void link_core::put_failure(std::uint64_t request, const error& why) {
  bool ours = why.code().category() == category();
  std::string detail = ours ? std::string(why.detail()) : why.message();
  if (detail.size() > failure_detail_max) detail.resize(failure_detail_max);
  put(frame_kind::failure, 3, [&](wire::writer& w) {
    w.write_unsigned(request);
    w.write_unsigned(static_cast<std::uint64_t>(ours ? why.code().value() : int(errc::rejected)));
    w.write_text(detail);
  });
}

void link_core::put_acknowledge() {
  put(frame_kind::acknowledge, 1, [&](wire::writer& w) { w.write_unsigned(received_); });
}

// ---- arriving

result<unit> link_core::handle_message(wire::reader& in, bool ask) {
  sender& home = *akt::detail::sender_to(&endpoint_->system);
  std::uint64_t export_id = in.read_unsigned();
  std::uint64_t actor_type = in.read_unsigned();
  std::uint64_t message_type = in.read_unsigned();
  std::uint64_t request = ask ? in.read_unsigned() : 0;
  if (!in) return in.error();
  ++received_;
  home.counters.sent.add(1);
  auto refuse = [&](fate f, std::string_view name) -> result<unit> {
    home.counters.ended(f);
    auto& letters = endpoint_->system.dead_letters;
    if (letters.has_subscribers()) letters.publish({name, std::string(), f});
    if (ask) put_failure(request, error(asker_error(f)));
    return unit{};
  };
  auto target = endpoint_->exports.find(export_id);
  if (!target) return refuse(fate::no_such_actor, "?");
  if (actor_type != 0 && target->type && target->type->type_id != actor_type)
    return refuse(fate::wrong_type, "?");
  const message_ops* ops = target->type ? target->type->find_message(message_type) : nullptr;
  if (!ops) return refuse(fate::unhandled, "?");
  void* block = home.cache->get(ops->block_class);
  void* side = ask && block ? home.cache->get_bytes(sizeof(remote_asker)) : nullptr;
  if (!block || (ask && !side)) {
    if (block) home.cache->put(ops->block_class, block);
    return refuse(endpoint_->system.stopped() ? fate::stopped : fate::over_budget, ops->name);
  }
  envelope* e = ::new (block) envelope;
  bool decoded = guarded([&] { return ops->codec->decode(e->place(), in); });
  if (decoded && !complete(in)) {
    if (ops->drop) ops->drop(*e);
    decoded = false;
  }
  if (!decoded) {
    home.cache->put(ops->block_class, block);
    if (side) home.cache->put_bytes(sizeof(remote_asker), side);
    return refuse(undecoded(in), ops->name);
  }
  e->ops = ops;
  e->generation = static_cast<std::uint32_t>(target->actor.what());
  e->ext = envelope::tell_ext;
  if (ask)
    e->ext = reinterpret_cast<std::uint64_t>(::new (side) remote_asker{node_, request, ops->codec});
  akt::detail::cell& to = *akt::detail::cell_of(target->actor.where());
  if (to.words.push(to.batch, e)) schedule(home, to);
  return unit{};
}

// None: given up meanwhile, or asked over a link that was lost.
result<std::optional<outgoing_ask>> link_core::take_ask(std::uint64_t request) {
  if (request == 0 || request > node_->requests())
    return error(errc::invalid_argument, "answers what was not asked");
  std::lock_guard guard(mutex_);
  auto at = std::lower_bound(
      asks_.begin(), asks_.end(), request,
      [](const outgoing_ask& ask, std::uint64_t wanted) { return ask.request < wanted; });
  if (at == asks_.end() || at->request != request) return std::optional<outgoing_ask>();
  std::optional<outgoing_ask> found(*at);
  asks_.erase(at);
  return found;
}

result<unit> link_core::handle_reply(wire::reader& in) {
  std::uint64_t request = in.read_unsigned();
  if (!in) return in.error();
  auto ask = take_ask(request);
  if (!ask) return std::move(ask).error();
  if (*ask) answer(**ask, in);
  return unit{};
}

// A code that this version does not know is some refusal by the actor's side.
result<unit> link_core::handle_failure(wire::reader& in) {
  std::uint64_t request = in.read_unsigned();
  std::uint64_t code = in.read_unsigned();
  std::string_view detail = in.read_text();
  if (!complete(in)) return in.error();
  auto ask = take_ask(request);
  if (!ask) return std::move(ask).error();
  bool known = code != 0 && code <= static_cast<std::uint64_t>(errc::null_reference);
  errc why = known ? static_cast<errc>(code) : errc::rejected;
  if (*ask) answer_error(**ask, detail.empty() ? error(why) : error(why, detail));
  return unit{};
}

void link_core::answer(const outgoing_ask& ask, wire::reader& payload) {
  sender& home = *akt::detail::sender_to(&endpoint_->system);
  void* block = home.cache->get(ask.ops->block_class);
  if (!block) return answer_error(ask, error(errc::over_budget));
  envelope* e = ::new (block) envelope;
  e->ops = ask.ops->reply;
  bool decoded = guarded([&] { return ask.ops->codec->decode_reply(e->place(), payload); });
  if (decoded && !complete(payload)) {
    akt::detail::drop_payload(*e);
    decoded = false;
  }
  if (!decoded) {
    home.cache->put(ask.ops->block_class, block);
    return answer_error(ask, error(errc::not_encodable, "the reply could not be decoded"));
  }
  e->asker_generation = ask.asker_generation;
  e->ext = ask.ext;
  akt::detail::send_reply(home, e);
}

void link_core::answer_error(const outgoing_ask& ask, error why) {
  akt::detail::answer_address to{&endpoint_->system, ask.ext, ask.asker_generation};
  akt::detail::send_answer_error(to, std::move(why));
}

} // namespace akt::inline v0::remote::detail
