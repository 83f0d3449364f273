// SPDX-License-Identifier: Apache-2.0
//
// Messages that an actor sends itself later: once, again and again, and for its own silence.
#include "akt/testkit.hpp"

#include <iostream>
#include <string>

using namespace std::chrono_literals;

struct Input {
  std::string text;
};
struct Save {};

// [session]
class Session {
public:
  void on(const akt::started&, akt::context<Session>& ctx) { ctx.receive_timeout(10min); }
  void on(const Input& m, akt::context<Session>& ctx) {
    text_ += m.text;
    ctx.schedule_once<Save>("save", 2s); // takes the place of the one that waits
  }
  void on(Save) { std::cout << "saved: " << text_ << '\n'; }
  void on(const akt::idle&, akt::context<Session>& ctx) {
    std::cout << "nobody there\n";
    ctx.stop();
  }

private:
  std::string text_;
};
// [session]

struct Second {};

// [countdown]
class Countdown {
public:
  void on(const akt::started&, akt::context<Countdown>& ctx) {
    seconds_ = ctx.schedule_every(1s, Second{});
  }
  void on(Second, akt::context<Countdown>& ctx) {
    std::cout << left_ << '\n';
    if (--left_ == 0) ctx.cancel(seconds_);
  }

private:
  akt::timer seconds_;
  int left_ = 3;
};
// [countdown]

int main() {
  akt::testkit::kit kit; // virtual time: an hour passes at once
  kit.spawn<Countdown>("countdown");
  kit.advance(5s);
  auto session = kit.spawn<Session>("session");
  session.tell<Input>("tim");
  kit.advance(1s);
  session.tell<Input>("ers"); // within two seconds: one Save for both
  kit.advance(1h);
}
