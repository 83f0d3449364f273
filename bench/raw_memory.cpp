// SPDX-License-Identifier: Apache-2.0
//
// The memory work of the rows mbox and payload64k, without actors.
#include "raw.hpp"

#include <sys/mman.h>

#include <array>
#include <cstdlib>
#include <cstring>
#include <memory>

namespace raw {
namespace {

struct alignas(64) node {
  node* next;
  std::uint64_t value;
};

constexpr std::size_t nodes = 2'000'000, bytes = nodes * sizeof(node);

/// A list of all nodes, the last one first, in memory that nobody has touched.
node* filled(node* memory) {
  node* newest = nullptr;
  for (std::size_t i = 0; i < nodes; ++i) {
    memory[i] = {newest, i};
    newest = &memory[i];
  }
  return newest;
}

/// Turns it round, reads it in that order and puts each node on a free list.
std::uint64_t drained(node* newest) {
  node *oldest = nullptr, *free = nullptr;
  while (node* n = newest) {
    newest = n->next;
    n->next = oldest;
    oldest = n;
  }
  std::uint64_t sum = 0;
  while (node* n = oldest) {
    oldest = n->next;
    __builtin_prefetch(oldest);
    sum += n->value;
    n->next = free;
    free = n;
  }
  return sum;
}

} // namespace

// In huge pages, if the kernel has some, as akt's blocks are.
void list() {
  constexpr std::size_t huge = 2 << 20;
  void* mapped =
      ::mmap(nullptr, bytes + huge, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (mapped == MAP_FAILED) std::abort();
  void* memory = mapped;
  std::size_t space = bytes + huge;
  std::align(huge, bytes, memory, space);
  ::madvise(memory, bytes, MADV_HUGEPAGE);
  auto began = now_ns();
  node* newest = filled(static_cast<node*>(memory));
  auto full = now_ns();
  const std::uint64_t sum = drained(newest);
  auto empty = now_ns();
  if (sum != std::uint64_t(nodes) * (nodes - 1) / 2) std::abort();
  result("list_fill", double(nodes) / double(full - began) * 1e9, "nodes/s");
  result("list_drain", double(nodes) / double(empty - full) * 1e9, "nodes/s");
  ::munmap(mapped, bytes + huge);
}

void blocks() {
  constexpr std::size_t size = 64 << 10, page = 4096, rounds = 200'000;
  std::array<std::unique_ptr<unsigned char[]>, 64> under_way;
  std::uint64_t sum = 0, expected = 0;
  auto began = now_ns();
  for (std::size_t i = 0; i < rounds; ++i) {
    auto& block = under_way[i % under_way.size()];
    if (block)
      for (std::size_t at = 0; at < size; at += page) sum += block[at];
    block = std::make_unique_for_overwrite<unsigned char[]>(size);
    std::memset(block.get(), static_cast<int>(i & 0xff), size);
    if (i + under_way.size() < rounds) expected += (i & 0xff) * (size / page);
  }
  auto took = now_ns() - began;
  if (sum != expected) std::abort();
  result("blocks", double(rounds) / double(took) * 1e9, "blocks/s");
}

} // namespace raw
