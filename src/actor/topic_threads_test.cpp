// SPDX-License-Identifier: Apache-2.0
//
// A topic whose subscribers come and go on two workers while other threads publish.
#include "threads_test_support.hpp"

#include <algorithm>

namespace topic_threads_test {

using akt_test::threaded;

struct Event {
  int publisher;
  int n;
};
struct Missed {};
struct Heard {};

class Listener {
public:
  explicit Listener(const akt::topic<Event>* events) : events_(events) {}
  void on(const akt::started&, akt::context<Listener>& ctx) { ctx.subscribe(*events_); }
  void on(Event m) {
    int& last = last_[m.publisher];
    if (last != 0 && m.n != last + 1) ++missed_;
    last = m.n;
  }
  int on(Missed) const { return missed_; }
  int on(Heard) const { return std::min(last_[0], last_[1]); }

private:
  const akt::topic<Event>* events_;
  int last_[2] = {};
  int missed_ = 0;
};

struct topics_on_threads : threaded {
  akt::topic<Event> events;
};

TEST_F(topics_on_threads, reach_each_living_subscriber_once_and_in_order_whoever_comes_and_goes) {
  constexpr int events_each = 200;
  std::vector<akt::actor_ref<Listener>> stay, go;
  std::latch begin(3);
  auto publish = [&](int publisher) {
    begin.arrive_and_wait();
    for (int n = 1; n <= events_each; ++n) events.publish({publisher, n});
  };
  std::thread first(publish, 0), second(publish, 1);
  begin.arrive_and_wait();
  for (int i = 0; i < 300; ++i) {
    stay.push_back(system.spawn<Listener>(akt::anonymous, &events));
    go.push_back(system.spawn<Listener>(akt::anonymous, &events));
    if (i >= 20) go[static_cast<std::size_t>(i - 20)].stop();
  }
  first.join();
  second.join();
  for (auto one : go) one.stop();
  ASSERT_TRUE(system.wait_until([&] { return system.actors_alive() == stay.size(); }));
  for (auto one : stay) (void)one.ask<Heard>().get().value(); // each has subscribed
  events.publish({0, events_each + 1});
  events.publish({1, events_each + 1});
  EXPECT_EQ(events.core().size(), stay.size());
  for (auto one : stay) {
    EXPECT_EQ(one.ask<Heard>().get().value(), events_each + 1);
    EXPECT_EQ(one.ask<Missed>().get().value(), 0);
  }
}

} // namespace topic_threads_test
