// SPDX-License-Identifier: Apache-2.0
//
// Work in handlers: arithmetic, large blocks, blocked threads.
#include "rows.hpp"

#include <memory>

namespace bench {
namespace {

// ---- 64 actors, about 1 us of arithmetic per message

/// The work of the reference program.
u64 multiply(u64 a) {
  for (int i = 0; i < 700; ++i) a = a * 6364136223846793005ull + 1;
  return a;
}

/// The work of bench/peers: no compiler folds its steps.
u64 stir(u64 a) {
  for (int i = 0; i < 500; ++i) a = (a ^ (a >> 33)) * 6364136223846793005ull + 1;
  return a;
}

template <u64 (*work)(u64)>
class Work {
public:
  Work(u64 n, u64 last, std::atomic<int>* left, flag* done)
      : n_(n), last_(last), left_(left), done_(done) {}
  void on(Num m, akt::context<Work<work>>& ctx) {
    u64 a = work(m.v);
    if (++count_ < n_) {
      ctx.self().template tell<Num>(a);
      return;
    }
    check(a == last_, "the last number is wrong");
    if (left_->fetch_sub(1) == 1) done_->store(true);
  }

private:
  u64 count_ = 0, n_, last_;
  std::atomic<int>* left_;
  flag* done_;
};

template <u64 (*work)(u64)>
round_time work64(akt::actor_system& system, u64 n) {
  flag done{false};
  std::atomic<int> left{64};
  u64 last = 1;
  for (u64 i = 0; i < n; ++i) last = work(last);
  std::vector<akt::actor_ref<Work<work>>> all;
  for (int i = 0; i < 64; ++i)
    all.push_back(system.spawn<Work<work>>(akt::anonymous, n, last, &left, &done));
  stopwatch watch;
  for (auto& a : all) a.template tell<Num>(u64(1));
  wait(done);
  return watch.elapsed();
}

// ---- blocks of 64 KiB, at most 64 not yet answered

constexpr std::size_t block_size = 64 * 1024;
constexpr std::size_t page_size = 4096;

class Sender;
struct Block {
  std::unique_ptr<unsigned char[]> bytes;
  akt::actor_ref<Sender> from;
};
struct Taken {};

class Receiver {
public:
  Receiver(u64 n, u64 sum, flag* done) : n_(n), expected_(sum), done_(done) {}
  void on(const Block& m);

private:
  u64 count_ = 0, sum_ = 0, n_, expected_;
  flag* done_;
};

class Sender {
public:
  Sender(akt::actor_ref<Receiver> to, u64 n) : to_(to), n_(n) {}
  void on(Tick, akt::context<Sender>& ctx) {
    for (int i = 0; i < 64; ++i) send(ctx);
  }
  void on(Taken, akt::context<Sender>& ctx) { send(ctx); }

private:
  void send(akt::context<Sender>& ctx) {
    if (sent_ == n_) return;
    auto bytes = std::make_unique_for_overwrite<unsigned char[]>(block_size);
    std::memset(bytes.get(), static_cast<int>(sent_++ & 0xff), block_size);
    to_.tell<Block>(std::move(bytes), ctx.self());
  }

  akt::actor_ref<Receiver> to_;
  u64 sent_ = 0, n_;
};

void Receiver::on(const Block& m) {
  for (std::size_t at = 0; at < block_size; at += page_size) sum_ += m.bytes[at];
  m.from.tell<Taken>();
  if (++count_ != n_) return;
  check(sum_ == expected_, "the sum is wrong");
  done_->store(true);
}

round_time payload(akt::actor_system& system, u64 n) {
  flag done{false};
  u64 sum = 0;
  for (u64 i = 0; i < n; ++i) sum += (i & 0xff) * (block_size / page_size);
  auto receiver = system.spawn<Receiver>(akt::anonymous, n, sum, &done);
  auto sender = system.spawn<Sender>(akt::anonymous, receiver, n);
  stopwatch watch;
  sender.tell<Tick>();
  wait(done);
  return watch.elapsed();
}

// ---- handlers that block, and a pair that plays on

struct blocking_work {
  std::atomic<int> left;
  std::atomic<u64> passes{0};
  flag over{false};

  void one_done() {
    if (left.fetch_sub(1) == 1) over.store(true);
  }
};

void block() { pause_ms(10); }

class Blocks {
public:
  explicit Blocks(blocking_work* all) : all_(all) {}
  void on(Num) {
    block();
    all_->one_done();
  }

private:
  blocking_work* all_;
};

class Offloads {
public:
  explicit Offloads(blocking_work* all) : all_(all) {}
  akt::task<> on(Num) {
    auto blocked = co_await akt::offload(&block);
    check(blocked.has_value(), "offload failed");
    all_->one_done();
  }

private:
  blocking_work* all_;
};

class Plays;
struct Opponent {
  akt::actor_ref<Plays> peer;
};

/// Until the blocking is over.
class Plays {
public:
  explicit Plays(blocking_work* all) : all_(all) {}
  void on(const Opponent& m) { peer_ = m.peer; }
  void on(Num m) {
    const u64 passed = all_->passes.fetch_add(1, std::memory_order_relaxed);
    check(m.v == passed, "a pass has the wrong number");
    if (!all_->over.load(std::memory_order_relaxed)) peer_.tell<Num>(m.v + 1);
  }

private:
  akt::actor_ref<Plays> peer_;
  blocking_work* all_;
};

template <class Blocker>
void blocked(const std::string& name) {
  const int each = 25, blockers = 2 * static_cast<int>(workers());
  blocking_work all{each * blockers};
  akt::actor_system system(options());
  auto a = system.spawn<Plays>(akt::anonymous, &all);
  auto b = system.spawn<Plays>(akt::anonymous, &all);
  a.tell<Opponent>(b);
  b.tell<Opponent>(a);
  std::vector<akt::actor_ref<Blocker>> blocking;
  for (int i = 0; i < blockers; ++i)
    blocking.push_back(system.spawn<Blocker>(akt::anonymous, &all));
  pause_ms(20);
  stopwatch watch;
  for (auto& blocker : blocking)
    for (int i = 0; i < each; ++i) blocker.template tell<Num>(u64(1));
  a.tell<Num>(u64(0));
  wait(all.over);
  double seconds = watch.elapsed().seconds;
  result(name + "_pingpong", double(all.passes.load()) / 2 / seconds, "rt/s");
  result(name + "_time", seconds * 1e3, "ms");
}

constexpr row rows[] = {
    {"work64", [] { rate("work64", "msg/s", 64, 3e4, work64<multiply>); }},
    {"stir64", [] { rate("stir64", "msg/s", 64, 3e4, work64<stir>); }},
    {"payload64k", [] { rate("payload64k", "msg/s", 1, 2e5, payload); }},
    {"blocked", [] { blocked<Offloads>("blocked"); }},
    {"blocked_plain", [] { blocked<Blocks>("blocked_plain"); }},
};

} // namespace

std::span<const row> work_rows() noexcept { return rows; }

} // namespace bench
