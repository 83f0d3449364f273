// SPDX-License-Identifier: Apache-2.0
//
// Contexts of the schedule explorer: a stack and the place where it goes on. Part of AKT_MODEL.
#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>

// Set to 1 to use ucontext (a system call per switch) on machines without a switch below.
#ifndef AKT_MODEL_UCONTEXT
#if defined(__x86_64__) || defined(__aarch64__)
#define AKT_MODEL_UCONTEXT 0
#else
#define AKT_MODEL_UCONTEXT 1
#endif
#endif

#if AKT_MODEL_UCONTEXT
#include <ucontext.h>
#endif

#if defined(__SANITIZE_ADDRESS__)
#define AKT_MODEL_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define AKT_MODEL_ASAN 1
#endif
#endif
#ifndef AKT_MODEL_ASAN
#define AKT_MODEL_ASAN 0
#endif

#if AKT_MODEL_ASAN
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif

namespace akt::inline v0::sync::model {

/// A stack and the place where it goes on; default-constructed it stands for the thread itself.
///
/// Invariant: a context that is switched away from on its own stack stays valid until prepare().
/// AddressSanitizer is told of every switch, so its stack checks work in fibers.
class context {
public:
  context() = default;
  context(const context&) = delete;
  context& operator=(const context&) = delete;
  ~context() {
    if (stack_ != nullptr) ::munmap(stack_, size);
  }

  /// The next switch here enters `entry` on an empty stack. `entry` must never return. Whatever
  /// was on the stack is forgotten, without destructors.
  void prepare(void (*entry)()) {
    if (stack_ == nullptr) allocate();
    entry_ = entry;
#if AKT_MODEL_ASAN
    __asan_unpoison_memory_region(stack_, size);
    fake_stack_ = nullptr;
#endif
#if AKT_MODEL_UCONTEXT
    ::getcontext(&machine_);
    machine_.uc_stack.ss_sp = stack_;
    machine_.uc_stack.ss_size = size;
    machine_.uc_link = nullptr;
    ::makecontext(&machine_, entered, 0);
#else
    auto* top = reinterpret_cast<void**>(stack_ + size);
    // x86-64: the entry, popped, then a return address of 0 where the ABI wants one.
    // aarch64: x29 = 0, x30 = 0, the entry, padding.
    top -= 4;
    for (void** p = top; p != reinterpret_cast<void**>(stack_ + size); ++p) *p = nullptr;
    top[entry_slot] = reinterpret_cast<void*>(entered);
    stack_pointer_ = top;
#endif
  }

  /// Leaves `from`, which must be the running context, and goes on in `to`.
  static void go(context& from, context& to) {
    arriving_from() = &from;
    arriving_at() = &to;
#if AKT_MODEL_ASAN
    __sanitizer_start_switch_fiber(&from.fake_stack_, to.stack_bottom(), to.stack_bytes());
#endif
#if AKT_MODEL_UCONTEXT
    ::swapcontext(&from.machine_, &to.machine_);
#else
    exchange_stacks(&from.stack_pointer_, to.stack_pointer_);
#endif
#if AKT_MODEL_ASAN
    __sanitizer_finish_switch_fiber(from.fake_stack_, nullptr, nullptr);
#endif
  }

private:
  static constexpr std::size_t guard = 4096;
  static constexpr std::size_t size = std::size_t{AKT_MODEL_ASAN ? 512 : 128} * 1024;
#if defined(__x86_64__)
  static constexpr int entry_slot = 0;
#else
  static constexpr int entry_slot = 2;
#endif

  static context*& arriving_from() {
    static context* from = nullptr;
    return from;
  }
  static context*& arriving_at() {
    static context* at = nullptr;
    return at;
  }

  void allocate() {
    void* p = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    // The lowest page stops an overflow.
    if (p == MAP_FAILED || ::mprotect(p, guard, PROT_NONE) != 0) std::abort();
    stack_ = static_cast<char*>(p);
  }

  static void entered() {
#if AKT_MODEL_ASAN
    const void* bottom = nullptr;
    std::size_t bytes = 0;
    __sanitizer_finish_switch_fiber(nullptr, &bottom, &bytes);
    if (context& from = *arriving_from(); from.stack_ == nullptr) {
      from.thread_bottom_ = bottom;
      from.thread_bytes_ = bytes;
    }
#endif
    arriving_at()->entry_();
    std::abort();
  }

#if AKT_MODEL_ASAN
  const void* stack_bottom() const { return stack_ != nullptr ? stack_ : thread_bottom_; }
  std::size_t stack_bytes() const { return stack_ != nullptr ? size : thread_bytes_; }
  void* fake_stack_ = nullptr;
  const void* thread_bottom_ = nullptr; // learned when the first fiber starts
  std::size_t thread_bytes_ = 0;
#endif

#if AKT_MODEL_UCONTEXT
  ucontext_t machine_{};
#else
  void* stack_pointer_ = nullptr;

  // Every register that the ABI preserves is named as clobbered, so the compiler saves it on the
  // old stack; the frame pointer cannot be named and is pushed by hand. Floating-point modes are
  // shared by all contexts.
#if defined(__GNUC__) && !defined(__clang__)
  [[gnu::noipa]]
#endif
  __attribute__((noinline, no_sanitize("address"))) static void exchange_stacks(void** save,
                                                                                void* to) {
#if defined(__x86_64__)
    asm volatile("leaq -128(%%rsp), %%rsp\n\t" // the red zone
                 "pushq %%rbp\n\t"
                 "leaq 1f(%%rip), %%rax\n\t"
                 "pushq %%rax\n\t"
                 "movq %%rsp, (%%rdi)\n\t"
                 "movq %%rsi, %%rsp\n\t"
                 "popq %%rax\n\t"
                 "jmpq *%%rax\n"
                 "1:\n\t"
                 "popq %%rbp\n\t"
                 "leaq 128(%%rsp), %%rsp"
                 : "+D"(save), "+S"(to)
                 :
                 : "rax", "rbx", "rcx", "rdx", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15",
                   "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9",
                   "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15", "memory", "cc");
#elif defined(__aarch64__)
    register void** a asm("x0") = save;
    register void* b asm("x1") = to;
    asm volatile("stp x29, x30, [sp, #-32]!\n\t"
                 "adr x9, 1f\n\t"
                 "str x9, [sp, #16]\n\t"
                 "mov x10, sp\n\t"
                 "str x10, [x0]\n\t"
                 "mov sp, x1\n\t"
                 "ldr x16, [sp, #16]\n\t"
                 "ldp x29, x30, [sp], #32\n\t"
                 "br x16\n"
                 "1:\n\t"
                 "hint #36" // bti j
                 : "+r"(a), "+r"(b)
                 :
                 : "x2", "x3", "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12", "x13",
                   "x14", "x15", "x16", "x17", "x19", "x20", "x21", "x22", "x23", "x24", "x25",
                   "x26", "x27", "x28", "v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7", "v8", "v9",
                   "v10", "v11", "v12", "v13", "v14", "v15", "v16", "v17", "v18", "v19", "v20",
                   "v21", "v22", "v23", "v24", "v25", "v26", "v27", "v28", "v29", "v30", "v31",
                   "memory", "cc");
#endif
  }
#endif

  char* stack_ = nullptr;
  void (*entry_)() = nullptr;
};

} // namespace akt::inline v0::sync::model
