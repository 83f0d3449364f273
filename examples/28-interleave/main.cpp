// SPDX-License-Identifier: Apache-2.0
//
// An actor that handles other messages while handlers of its own wait. Here for the simulator:
// the time is virtual, so that the output is always the same.
#include "akt/akt.hpp"
#include "akt/testkit.hpp"

#include <iostream>
#include <map>
#include <string>

using namespace std::chrono_literals;

struct Lookup {
  std::string city;
};
struct Degrees {
  std::string city;
};

/// Slow: each answer takes a second of its own.
class Station {
public:
  akt::task<int> on(const Degrees& m, akt::context<Station>& ctx) {
    const bool far = m.city == "Oslo";
    const auto takes = far ? 3s : 1s;
    co_await ctx.sleep(takes);
    co_return far ? -4 : 21;
  }
  static constexpr auto reentrancy = akt::reentrancy::interleave;
};

// [interleave]
class Weather {
public:
  static constexpr auto reentrancy = akt::reentrancy::interleave;
  static constexpr std::size_t max_in_flight = 100;

  explicit Weather(akt::actor_ref<Station> station) : station_(station) {}

  akt::task<akt::result<int>> on(const Lookup& m) {
    if (auto known = known_.find(m.city); known != known_.end()) co_return known->second;
    auto degrees = co_await station_.ask<Degrees>(m.city);
    if (degrees) known_[m.city] = *degrees; // others may have been here meanwhile
    co_return degrees;
  }

private:
  akt::actor_ref<Station> station_;
  std::map<std::string, int> known_;
};
// [interleave]

int main() {
  akt::testkit::kit kit;
  auto station = kit.system().spawn<Station>("station");
  auto weather = kit.system().spawn<Weather>("weather", station);
  for (const char* city : {"Oslo", "Rome"}) {
    weather.ask<Lookup>(city).then([city](akt::result<int> degrees) {
      std::cout << city << ": " << degrees.value() << '\n'; // Rome does not wait for Oslo
    });
  }
  kit.advance(5s);
  std::cout << "again: " << kit.await(weather.ask<Lookup>("Oslo")).value() << '\n';
}
