// SPDX-License-Identifier: Apache-2.0
//
// Blocks for coroutine frames, promises and callbacks, where it is not the usual case.
#include "akt/actor/task.hpp"

#include "system_core.hpp"

namespace akt::inline v0::detail {

void* allocate_frame_on_heap(std::size_t total) noexcept {
  void* heap = ::operator new(total, std::nothrow);
  return heap ? ::new (heap) frame_header{nullptr} + 1 : nullptr;
}

void* allocate_frame_elsewhere(std::size_t total) noexcept {
  sender* home = this_thread().home;
  if (!home) return allocate_frame_on_heap(total);
  void* block = home->cache->get_bytes(total);
  return block ? ::new (block) frame_header{&home->cache->pool()} + 1 : nullptr;
}

void free_frame_elsewhere(frame_header* header, std::size_t total) noexcept {
  block_pool* pool = header->pool;
  if (!pool)
    ::operator delete(header);
  else if (std::uint32_t c = block_class(total); c < block_classes)
    pool->put_one(c, header);
  else
    pool->unmap_large(header, total);
}

} // namespace akt::inline v0::detail
