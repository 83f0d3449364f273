// SPDX-License-Identifier: Apache-2.0
#include "akt/core/memory.hpp"

#include "immortal.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>

namespace akt::inline v0 {
namespace {

class mapped_memory final : public memory {
public:
  void* map(std::size_t bytes, std::size_t alignment) noexcept override {
    bytes = (bytes + page_bytes_ - 1) & ~(page_bytes_ - 1); // munmap() takes whole pages
    // Without room for the alignment first: it mostly lies beside the last one, and so does what is
    // retired later, which the kernel then keeps as one mapping.
    void* fits = pages(bytes);
    if (!fits || reinterpret_cast<std::uintptr_t>(fits) % alignment == 0) return fits;
    ::munmap(fits, bytes);
    const std::size_t reserve = bytes + alignment;
    void* raw = pages(reserve);
    if (!raw) return nullptr;
    auto start = reinterpret_cast<std::uintptr_t>(raw);
    auto aligned = (start + alignment - 1) & ~(alignment - 1);
    if (aligned != start) ::munmap(raw, aligned - start);
    auto end = start + reserve, wanted = aligned + bytes;
    if (end != wanted) ::munmap(reinterpret_cast<void*>(wanted), end - wanted);
    return reinterpret_cast<void*>(aligned);
  }

  void unmap(void* address, std::size_t bytes) noexcept override { ::munmap(address, bytes); }

  void retire(void* address, std::size_t bytes) noexcept override {
    void* zeros = ::mmap(address, bytes, PROT_READ,
                         MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0);
    if (zeros == MAP_FAILED) ::madvise(address, bytes, MADV_DONTNEED);
  }

  void discard(void* address, std::size_t bytes) noexcept override {
    ::madvise(address, bytes, MADV_DONTNEED);
  }

  void expect_dense(void* address, std::size_t bytes) noexcept override {
    ::madvise(address, bytes, MADV_HUGEPAGE);
  }

private:
  /// Null: refused.
  static void* pages(std::size_t bytes) noexcept {
    void* p = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return p == MAP_FAILED ? nullptr : p;
  }

  const std::size_t page_bytes_ = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
};

} // namespace

void memory::retire(void* address, std::size_t bytes) noexcept { unmap(address, bytes); }
void memory::discard(void*, std::size_t) noexcept {}
void memory::expect_dense(void*, std::size_t) noexcept {}

memory& system_memory() noexcept {
  static immortal<mapped_memory> instance;
  return *instance;
}

} // namespace akt::inline v0
