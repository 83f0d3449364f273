// SPDX-License-Identifier: Apache-2.0
//
// Messages whose own code throws, and memory that is refused where they arrive.
#include "nodes_test.hpp"

namespace remote_test {

using akt::errc;
using akt::fate;
using std::chrono_literals::operator""h;

/// While armed its constructor throws; its codec throws for some values.
struct Fragile {
  int value = 0;
  static inline bool armed = false;
  Fragile() {
    if (armed) throw std::runtime_error("no more of these");
  }
  explicit Fragile(int v) : value(v) {}
};
struct Fragiles {
  using messages = akt::protocol<int(Fragile), Fragile(Ask)>;
  int on(const Fragile& m) { return m.value; }
  Fragile on(const Ask& m) { return Fragile(m.n); }
};

} // namespace remote_test

template <>
struct akt::codec<remote_test::Fragile> {
  static void write(akt::wire::writer& to, const remote_test::Fragile& m) {
    if (m.value == 7) throw 7;
    to.write_signed(m.value);
  }
  static void read(akt::wire::reader& from, remote_test::Fragile& m) {
    m.value = static_cast<int>(from.read_signed(0, 100));
    if (m.value == 8) throw 8;
  }
};

namespace remote_test {

struct fragile_messages : nodes {
  akt::actor_ref<Fragiles> server = far<Fragiles>("server");
  void TearDown() override {
    Fragile::armed = false;
    nodes::TearDown();
  }
};

TEST_F(fragile_messages, whose_codec_throws_while_writing_are_not_encodable) {
  EXPECT_EQ(server.ask<Fragile>(7).get().error(), errc::not_encodable);
  server.tell<Fragile>(7);
  EXPECT_EQ(count(a, fate::not_encodable), 2u);
  EXPECT_EQ(server.ask<Ask>(7).get().error(), errc::not_encodable) << "the reply";
  EXPECT_EQ(server.ask<Fragile>(1).get().value(), 1);
}

TEST_F(fragile_messages, whose_codec_throws_while_reading_are_not_encodable) {
  EXPECT_EQ(server.ask<Fragile>(8).get().error(), errc::not_encodable);
  server.tell<Fragile>(8);
  world.run_until_idle();
  EXPECT_EQ(count(b, fate::not_encodable), 2u);
  EXPECT_EQ(server.ask<Ask>(8).get().error(), errc::not_encodable) << "the reply";
  EXPECT_EQ(server.ask<Fragile>(1).get().value(), 1);
}

TEST_F(fragile_messages, whose_constructor_throws_are_not_encodable) {
  server.tell<Fragile>(1);
  Fragile::armed = true;
  world.run_until_idle();
  EXPECT_EQ(count(b, fate::not_encodable), 1u);
  EXPECT_EQ(server.ask<Ask>(1).get().error(), errc::not_encodable) << "the reply";
}

// ---- memory is refused where messages arrive

struct scarce_memory : testing::Test {
  akt::sim::world world{{.seed = 3}};
  akt::actor_system& a = world.system("a");
  akt::actor_system& b = world.system("b", {.memory_max = 256 << 10});

  void TearDown() override {
    std::string what;
    EXPECT_TRUE(world.conserved(&what)) << what;
    for (akt::actor_system* s : {&b, &a}) s->stop();
    world.run_until_idle();
    for (akt::actor_system* s : {&a, &b}) EXPECT_EQ(s->fates().in_flight, 0u) << s->name();
  }
};

TEST_F(scarce_memory, of_the_receiver_refuses_messages_and_answers_their_askers) {
  world.connect(a, b);
  (void)b.spawn<Server>("server");
  auto server = world.find<Server>(a, "b", "server").value();
  server.tell<Slow>(1'000'000);
  world.run_until_idle(); // it waits: later there would be no memory for that either
  std::vector<errc> answers;
  constexpr int asks = 3'000;
  for (int i = 0; i < asks; ++i)
    server.ask<Ask>(i).within(1h).then([&](akt::result<int> r) {
      answers.push_back(r                                ? errc{}
                        : r.error() == errc::over_budget ? errc::over_budget
                                                         : errc::failed);
    });
  for (int i = 0; i < 3 * asks; ++i) server.tell<Ask>(i);
  world.run_until_idle();
  auto refused =
      static_cast<std::size_t>(std::count(answers.begin(), answers.end(), errc::over_budget));
  EXPECT_GT(refused, 0u);
  EXPECT_EQ(refused, answers.size()) << "the others wait";
  EXPECT_GT(b.fates()[fate::over_budget], refused) << "tells as well";
  world.advance(1h);
  world.advance(1h);
  EXPECT_EQ(answers.size(), std::size_t(asks));
  EXPECT_EQ(server.ask<Ask>(1).get().value(), 2) << "there is memory again";
}

} // namespace remote_test
