// SPDX-License-Identifier: Apache-2.0
//
// Threads that are no workers: their stock of blocks and cells and their counters, per system.
#include "outside_thread.hpp"

#include "akt/actor/living_system.hpp"

#include <pthread.h>

#include <algorithm>
#include <condition_variable>

namespace akt::inline v0::detail {

/// Which systems live, and which threads have dealings with them. One per process.
struct outside_registry {
  struct dealing {
    std::uint64_t serial;
    outside_thread* thread;
  };
  using dealings = std::vector<dealing>;

  std::mutex mutex; // guards living and the pins of each
  std::vector<system_core*> living;
  std::condition_variable unpinned;
  pthread_key_t key;

  outside_registry() { pthread_key_create(&key, &thread_ended); }

  static outside_registry& get() {
    static outside_registry* instance = new outside_registry; // outlives every thread
    return *instance;
  }

  dealings& of_this_thread() {
    void* known = pthread_getspecific(key);
    if (!known) pthread_setspecific(key, known = new dealings);
    return *static_cast<dealings*>(known);
  }

  system_core* find_living(std::uint64_t serial) const {
    for (system_core* s : living)
      if (s->serial == serial) return s;
    return nullptr;
  }

  /// Drops the dealings with systems that are gone.
  void forget_ended(dealings& mine) {
    std::lock_guard guard(mutex);
    std::erase_if(mine, [this](const dealing& d) { return !find_living(d.serial); });
  }

  static void fold(system_core& s, outside_thread& t) {
    std::lock_guard guard(s.outside_mutex_);
    for (const fate_counters* c : {&t.counters, &t.refused.counters}) {
      s.gone_.sent.add(c->sent.read());
      s.gone_.own_unhandled.add(c->own_unhandled.read());
      for (std::size_t f = 0; f < fate_count; ++f) s.gone_.fates[f].add(c->fates[f].read());
    }
    s.gone_spawned_.add(t.spawned.read());
    s.gone_ended_.add(t.ended.read());
    s.cells.give_all(t.stock);
    std::erase_if(s.outside_, [&](const auto& owned) { return owned.get() == &t; });
  }

  static void thread_ended(void* p) {
    auto& self = get();
    auto* mine = static_cast<dealings*>(p);
    {
      std::lock_guard guard(self.mutex);
      for (const dealing& d : *mine)
        if (system_core* s = self.find_living(d.serial)) fold(*s, *d.thread);
    }
    this_thread().outside_system = 0;
    delete mine;
  }

  static void begin(system_core& s) {
    auto& self = get();
    std::lock_guard guard(self.mutex);
    self.living.push_back(&s);
  }
  static void end(system_core& s) {
    auto& self = get();
    std::unique_lock guard(self.mutex);
    std::erase(self.living, &s);
    self.unpinned.wait(guard, [&] { return s.pins_ == 0; });
  }

  static bool pin(std::uint64_t serial) {
    auto& self = get();
    std::lock_guard guard(self.mutex);
    system_core* s = self.find_living(serial);
    if (s) ++s->pins_;
    return s != nullptr;
  }
  static void unpin(system_core& s) {
    auto& self = get();
    std::lock_guard guard(self.mutex);
    if (--s.pins_ == 0) self.unpinned.notify_all();
  }
};

void register_system(system_core& s) { outside_registry::begin(s); }
void unregister_system(system_core& s) noexcept { outside_registry::end(s); }

std::uint64_t serial_of(const system_core& s) noexcept { return s.serial; }

living_system::living_system(system_core* s, std::uint64_t serial) noexcept
    : core_(s), pinned_(false) {
  const system_core* here = this_thread().system;
  if (!s || (here == s && here->serial == serial)) return;
  pinned_ = outside_registry::pin(serial);
  if (!pinned_) core_ = nullptr;
}

living_system::~living_system() {
  if (pinned_) outside_registry::unpin(*core_);
}

outside_thread::outside_thread(system_core& core, block_pool& pool, block_pool& nothing) noexcept
    : blocks(pool), no_blocks(nothing) {
  system = refused.system = &core;
  cache = &blocks;
  refused.cache = &no_blocks;
  vacant = refused.vacant = &stock;
}

sender* system_core::outside() noexcept {
  thread_state& state = this_thread();
  if (__builtin_expect(state.outside_system == serial, 1)) {
    if (__builtin_expect(!stopped(), 1)) return state.outside;
    return static_cast<outside_thread*>(state.outside)->refusing();
  }
  auto& mine = outside_registry::get().of_this_thread();
  auto known =
      std::find_if(mine.begin(), mine.end(), [this](const auto& d) { return d.serial == serial; });
  if (known == mine.end()) {
    outside_registry::get().forget_ended(mine);
    auto fresh = std::make_unique<outside_thread>(*this, pool, nothing);
    known = mine.insert(mine.end(), {serial, fresh.get()});
    std::lock_guard guard(outside_mutex_);
    outside_.push_back(std::move(fresh));
  }
  state.outside = known->thread;
  state.outside_system = serial;
  return stopped() ? known->thread->refusing() : state.outside;
}

sender* outside_sender(system_core* core) noexcept { return core ? core->outside() : nullptr; }

} // namespace akt::inline v0::detail
