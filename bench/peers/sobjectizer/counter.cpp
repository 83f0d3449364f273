// SPDX-License-Identifier: Apache-2.0
//
// A counter; whoever asks says where the answer goes.
#include <so_5/all.hpp>

#include <cstdio>

struct increment {
  int by;
};
struct get {
  so_5::mbox_t reply_to;
};
struct value {
  int v;
};

class counter final : public so_5::agent_t {
public:
  using so_5::agent_t::agent_t;

  void so_define_agent() override {
    so_subscribe_self()
        .event([this](const increment& m) { value_ += m.by; })
        .event([this](const get& m) { so_5::send<value>(m.reply_to, value_); });
  }

private:
  int value_ = 0;
};

int main() {
  so_5::wrapped_env_t sobjectizer;
  auto c = sobjectizer.environment().introduce_coop(
      [](so_5::coop_t& coop) { return coop.make_agent<counter>()->so_direct_mbox(); });
  so_5::send<increment>(c, 1);
  so_5::send<increment>(c, 2);
  auto replies = so_5::create_mchain(sobjectizer);
  so_5::send<get>(c, replies->as_mbox());
  so_5::receive(so_5::from(replies).handle_n(1), [](const value& m) { std::printf("%d\n", m.v); });
}
