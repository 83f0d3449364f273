// SPDX-License-Identifier: Apache-2.0
//
// usage: gate_heap [planted]
// Calls of malloc and its relatives, by any thread of the program, per unit of work in steady
// state.
#include "scenes.hpp"

extern "C" {
void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
void* __libc_memalign(std::size_t, std::size_t);
}

namespace {

std::atomic<gate::u64> allocations{0}; // all of operator new ends in malloc

void count() { allocations.fetch_add(1, std::memory_order_relaxed); }

gate::reading counted() { return {allocations.load(std::memory_order_relaxed), 0, 0}; }

/// A planted worse handler: a string that does not fit into itself.
void worse() { bench::keep(std::string(100, 'x').data()); }

} // namespace

extern "C" {
void* malloc(std::size_t n) { return count(), __libc_malloc(n); }
void* calloc(std::size_t n, std::size_t size) { return count(), __libc_calloc(n, size); }
void* realloc(void* p, std::size_t n) { return count(), __libc_realloc(p, n); }
void* memalign(std::size_t align, std::size_t n) { return count(), __libc_memalign(align, n); }
void* aligned_alloc(std::size_t align, std::size_t n) { return count(), __libc_memalign(align, n); }
int posix_memalign(void** out, std::size_t align, std::size_t n) {
  *out = memalign(align, n);
  return *out ? 0 : 12;
}
}

int main(int argc, char**) {
  for (const gate::scene& scene : gate::scenes) {
    gate::meter meter(100'000, 200'000, &counted, argc > 1 ? &worse : nullptr);
    scene.run(meter);
    gate::figure((std::string("heap_") + scene.name).c_str(), meter.slope(0));
  }
}
