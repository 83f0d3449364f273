// SPDX-License-Identifier: Apache-2.0
#include "akt/core/memory.hpp"

#include <sys/mman.h>

#include <cstdint>

namespace akt::inline v0 {
namespace {

class mapped_memory final : public memory {
public:
  void* map(std::size_t bytes, std::size_t alignment) noexcept override {
    std::size_t reserve = bytes + alignment;
    void* raw =
        ::mmap(nullptr, reserve, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (raw == MAP_FAILED) return nullptr;
    auto start = reinterpret_cast<std::uintptr_t>(raw);
    auto aligned = (start + alignment - 1) & ~(alignment - 1);
    if (aligned != start) ::munmap(raw, aligned - start);
    auto end = start + reserve, wanted = aligned + bytes;
    if (end != wanted) ::munmap(reinterpret_cast<void*>(wanted), end - wanted);
    return reinterpret_cast<void*>(aligned);
  }

  void unmap(void* address, std::size_t bytes) noexcept override { ::munmap(address, bytes); }

  void discard(void* address, std::size_t bytes) noexcept override {
    ::madvise(address, bytes, MADV_DONTNEED);
  }

  void expect_dense(void* address, std::size_t bytes) noexcept override {
    ::madvise(address, bytes, MADV_HUGEPAGE);
  }
};

} // namespace

void memory::discard(void*, std::size_t) noexcept {}
void memory::expect_dense(void*, std::size_t) noexcept {}

memory& system_memory() noexcept {
  static mapped_memory instance;
  return instance;
}

} // namespace akt::inline v0
