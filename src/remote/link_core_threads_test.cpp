// SPDX-License-Identifier: Apache-2.0
//
// Links between systems on real threads: order, answers, loss, and messages whose destruction sends
// over another link.
#include "akt/akt.hpp"
#include "akt/remote/endpoint.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <optional>
#include <thread>

namespace link_threads_test {

struct Number {
  std::uint64_t from = 0, n = 0;
};
struct Question {
  std::uint64_t n = 0;
};

/// Counts what comes out of order.
class Server {
public:
  using messages = akt::protocol<void(Number), std::uint64_t(Question)>;
  explicit Server(std::atomic<std::uint64_t>* disorder) : disorder_(disorder) {}
  void on(const Number& m) {
    if (m.n <= last_[m.from]) disorder_->fetch_add(1);
    last_[m.from] = m.n;
  }
  std::uint64_t on(Question m) const { return m.n; }

private:
  std::atomic<std::uint64_t>* disorder_;
  std::uint64_t last_[16] = {};
};

struct Go {};

/// Tells and asks in turn until it has done so `n` times, or the link is lost.
struct Client {
  akt::actor_ref<Server> server;
  std::uint64_t me, n;
  std::atomic<std::uint64_t>*answered, *lost;
  std::atomic<int>* done;

  akt::task<> on(Go) {
    for (std::uint64_t i = 1; i <= n; ++i) {
      server.tell<Number>(me, i);
      auto answer = co_await server.ask<Question>(i);
      if (!answer) {
        lost->fetch_add(1);
        break;
      }
      if (*answer == i) answered->fetch_add(1);
    }
    done->fetch_add(1);
  }
};

/// A system with its endpoint; the endpoint ends first.
struct node {
  node(const char* name, std::uint64_t id)
      : system(options(name)), endpoint(std::in_place, system, id, akt::random_stream(1, id, "x")) {
  }
  ~node() {
    endpoint.reset();
    // A thread that is still receiving may be on the way of one message to its fate.
    bool at_rest = false;
    for (int i = 0; i < 10'000'000 && !at_rest; ++i) {
      at_rest = system.fates().in_flight == 0;
      std::this_thread::yield();
    }
    EXPECT_TRUE(at_rest) << system.name();
  }
  static akt::system_options options(const char* name) {
    akt::system_options o;
    o.name = name;
    o.workers = 2;
    return o;
  }

  akt::actor_system system;
  std::optional<akt::remote::endpoint> endpoint;
};

/// A link between two nodes: a thread for each direction moves the bytes.
class wire_between {
public:
  wire_between(node& a, node& b) : a_(a.endpoint->open()), b_(b.endpoint->open()) {
    threads_[0] = std::thread([this] { pump(a_, b_); });
    threads_[1] = std::thread([this] { pump(b_, a_); });
    while (!a_.is_up() || !b_.is_up()) std::this_thread::yield();
  }
  ~wire_between() {
    ending_.store(true);
    for (auto& t : threads_) t.join();
    cut();
  }
  void cut() {
    a_.lost("cut");
    b_.lost("cut");
  }

private:
  void pump(akt::remote::link& from, akt::remote::link& to) {
    while (!ending_.load()) {
      auto bytes = from.take_output();
      if (bytes.empty())
        std::this_thread::yield();
      else
        (void)to.receive(bytes);
    }
  }

  akt::remote::link a_, b_;
  std::atomic<bool> ending_{false};
  std::thread threads_[2];
};

struct links_on_threads : testing::Test {
  std::atomic<std::uint64_t> disorder{0}, answered{0}, lost{0};
  std::atomic<int> done{0};
  node a{"a", 1}, b{"b", 2};

  void start_clients(std::uint64_t clients, std::uint64_t rounds) {
    b.system.spawn<Server>("server", &disorder);
    auto far = a.endpoint->find<Server>("b", "server").value();
    for (std::uint64_t i = 0; i < clients; ++i)
      a.system.spawn<Client>(akt::anonymous, far, i, rounds, &answered, &lost, &done).tell<Go>();
  }
};

TEST_F(links_on_threads, keep_the_order_of_each_pair_and_answer_every_ask) {
  wire_between wire(a, b);
  start_clients(8, 200);
  while (done.load() < 8) std::this_thread::yield();
  EXPECT_EQ(answered.load(), 8u * 200u);
  EXPECT_EQ(lost.load(), 0u);
  EXPECT_EQ(disorder.load(), 0u);
}

TEST_F(links_on_threads, that_are_lost_in_the_middle_answer_whoever_waits) {
  wire_between wire(a, b);
  start_clients(8, 1'000'000);
  while (answered.load() < 100) std::this_thread::yield();
  wire.cut();
  while (done.load() < 8) std::this_thread::yield();
  EXPECT_EQ(lost.load(), 8u);
  EXPECT_EQ(disorder.load(), 0u);
}

struct Wait {};
struct Give {
  akt::deferred<int> promise;
};

struct Sink {
  using messages = akt::protocol<void(Go)>;
  void on(Go) {}
  void on(const Give&) {}
};

/// Keeps the asker of one link waiting, then drops the promise in a message for the other link that
/// cannot leave: who drops it answers over the first.
class Keeper {
public:
  using messages = akt::protocol<int(Wait)>;
  explicit Keeper(akt::actor_ref<Sink> other) : other_(other) {}
  akt::deferred<int> on(Wait, akt::context<Keeper>& ctx) {
    kept_ = {};
    akt::deferred<int> answer = kept_;
    ctx.self().tell<Go>();
    return answer;
  }
  void on(Go) { other_.tell<Give>(std::exchange(kept_, {})); }

private:
  akt::actor_ref<Sink> other_;
  akt::deferred<int> kept_;
};

struct Asker {
  akt::actor_ref<Keeper> keeper;
  int rounds;
  std::atomic<int>* done;
  akt::task<> on(Go) {
    for (int i = 0; i < rounds; ++i) (void)co_await keeper.ask<Wait>();
    done->fetch_add(1);
  }
};

TEST_F(links_on_threads, do_not_wait_for_each_other_when_messages_that_cannot_leave_send_others) {
  node c("c", 3);
  wire_between ab(a, b), ac(a, c);
  b.system.spawn<Sink>("sink");
  c.system.spawn<Sink>("sink");
  a.system.spawn<Keeper>("for-b", a.endpoint->find<Sink>("c", "sink").value());
  a.system.spawn<Keeper>("for-c", a.endpoint->find<Sink>("b", "sink").value());
  constexpr int rounds = 500;
  for (auto [asking, name] : {std::pair(&b, "for-b"), std::pair(&c, "for-c")})
    asking->system
        .spawn<Asker>(akt::anonymous, asking->endpoint->find<Keeper>("a", name).value(), rounds,
                      &done)
        .tell<Go>();
  while (done.load() < 2) std::this_thread::yield();
  EXPECT_EQ(a.system.fates()[akt::fate::not_encodable], 2u * rounds);
}

TEST(link_ends, while_bytes_arrive_on_another_thread) {
  for (int round = 0; round < 30; ++round) {
    std::atomic<std::uint64_t> disorder{0}, answered{0}, lost{0};
    std::atomic<int> done{0};
    node a("a", 1);
    std::optional<node> b(std::in_place, "b", 2);
    akt::remote::link from = a.endpoint->open(), to = b->endpoint->open();
    std::atomic<bool> ending{false};
    auto pump = [&ending](akt::remote::link& out, akt::remote::link& in) {
      while (!ending.load()) (void)in.receive(out.take_output());
    };
    std::thread there([&] { pump(from, to); }), back([&] { pump(to, from); });
    while (!from.is_up() || !to.is_up()) std::this_thread::yield();
    b->system.spawn<Server>("server", &disorder);
    auto far = a.endpoint->find<Server>("b", "server").value();
    for (std::uint64_t i = 0; i < 4; ++i)
      a.system
          .spawn<Client>(akt::anonymous, far, i, std::uint64_t(1'000'000), &answered, &lost, &done)
          .tell<Go>();
    while (answered.load() < 20) std::this_thread::yield();
    b.reset(); // its end, and that of its system, while `there` receives
    from.lost("peer gone");
    while (done.load() < 4) std::this_thread::yield();
    ending.store(true);
    there.join();
    back.join();
    EXPECT_EQ(disorder.load(), 0u);
  }
}

} // namespace link_threads_test
