// SPDX-License-Identifier: Apache-2.0
//
// Walks for wait cycles that cross a link: see src/actor/wait_cycles.hpp. A walk is worth nothing
// to anybody but a reader of reports, so that one that cannot leave, or is none, is dropped.
#include "../actor/wait_cycles.hpp"
#include "link_core.hpp"

#include <algorithm>

namespace akt::inline v0::remote::detail {

using akt::detail::wait_hop;
using akt::detail::wait_walk;

namespace {

constexpr std::size_t text_bytes_max = 256; // of what a report says of an actor
constexpr std::size_t hop_numbers = 4, member_texts = 4;

void write(wire::writer& to, const std::vector<wait_hop>& hops) {
  to.begin_array(hops.size() * hop_numbers);
  for (const wait_hop& h : hops)
    for (std::uint64_t n :
         {h.node, std::uint64_t(h.index), std::uint64_t(h.generation), std::uint64_t(h.sequence)})
      to.write_unsigned(n);
  to.end();
}

void write(wire::writer& to, const wait_cycle& found) {
  to.begin_array(found.members.size() * member_texts);
  for (const auto& m : found.members)
    for (std::string_view text : {std::string_view(m.path), std::string_view(m.type),
                                  std::string_view(m.message), std::string_view(m.at)})
      to.write_text(text.substr(0, text_bytes_max));
  to.end();
}

/// False: too many.
bool read(wire::reader& in, std::vector<wait_hop>& hops) {
  constexpr std::uint64_t max = UINT32_MAX;
  const std::size_t numbers = in.begin_array(sizeof(wait_hop) / hop_numbers);
  if (!in || numbers % hop_numbers != 0 || numbers / hop_numbers > wait_cycle::members_max)
    return false;
  for (std::size_t i = 0; i < numbers / hop_numbers && in; ++i) {
    wait_hop& h = hops.emplace_back();
    h.node = in.read_unsigned();
    h.index = static_cast<std::uint32_t>(in.read_unsigned(max));
    h.generation = static_cast<std::uint32_t>(in.read_unsigned(max));
    h.sequence = static_cast<std::uint32_t>(in.read_unsigned(max));
  }
  in.end();
  return static_cast<bool>(in);
}

/// What a peer says comes into a log: printable, and not much of it.
std::string read_text(wire::reader& in) {
  std::string text(in.read_text().substr(0, text_bytes_max));
  for (char& c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
  return text;
}

bool read(wire::reader& in, wait_cycle& found) {
  const std::size_t texts = in.begin_array(sizeof(wait_cycle::member) / member_texts);
  if (!in || texts % member_texts != 0 || texts / member_texts > wait_cycle::members_max)
    return false;
  for (std::size_t i = 0; i < texts / member_texts && in; ++i) {
    auto& m = found.members.emplace_back();
    m.path = read_text(in);
    m.type = read_text(in);
    m.message = read_text(in);
    m.at = read_text(in);
  }
  in.end();
  return static_cast<bool>(in);
}

} // namespace

void link_core::walk(std::uint64_t export_id, const wait_walk& w) {
  std::lock_guard guard(mutex_);
  if (state_ != state::up || is_filling()) return;
  auto asked = std::find_if(asks_.rbegin(), asks_.rend(), [&](const outgoing_ask& a) {
    return a.ext == w.ask && a.asker_generation == w.ask_generation;
  });
  if (asked == asks_.rend()) return; // answered
  frame_writer frame(out_, frame_kind::walk, 7, nullptr, endpoint_->limits.frame_bytes_max);
  wire::writer& to = frame.body();
  to.write_unsigned(export_id);
  to.write_unsigned(asked->request);
  to.write_unsigned(static_cast<std::uint64_t>(w.phase));
  to.write_unsigned(w.branches);
  detail::write(to, w.hops);
  detail::write(to, w.expected);
  detail::write(to, w.found);
  (void)frame.finish(); // larger than a frame: nothing was appended
}

void link_core::handle_walk(wire::reader& in) {
  auto w = std::make_unique<wait_walk>();
  const std::uint64_t export_id = in.read_unsigned();
  w->from = node_;
  w->request = in.read_unsigned();
  w->phase = static_cast<akt::detail::walk_phase>(in.read_unsigned(2));
  w->branches = static_cast<std::uint32_t>(in.read_unsigned(akt::detail::walk_branches_max));
  if (!detail::read(in, w->hops) || !detail::read(in, w->expected) || !detail::read(in, w->found) ||
      !complete(in))
    return in.fail(wire::errc::too_many);
  auto target = endpoint_->exports.find(export_id);
  if (!target || !w->is_well_formed()) return;
  akt::detail::receive_walk(*akt::detail::sender_to(&endpoint_->system), target->actor,
                            std::move(w));
}

} // namespace akt::inline v0::remote::detail
