// SPDX-License-Identifier: Apache-2.0
//
// Ping-pong of pairs, a ring.
#include "caf_api.hpp"
#include "peer_rows.hpp"

namespace peer {
namespace {

class player {
public:
  player(caf::event_based_actor* self, u64 last, std::latch* done)
      : self_(self), last_(last), done_(done) {}

  caf::behavior make_behavior() {
    return {
        [this](u64 v) {
          ++hits_;
          if (v < last_)
            tell(self_, opponent_, v + 1);
          else
            finish(v);
        },
        [this](const caf::actor& opponent) { opponent_ = opponent; },
    };
  }

private:
  void finish(u64 v) {
    check("pingpong, last number", v, last_);
    check("pingpong, hits", 2 * hits_, last_);
    done_->count_down();
  }

  caf::event_based_actor* self_;
  u64 last_, hits_ = 0;
  std::latch* done_;
  caf::actor opponent_;
};

} // namespace

taken pingpong(running_system& running, int pairs, u64 n) {
  caf::actor_system& system = running;
  std::latch done(pairs);
  std::vector<caf::actor> all;
  for (int i = 0; i < pairs; ++i) {
    auto a = all.emplace_back(spawn<player>(system, 2 * n, &done));
    auto b = all.emplace_back(spawn<player>(system, 2 * n, &done));
    tell_from_outside(a, b);
    tell_from_outside(b, a);
  }
  stopwatch watch;
  for (std::size_t i = 0; i < all.size(); i += 2) tell_from_outside(all[i], u64(1));
  done.wait();
  auto took = watch.read();
  stop(all);
  return took;
}

namespace {
class link {
public:
  link(caf::event_based_actor* self, std::latch* done) : self_(self), done_(done) {}

  caf::behavior make_behavior() {
    return {
        [this](u64 v) {
          ++handled_;
          if (v > 0)
            tell(self_, next_, v - 1);
          else
            done_->count_down();
        },
        [this](const caf::actor& next) { next_ = next; },
        [this](tick_atom) { return handled_; },
    };
  }

private:
  caf::event_based_actor* self_;
  std::latch* done_;
  caf::actor next_;
  u64 handled_ = 0;
};

/// The numbers that all links have handled.
u64 handled(caf::actor_system& system, const std::vector<caf::actor>& links) {
  u64 sum = 0;
  caf::scoped_actor self(system);
  for (auto& l : links)
    ask(self, l, std::chrono::seconds(5), tick_atom_v)
        .receive([&](u64 v) { sum += v; }, [](const caf::error&) { fail("ring: a link is gone"); });
  return sum;
}

} // namespace

taken ring(running_system& running, std::size_t size, u64 hops) {
  caf::actor_system& system = running;
  std::latch done(1);
  std::vector<caf::actor> links;
  for (std::size_t i = 0; i < size; ++i) links.push_back(spawn<link>(system, &done));
  for (std::size_t i = 0; i < size; ++i) tell_from_outside(links[i], links[(i + 1) % size]);
  stopwatch watch;
  tell_from_outside(links[0], hops);
  done.wait();
  auto took = watch.read();
  check("ring, hops", handled(system, links), hops + 1);
  stop(links);
  return took;
}

} // namespace peer
