// SPDX-License-Identifier: Apache-2.0
#include "akt/actor/call_token.hpp"

#include "akt/actor/task.hpp"

#include <new>

namespace akt::inline v0::detail {

call_state* make_call_state() noexcept {
  void* block = allocate_frame(sizeof(call_state));
  return block ? ::new (block) call_state : nullptr;
}

// acq_rel: the last one frees what the other has used; pairs with itself.
void leave_call(call_state& s) noexcept {
  if (s.sharers.fetch_sub(1, sync::acq_rel) == 1) free_frame(&s, sizeof(call_state));
}

} // namespace akt::inline v0::detail
