// SPDX-License-Identifier: Apache-2.0
//
// Topics, first of all the topic of dead letters.
#include "test_support.hpp"

#include <algorithm>

namespace topic_test {

using namespace actor_test;

struct Hold {
  int n;
};
struct Silent {
  void on(Hold) {}
  akt::task<> on(Ping, akt::context<Silent>& ctx) { co_await ctx.sleep(1h); }
};

class Mourner {
public:
  explicit Mourner(std::vector<akt::dead_letter>* seen) : seen_(seen) {}
  void on(const akt::started&, akt::context<Mourner>& ctx) {
    ctx.subscribe(ctx.system().dead_letters());
    ctx.subscribe(ctx.system().dead_letters()); // changes nothing
  }
  void on(const akt::dead_letter& letter) { seen_->push_back(letter); }

private:
  std::vector<akt::dead_letter>* seen_;
};

struct letters_first {
  std::vector<akt::dead_letter> letters; // outlives the kit
};
struct dead_letters : letters_first, kit_test {
  akt::actor_ref<Silent> silent = kit.spawn<Silent>("silent");
  akt::actor_ref<Mourner> mourner = kit.spawn<Mourner>("mourner", &letters);
  void SetUp() override { kit.settle(); }
};

// MSG_13
TEST_F(dead_letters, tell_of_mail_to_a_stopped_actor) {
  silent.stop();
  kit.settle();
  silent.tell<Hold>(1);
  kit.settle();
  ASSERT_EQ(letters.size(), 1u);
  EXPECT_EQ(letters[0].message, "topic_test::Hold");
  EXPECT_EQ(letters[0].receiver, "") << "the path is not known any more";
  EXPECT_EQ(letters[0].reason, akt::fate::stopped);
}

TEST_F(dead_letters, name_the_receiver_while_it_is_known) {
  silent.tell<Ping>(1);
  kit.settle();
  silent.stop(akt::now);
  kit.settle();
  ASSERT_EQ(letters.size(), 1u);
  EXPECT_EQ(letters[0].message, "actor_test::Ping");
  EXPECT_EQ(letters[0].receiver, "akt://test/silent");
  EXPECT_EQ(letters[0].reason, akt::fate::cancelled);
}

// MSG_09
TEST_F(dead_letters, are_no_signals_and_no_runtime_traffic) {
  auto watcher = kit.spawn<Watcher>("watcher", &ended);
  watcher.tell<Watch>(silent);
  kit.settle();
  silent.stop();
  silent.stop(akt::now);
  watcher.stop();
  kit.settle();
  EXPECT_TRUE(letters.empty());
}

TEST_F(dead_letters, tell_of_asks_too) {
  silent.stop();
  EXPECT_EQ(error_of(kit.await(silent.ask<Hold>(1))), akt::errc::stopped);
  kit.settle();
  EXPECT_EQ(letters.size(), 1u);
}

struct TellNobody {};
struct Lost {
  void on(TellNobody) { akt::actor_ref<Silent>().tell<Hold>(1); }
};

TEST_F(dead_letters, tell_of_a_null_reference_that_an_actor_used) {
  kit.spawn<Lost>("lost").tell<TellNobody>();
  kit.settle();
  ASSERT_EQ(letters.size(), 1u);
  EXPECT_EQ(letters[0].reason, akt::fate::null_reference);
}

TEST_F(dead_letters, end_with_their_subscriber) {
  mourner.stop();
  silent.stop();
  kit.settle();
  EXPECT_TRUE(system().dead_letters().has_subscribers()) << "nothing was published yet";
  silent.tell<Hold>(1);
  kit.settle();
  EXPECT_FALSE(system().dead_letters().has_subscribers());
  EXPECT_TRUE(letters.empty());
  EXPECT_EQ(fates(akt::fate::stopped), 1u) << "the subscriber was not told in vain";
}

TEST_F(dead_letters, of_a_subscriber_that_was_spawned_again_go_to_the_new_one) {
  mourner.stop();
  silent.stop();
  kit.settle();
  kit.spawn<Mourner>("mourner", &letters);
  kit.settle();
  silent.tell<Hold>(1);
  kit.settle();
  EXPECT_EQ(letters.size(), 1u);
}

struct News {
  std::string text;
};
class Reader {
public:
  Reader(const akt::topic<News>* paper, journal* seen) : paper_(paper), seen_(seen) {}
  void on(const akt::started&, akt::context<Reader>& ctx) { ctx.subscribe(*paper_); }
  void on(const News& m) { seen_->push_back(m.text); }

private:
  const akt::topic<News>* paper_;
  journal* seen_;
};

struct paper_first {
  akt::topic<News> paper;
};
struct topics : paper_first, kit_test {};

TEST_F(topics, copy_each_event_to_every_subscriber) {
  paper.publish(News{"nobody reads"});
  kit.spawn<Reader>("a", &paper, &seen);
  kit.spawn<Reader>("b", &paper, &seen);
  kit.settle();
  paper.publish(News{"one"});
  kit.settle();
  paper.publish(News{"two"});
  kit.settle();
  EXPECT_EQ(seen, (journal{"one", "one", "two", "two"}));
}

TEST_F(topics, pass_over_the_ended_among_many) {
  std::vector<akt::actor_ref<Reader>> readers;
  for (int i = 0; i < 100; ++i) readers.push_back(kit.spawn<Reader>(akt::anonymous, &paper, &seen));
  kit.settle();
  EXPECT_EQ(paper.core().size(), 100u);
  for (std::size_t i = 0; i < readers.size(); ++i)
    if (i % 3 == 0 || i > 70) readers[i].stop();
  kit.settle();
  paper.publish(News{"one"});
  EXPECT_EQ(paper.core().size(), 47u);
  paper.publish(News{"two"});
  kit.settle();
  EXPECT_EQ(std::count(seen.begin(), seen.end(), "one"), 47);
  EXPECT_EQ(std::count(seen.begin(), seen.end(), "two"), 47);
}

TEST_F(topics, let_go_of_the_ended_also_if_nothing_is_ever_published) {
  std::size_t most = 0;
  auto come_and_go = [&](int readers) {
    most = 0;
    for (int i = 0; i < readers; ++i) {
      auto reader = kit.spawn<Reader>(akt::anonymous, &paper, &seen);
      kit.settle();
      most = std::max(most, paper.core().size());
      reader.stop();
      kit.settle();
    }
  };
  come_and_go(1000);
  EXPECT_LE(most, 32u) << "so few are not looked through";
  for (int i = 0; i < 100; ++i) kit.spawn<Reader>(akt::anonymous, &paper, &seen);
  kit.settle();
  come_and_go(1000);
  EXPECT_GT(most, 100u);
  EXPECT_LE(most, 202u) << "twice as many as live";
  paper.publish(News{"at last"});
  kit.settle();
  EXPECT_EQ(seen, journal(100, "at last"));
}

/// Copying the third copy fails.
struct Fragile {
  Fragile() = default;
  Fragile(const Fragile&) {
    if (--whole == 0) throw std::runtime_error("broke");
  }
  Fragile(Fragile&&) noexcept = default;
  static inline int whole = 3;
};
class Keeper {
public:
  Keeper(const akt::topic<Fragile>* parcels, int* kept) : parcels_(parcels), kept_(kept) {}
  void on(const akt::started&, akt::context<Keeper>& ctx) { ctx.subscribe(*parcels_); }
  void on(const Fragile&) { ++*kept_; }

private:
  const akt::topic<Fragile>* parcels_;
  int* kept_;
};

TEST_F(topics, tell_those_before_the_one_for_whom_the_event_cannot_be_copied) {
  akt::topic<Fragile> parcels;
  int kept[4] = {};
  akt::actor_ref<Keeper> keepers[4];
  for (int i = 0; i < 4; ++i) {
    keepers[i] = kit.spawn<Keeper>(akt::anonymous, &parcels, &kept[i]);
    kit.settle(); // they subscribe in this order
  }
  keepers[0].stop();
  kit.settle();
  EXPECT_THROW(parcels.publish(Fragile()), std::runtime_error);
  kit.settle();
  EXPECT_EQ(kept[1] + kept[2], 2);
  EXPECT_EQ(kept[3], 0);
  EXPECT_EQ(parcels.core().size(), 3u) << "who had ended is taken out all the same";
  parcels.publish(Fragile());
  kit.settle();
  EXPECT_EQ(kept[1] + kept[2] + kept[3], 5);
}

TEST(stop_reasons, have_names) {
  EXPECT_STREQ(name(akt::stop_reason::stopped), "stopped");
  EXPECT_STREQ(name(akt::stop_reason::failed), "failed");
  EXPECT_STREQ(name(akt::stop_reason::not_found), "not_found");
  EXPECT_STREQ(name(akt::stop_reason::node_lost), "node_lost");
}

struct Event {
  int n = 0;
};
struct Join {};
class Listener {
public:
  Listener(const akt::topic<Event>* events, int* heard) : events_(events), heard_(heard) {}
  void on(Join, akt::context<Listener>& ctx) { ctx.subscribe(*events_); }
  void on(Event) { ++*heard_; }

private:
  const akt::topic<Event>* events_;
  int* heard_;
};

TEST(topic, outlives_the_systems_of_its_subscribers) {
  akt::topic<Event> events;
  int heard = 0;
  {
    akt::testkit::kit kit;
    kit.spawn<Listener>("listener", &events, &heard).tell<Join>();
    kit.settle();
    events.publish({1});
    kit.settle();
  }
  EXPECT_EQ(heard, 1);
  EXPECT_TRUE(events.has_subscribers());
  events.publish({2});
  EXPECT_FALSE(events.has_subscribers());
}

} // namespace topic_test
