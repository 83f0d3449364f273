// SPDX-License-Identifier: Apache-2.0
//
// dump(): a system for people, and as JSON.
#include "test_support.hpp"

namespace dump_test {

using namespace actor_test;

struct Adopt {};
struct Fetch {};
struct Note {};

class Teller {
public:
  explicit Teller(akt::actor_ref<Gate> gate) : gate_(gate) {}
  void on(Adopt, akt::context<Teller>& ctx) { (void)ctx.spawn<Echo>("child"); }
  void on(Note) {}
  static constexpr unsigned line = __LINE__ + 2;
  akt::task<> on(Fetch) {
    auto answer = co_await gate_.ask<Wait>().within(10s);
    (void)answer;
  }

private:
  akt::actor_ref<Gate> gate_;
};

/// Reads JSON and complains where it is none. No numbers but whole ones, as a dump has.
class json_checker {
public:
  explicit json_checker(std::string_view text) : left_(text) {}
  bool is_whole() { return value() && left_.empty(); }

private:
  bool take(char c) {
    if (left_.empty() || left_.front() != c) return false;
    left_.remove_prefix(1);
    return true;
  }
  bool word(std::string_view w) {
    if (!left_.starts_with(w)) return false;
    left_.remove_prefix(w.size());
    return true;
  }
  bool string() {
    if (!take('"')) return false;
    while (!left_.empty() && left_.front() != '"') {
      if (static_cast<unsigned char>(left_.front()) < 0x20) return false;
      left_.remove_prefix(left_.front() == '\\' ? 2 : 1);
    }
    return take('"');
  }
  bool number() {
    std::size_t digits = 0;
    take('-');
    while (digits < left_.size() && left_[digits] >= '0' && left_[digits] <= '9') ++digits;
    left_.remove_prefix(digits);
    return digits > 0;
  }
  template <class Element>
  bool list(char open, char close, Element element) {
    if (!take(open)) return false;
    if (take(close)) return true;
    do
      if (!element()) return false;
    while (take(','));
    return take(close);
  }
  bool value() {
    if (left_.empty()) return false;
    switch (left_.front()) {
    case '{':
      return list('{', '}', [this] { return string() && take(':') && value(); });
    case '[':
      return list('[', ']', [this] { return value(); });
    case '"':
      return string();
    default:
      return word("true") || word("false") || number();
    }
  }

  std::string_view left_;
};

struct dump : kit_test {
  akt::actor_ref<Gate> gate = kit.spawn<Gate>("gate");
  akt::actor_ref<Teller> teller = kit.spawn<Teller>("teller", gate);

  dump() {
    teller.tell<Adopt>();
    teller.tell<Fetch>();
    kit.settle();
    teller.tell<Note>();
    kit.advance(1500ms);
  }
  bool says(const std::string& text, const std::string& what) {
    EXPECT_NE(text.find(what), text.npos) << what << "\nis not in\n" << text;
    return true;
  }
};

TEST_F(dump, has_a_line_for_each_actor_below_its_parent) {
  const std::string text = system().dump();
  says(text, "akt://test: 3 actors\n  gate (");
  says(text, "Gate) idle\n  teller (");
  says(text, "Teller) waiting for 1.5 s, handles ");
  says(text, ", mailbox 1, asks akt://test/gate for ");
  says(text, " at dump_test.cpp:" + std::to_string(Teller::line) + " (8.5 s left)\n    child (");
}

TEST_F(dump, says_what_became_of_the_messages) {
  const std::string text = system().dump();
  says(text, "messages: sent ");
  says(text, ", in flight 2, handled ");
  says(text, "memory: ");
}

TEST_F(dump, says_how_many_it_left_out) {
  says(system().dump(akt::dump_format::text, {.actors_max = 1}), "  and 2 more\n");
}

TEST_F(dump, is_one_json_object) {
  const std::string text = system().dump(akt::dump_format::json);
  EXPECT_TRUE(json_checker(text).is_whole()) << text;
  says(text, R"({"system":"test","actors_alive":3,"actors":[{"path":"akt://test/gate","type":")");
  says(text, R"("state":"waiting","answered":true,"handles":")");
  says(text, R"(,"age_ms":1500,"mailbox":1,"stashed":0,"callbacks":0,"waits_for":[{"kind":"ask",)");
  says(text, R"("line":)" + std::to_string(Teller::line) + R"(,"age_ms":1500,"left_ms":8500}]})");
  says(text, R"("more":0,"messages":{"sent":)");
}

TEST_F(dump, of_a_stopped_system_has_no_actors) {
  system().stop();
  says(system().dump(), "akt://test: 0 actors\nmessages: ");
  EXPECT_TRUE(json_checker(system().dump(akt::dump_format::json)).is_whole());
}

TEST_F(dump, is_checked_by_what_sees_that_json_is_wrong) {
  EXPECT_FALSE(json_checker("{\"a\":[1,]}").is_whole());
  EXPECT_FALSE(json_checker("{\"a\":\"\n\"}").is_whole());
}

} // namespace dump_test
