// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/testkit/world.hpp"

namespace akt::inline v0::testkit {

/// Tells of a failed expectation. The default prints it and aborts; a test framework puts its own
/// in, which returns. `file` and `line` are the caller's.
using failure_handler = void (*)(const std::string& what, const char* file, int line);
void on_failure(failure_handler handler) noexcept;
void fail(const std::string& what, const char* file, int line);

/// How a kit is made. Thread-compatible.
struct kit_options {
  std::uint64_t seed = 1;
  std::string policy = "random";
  system_options system{}; ///< name "test" unless given; environment and workers are the kit's
};

/// One actor system without threads, on a clock that stands until the test moves it.
///
/// Bound to its thread. At its end every message must have a fate: what was sent is what was
/// handled, rejected or dead-lettered; a failure names the seed.
class kit {
public:
  explicit kit(const kit_options& options = {});
  ~kit();

  actor_system& system() noexcept { return system_; }
  sim::world& world() noexcept { return world_; }

  template <class A, class Name, class... Args>
  actor_ref<A> spawn(Name&& name, Args&&... args) {
    return system_.spawn<A>(static_cast<Name&&>(name), static_cast<Args&&>(args)...);
  }

  /// Runs actors until none has anything to do before time passes.
  void settle() { world_.run_until_idle(); }

  /// Lets time pass; whatever is due on the way happens in its order.
  void advance(duration d) { world_.advance(d); }

  /// Runs actors, and time if need be, until the answer is there.
  template <class R>
  result<R> await(request<R> r) {
    return std::move(r).get();
  }

private:
  std::uint64_t seed_;
  sim::world world_;
  actor_system& system_;
};

} // namespace akt::inline v0::testkit
