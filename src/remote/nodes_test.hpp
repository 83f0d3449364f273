// SPDX-License-Identifier: Apache-2.0
//
// What the tests of this module share: actors, three nodes in a world, a hostile peer.
#pragma once

#include "akt/testkit.hpp"

#include "frame.hpp"

#include <gtest/gtest.h>

namespace remote_test {

struct Pong {
  int n = 0;
  friend bool operator==(const Pong&, const Pong&) = default;
};
using PongSink = akt::actor_ref<akt::protocol<void(Pong)>>;

struct Ping {
  int n = 0;
  PongSink reply_to;
};
struct Ask {
  int n = 0;
};
struct Refuse {
  int code = 0;
  std::string detail;
};
struct Throw {
  std::string text;
};
struct Slow {
  std::int64_t milliseconds = 0;
};
struct SlowText {
  std::int64_t milliseconds = 0;
};
struct Crash {};
struct Fill {
  std::string text;
};
struct FillReply {
  std::uint64_t bytes = 0;
};
struct Unlisted {};
struct LocalOnly { ///< has no wire form
  void* pointer = nullptr;
};
struct Keep {
  PongSink sink;
};
struct Give {};
struct Compare {
  akt::any_ref any;
};
struct GetSelf {};
struct Poke {};
class Server;
struct Meet {
  akt::actor_ref<Server> whom;
};

/// Answers in every way in which an actor can answer.
class Server {
public:
  using messages = akt::protocol<void(Ping), int(Ask), int(Refuse), void(Throw), int(Slow),
                                 std::string(SlowText), void(Crash), void(Fill),
                                 std::string(FillReply), void(Keep), PongSink(Give), bool(Compare),
                                 void(Meet), akt::actor_ref<Server>(GetSelf)>;

  void on(const Ping& m) { m.reply_to.tell<Pong>(m.n); }
  int on(const Ask& m) {
    ++asked;
    return m.n + 1;
  }
  akt::result<int> on(const Refuse& m) {
    return akt::error(static_cast<akt::errc>(m.code), m.detail);
  }
  void on(const Throw& m) { throw std::runtime_error(m.text); }
  akt::task<int> on(Slow m, akt::context<Server>& ctx) {
    co_await ctx.sleep(std::chrono::milliseconds(m.milliseconds));
    co_return 4711;
  }
  akt::task<std::string> on(SlowText m, akt::context<Server>& ctx) {
    co_await ctx.sleep(std::chrono::milliseconds(m.milliseconds));
    co_return "late";
  }
  void on(Crash) { throw 1; }
  void on(const Fill&) {}
  std::string on(const FillReply& m) { return std::string(static_cast<std::size_t>(m.bytes), 'x'); }
  void on(const Keep& m) { kept_ = m.sink; }
  PongSink on(Give) { return kept_; }
  bool on(const Compare& m, akt::context<Server>& ctx) { return m.any == ctx.self(); }
  void on(const Meet&) {}
  akt::actor_ref<Server> on(GetSelf, akt::context<Server>& ctx) { return ctx.self(); }
  void on(Unlisted) { ++asked; }
  void on(LocalOnly) { ++asked; }

  static inline int asked = 0;

private:
  PongSink kept_;
};

/// Of another type than Server; understands nothing that Server does, but for its name.
struct Other {
  using messages = akt::protocol<void(Poke)>;
  void on(Poke) { ++poked; }
  static inline int poked = 0;
};

/// Says what it was told of the end of others.
class Watcher {
public:
  using messages = akt::protocol<void(Pong)>;
  struct Watch {
    akt::any_ref other;
  };
  struct Unwatch {
    akt::any_ref other;
  };
  explicit Watcher(std::vector<std::string>* log) : log_(log) {}
  void on(const Watch& m, akt::context<Watcher>& ctx) { ctx.watch(m.other); }
  void on(const Unwatch& m, akt::context<Watcher>& ctx) { ctx.unwatch(m.other); }
  void on(const akt::terminated& t) { log_->push_back(akt::name(t.reason)); }
  void on(const Pong& m) { log_->push_back("pong " + std::to_string(m.n)); }

private:
  std::vector<std::string>* log_;
};

/// Keeps the dead letters of its system.
class Letters {
public:
  using list = std::vector<std::string>;
  explicit Letters(list* out) : out_(out) {}
  void on(const akt::started&, akt::context<Letters>& ctx) {
    ctx.subscribe(ctx.system().dead_letters());
  }
  void on(const akt::dead_letter& d) {
    out_->push_back(std::string(akt::name(d.reason)) + " " + std::string(d.message));
  }

private:
  list* out_;
};

/// Failed expectations of probes are failures of the test.
inline void report_failures() {
  akt::testkit::on_failure([](const std::string& what, const char* file, int line) {
    ADD_FAILURE_AT(file, line) << what;
  });
}

/// Three nodes, a and b connected. At the end every message has a fate.
struct nodes : testing::Test {
  Letters::list letters; ///< what listen() hears
  akt::sim::world world{{.seed = 7}};
  akt::actor_system& a = world.system("a");
  akt::actor_system& b = world.system("b");
  akt::actor_system& c = world.system("c");

  nodes() {
    report_failures();
    world.connect(a, b);
    world.run_until_idle();
  }

  template <class A, class... Args>
  akt::actor_ref<A> far(const char* name, Args&&... args) {
    (void)b.spawn<A>(name, static_cast<Args&&>(args)...);
    return world.find<A>(a, "b", name).value();
  }

  void listen(akt::actor_system& s) {
    (void)s.spawn<Letters>("letters", &letters);
    world.run_until_idle();
  }

  static std::uint64_t count(akt::actor_system& s, akt::fate f) { return s.fates()[f]; }

  void TearDown() override {
    world.run_until_idle();
    std::string what;
    EXPECT_TRUE(world.conserved(&what)) << what;
    for (akt::actor_system* s : {&c, &b, &a}) s->stop();
    EXPECT_TRUE(world.conserved(&what)) << "after stop: " << what;
    world.run_until_idle();
    for (akt::actor_system* s : {&a, &b, &c}) EXPECT_EQ(s->fates().in_flight, 0u) << s->name();
  }
};

/// A peer that says what it likes to a node.
class raw_peer {
public:
  using kind = akt::remote::detail::frame_kind;

  explicit raw_peer(akt::remote::endpoint& e) : link(e.open()) {}

  raw_peer& hello(std::uint64_t identity = 0xabcdef, std::string_view name = "peer",
                  std::uint64_t version = 1) {
    return frame(kind::hello, 3, [&](akt::wire::writer& w) {
      w.write_unsigned(version);
      w.write_unsigned(identity);
      w.write_text(name);
    });
  }
  template <class F>
  raw_peer& frame(kind k, std::size_t elements, F fields) {
    akt::remote::detail::frame_writer out(bytes, k, elements, nullptr, 1 << 24);
    fields(out.body());
    EXPECT_TRUE(out.finish());
    return *this;
  }
  raw_peer& numbers(kind k, std::initializer_list<std::uint64_t> fields) {
    return frame(k, fields.size(), [&](akt::wire::writer& w) {
      for (std::uint64_t n : fields) w.write_unsigned(n);
    });
  }
  raw_peer& raw(std::initializer_list<int> some) {
    for (int n : some) bytes.push_back(static_cast<std::byte>(n));
    return *this;
  }

  /// What was put together goes to the node.
  akt::result<akt::unit> send() { return link.receive(std::exchange(bytes, {})); }

  /// Kinds of the frames that the node has sent since the last call.
  std::vector<int> answers() {
    std::vector<int> kinds;
    akt::remote::detail::frame_splitter splitter(1 << 24);
    auto out = link.take_output();
    splitter.add(out);
    std::span<const std::byte> one;
    while (splitter.next(one) && !one.empty()) {
      akt::wire::reader in(one);
      (void)in.begin_array();
      kinds.push_back(static_cast<int>(in.read_unsigned()));
    }
    return kinds;
  }

  akt::remote::link link;
  akt::wire::buffer bytes;
};

} // namespace remote_test
