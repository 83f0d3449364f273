// SPDX-License-Identifier: Apache-2.0
//
// Answers that come from outside of the actors: blocking jobs, callbacks of other libraries.
#include "akt/actor/offload.hpp"

#include "system_core.hpp"

namespace akt::inline v0::detail {
namespace {

template <std::uint32_t BlockClass>
constexpr message_ops blank_ops{nullptr,      nullptr, BlockClass, false,  true,
                                "akt.answer", {},      nullptr,    nullptr};
constexpr const message_ops* blank[block_classes + 1] = {
    &blank_ops<0>, &blank_ops<1>, &blank_ops<2>, &blank_ops<3>,
    &blank_ops<4>, &blank_ops<5>, &blank_ops<6>, &blank_ops<7>};

} // namespace

bool submit_blocking(system_core& core, blocking_job& job) noexcept {
  return core.executor->submit_blocking(core, &job);
}

envelope* answer_envelope(const answer_address& to, std::uint32_t block_class) noexcept {
  sender* home = sender_to(to.system);
  void* block = home->cache->get(block_class);
  if (!block) return nullptr;
  envelope* e = ::new (block) envelope;
  e->ops = blank[block_class];
  e->asker_generation = to.generation;
  e->ext = to.ext;
  return e;
}

void send_answer(const answer_address& to, envelope* e) noexcept {
  send_reply(*sender_to(to.system), e);
}

void send_answer_error(const answer_address& to, error why) noexcept {
  sender* home = sender_to(to.system);
  envelope* e = runtime_envelope(*home, *blank[0], *blank[block_classes], 0);
  e->asker_generation = to.generation;
  e->ext = to.ext;
  send_error(*home, e, std::move(why));
}

} // namespace akt::inline v0::detail
