// SPDX-License-Identifier: Apache-2.0
//
// How a frame gets into the output of a link. A part of link_core.hpp for the files of its members.
#pragma once

#include "link_core.hpp"

namespace akt::inline v0::remote::detail {

inline constexpr std::string_view peer_does_not_read = "the peer does not read";

template <class F>
bool link_core::put_locked(frame_kind kind, std::size_t elements, F fields) {
  frame_writer frame(out_, kind, elements, nullptr, endpoint_->limits.frame_bytes_max);
  fields(frame.body());
  return frame.finish();
}

template <class F>
bool link_core::put(frame_kind kind, std::size_t elements, F fields) {
  bool full, whole;
  {
    std::lock_guard guard(mutex_);
    if (state_ != state::up) return true;
    whole = put_locked(kind, elements, fields);
    full = is_full();
  }
  if (full) go_down(error(errc::over_budget, peer_does_not_read));
  return whole;
}

} // namespace akt::inline v0::remote::detail
