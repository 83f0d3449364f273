// SPDX-License-Identifier: Apache-2.0
//
// Messages that meet nobody: null references, stale ones, other systems.
#include "test_support.hpp"

namespace delivery_test {

using namespace actor_test;

struct Use {};
struct AskIt {};

/// Uses whatever reference it was given.
template <class Target>
struct User {
  akt::actor_ref<Target> target;
  void on(Use) { target.template tell<Ping>(1); }
  akt::task<akt::result<int>> on(AskIt) { co_return co_await target.template ask<Ping>(1); }
};

struct deliveries : kit_test {};

TEST_F(deliveries, to_a_null_reference_outside_of_actors_do_nothing) {
  akt::actor_ref<Echo> nobody;
  EXPECT_FALSE(nobody);
  nobody.tell<Ping>(1);
  EXPECT_EQ(error_of(nobody.ask<Ping>(1).get()), akt::errc::null_reference);
  EXPECT_EQ(error_of(nobody.ask<Ping>(1).within(1s).get()), akt::errc::null_reference);
  EXPECT_EQ(system().fates().sent, 0u);
}

TEST_F(deliveries, to_a_null_reference_on_a_turn_have_a_fate) {
  auto user = kit.spawn<User<Echo>>("user", akt::actor_ref<Echo>());
  user.tell<Use>();
  kit.settle();
  EXPECT_EQ(fates(akt::fate::null_reference), 1u);
  EXPECT_EQ(error_of(kit.await(user.ask<AskIt>())), akt::errc::null_reference);
}

using Pings = akt::protocol<int(Ping)>;

TEST_F(deliveries, to_a_null_protocol_reference_have_a_fate) {
  auto user = kit.spawn<User<Pings>>("user", akt::actor_ref<Pings>());
  user.tell<Use>();
  kit.settle();
  EXPECT_EQ(fates(akt::fate::null_reference), 1u);
  EXPECT_EQ(error_of(kit.await(user.ask<AskIt>())), akt::errc::null_reference);
}

// STOP-02: unlike there, a tell never fails; it has a fate.
TEST_F(deliveries, to_a_stopped_actor_have_the_fate_stopped) {
  auto echo = kit.spawn<Echo>("echo");
  echo.stop();
  kit.settle();
  echo.tell<Ping>(1);
  EXPECT_EQ(error_of(echo.ask<Ping>(1).get()), akt::errc::stopped);
  auto user = kit.spawn<User<Pings>>("user", echo);
  user.tell<Use>();
  EXPECT_EQ(error_of(kit.await(user.ask<AskIt>())), akt::errc::stopped);
  EXPECT_EQ(fates(akt::fate::stopped), 4u);
}

TEST_F(deliveries, of_asks_to_another_system_in_the_process_are_refused) {
  auto& other = kit.world().system("other");
  auto far = other.spawn<Echo>("echo");
  auto user = kit.spawn<User<Echo>>("user", far);
  EXPECT_EQ(error_of(kit.await(user.ask<AskIt>())), akt::errc::invalid_argument);
  EXPECT_EQ(far.ask<Ping>(2).get().value(), 2) << "from outside it is fine";
}

struct Question {
  int n;
};
struct Answers {};
/// Keeps its answers back, then gives each question its own number.
class Oracle {
public:
  akt::deferred<int> on(Question m) {
    questions_.emplace_back(akt::deferred<int>(), m.n);
    return questions_.back().first;
  }
  void on(Answers) {
    for (auto& [answer, n] : questions_) answer.fulfil(n);
    questions_.clear();
  }

private:
  std::vector<std::pair<akt::deferred<int>, int>> questions_;
};
struct Inquirer {
  akt::actor_ref<Oracle> oracle;
  std::vector<int>* heard;
  akt::task<> on(Question m) {
    auto answer = co_await oracle.ask<Question>(m.n).within(1h);
    heard->push_back(answer.value());
  }
};

// MSG-05
TEST_F(deliveries, of_replies_reach_only_the_incarnation_that_asked) {
  std::vector<int> heard;
  auto oracle = kit.spawn<Oracle>("oracle");
  for (int round = 0; round < 10; ++round) { // each in the cell, and with the waits, of the last
    auto inquirer = kit.spawn<Inquirer>(akt::anonymous, oracle, &heard);
    inquirer.tell<Question>(round);
    kit.settle();
    if (round < 9) inquirer.stop(akt::now);
    kit.settle();
  }
  oracle.tell<Answers>();
  kit.settle();
  EXPECT_EQ(heard, std::vector<int>{9});
  EXPECT_EQ(system().fates()[akt::fate::expired], 9u) << "the others' answers reach nobody";
}

struct Wide {
  char bytes[4000];
};
struct Letter {
  std::string text;
};
class Postbox {
public:
  std::size_t on(const Wide& m) { return sizeof(m.bytes) + static_cast<unsigned char>(m.bytes[9]); }
  Wide on(Ping m) {
    Wide reply{};
    reply.bytes[9] = static_cast<char>(m.n);
    return reply;
  }
  std::string on(Letter m) { return std::move(m.text); }
};

TEST_F(deliveries, carry_messages_and_replies_of_any_size_up_to_a_block) {
  auto box = kit.spawn<Postbox>("box");
  Wide wide{};
  wide.bytes[9] = 7;
  EXPECT_EQ(box.ask<Wide>(wide).get().value(), 4007u);
  EXPECT_EQ(box.ask<Ping>(9).get().value().bytes[9], 9) << "the reply is larger than the message";
  const std::string text(100'000, 'x');
  EXPECT_EQ(box.ask<Letter>(text).get().value(), text);
}

} // namespace delivery_test
