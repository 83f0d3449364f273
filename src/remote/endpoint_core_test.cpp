// SPDX-License-Identifier: Apache-2.0
//
// One node, its incarnations and its bytes: frames recorded from one process answer alike in
// another.
#include "endpoint_core.hpp"
#include "nodes_test.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace remote_test {

using akt::errc;
namespace files = std::filesystem;

/// What a told b, packet by packet, and all that b answered.
struct recording {
  std::vector<akt::wire::buffer> questions;
  akt::wire::buffer answers;
};

void hear(void* listener, std::string_view from, std::string_view,
          std::span<const std::byte> bytes) {
  auto& all = *static_cast<recording*>(listener);
  if (from == "a")
    all.questions.emplace_back(bytes.begin(), bytes.end());
  else
    all.answers.insert(all.answers.end(), bytes.begin(), bytes.end());
}

/// b with its actors, as the second node of any world of this seed.
akt::actor_system& make_b(akt::sim::world& world) {
  (void)world.system("a");
  akt::actor_system& b = world.system("b");
  (void)world.endpoint(b);
  (void)b.spawn<Server>("server");
  return b;
}

recording record() {
  recording all;
  akt::sim::world world{{.seed = 11}};
  akt::actor_system& b = make_b(world);
  akt::actor_system& a = world.system("a");
  world.listen(&hear, &all);
  world.connect(a, b);
  world.run_until_idle();
  auto server = world.find<Server>(a, "b", "server").value();
  akt::testkit::probe<Pong> here(world, a);
  auto again = server.ask<GetSelf>().get().value();
  EXPECT_EQ(again.ask<Ask>(4).get().value(), 5);
  EXPECT_EQ(server.ask<Refuse>(1, "no").get().error(), errc::rejected);
  EXPECT_EQ(server.ask<FillReply>(300u).get().value().size(), 300u);
  server.tell<Ping>(9, here.ref());
  here.expect(Pong{9});
  server.stop();
  world.run_until_idle();
  EXPECT_EQ(server.ask<Ask>(4).get().error(), errc::no_such_actor);
  return all;
}

void write(std::ofstream& out, const akt::wire::buffer& bytes) {
  auto size = static_cast<std::uint32_t>(bytes.size());
  out.write(reinterpret_cast<const char*>(&size), sizeof(size));
  out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(size));
}

bool read(std::ifstream& in, akt::wire::buffer& bytes) {
  std::uint32_t size = 0;
  if (!in.read(reinterpret_cast<char*>(&size), sizeof(size))) return false;
  bytes.resize(size);
  return static_cast<bool>(in.read(reinterpret_cast<char*>(bytes.data()), size));
}

std::string argument(std::string_view name) {
  std::ifstream in("/proc/self/cmdline", std::ios::binary);
  for (std::string one; std::getline(in, one, '\0');)
    if (one.starts_with(name)) return one.substr(name.size());
  return {};
}

/// Runs one test of this program in a process of its own.
int run_alone(const std::string& test, const std::string& arguments) {
  std::string self = files::read_symlink("/proc/self/exe").string();
  std::string line = "'" + self + "' --gtest_also_run_disabled_tests --gtest_filter=" + test + " " +
                     arguments + " > /dev/null";
  return std::system(line.c_str());
}

TEST(recorded_frames, of_one_process_get_the_same_answer_bytes_in_another) {
  recording all = record();
  ASSERT_GT(all.questions.size(), 6u);
  ASSERT_GT(all.answers.size(), 300u);
  files::path file = files::path(testing::TempDir()) / "akt_recorded_frames";
  {
    std::ofstream out(file, std::ios::binary);
    write(out, all.answers);
    for (const auto& packet : all.questions) write(out, packet);
  }
  std::string frames = "--frames='" + file.string() + "'";
  EXPECT_EQ(run_alone("recorded_frames.DISABLED_are_answered_by_a_fresh_node", frames), 0);
  EXPECT_NE(run_alone("recorded_frames.DISABLED_are_answered_by_a_fresh_node", "--frames=/none"),
            0);
  files::remove(file);
}

// The other process of the test above.
TEST(recorded_frames, DISABLED_are_answered_by_a_fresh_node) {
  std::ifstream in(argument("--frames="), std::ios::binary);
  akt::wire::buffer expected, packet;
  ASSERT_TRUE(read(in, expected));
  akt::sim::world world{{.seed = 11, .policy = "pct:3"}};
  akt::remote::link link = world.endpoint(make_b(world)).open();
  world.run_until_idle();
  akt::wire::buffer answers;
  auto take = [&] {
    auto some = link.take_output();
    answers.insert(answers.end(), some.begin(), some.end());
  };
  take();
  while (read(in, packet)) {
    ASSERT_TRUE(link.receive(packet));
    world.run_until_idle();
    take();
  }
  EXPECT_EQ(answers, expected);
  link.lost("the recording ends");
}

TEST(incarnations, of_one_name_are_different_nodes) {
  akt::sim::world world{{.seed = 2}};
  akt::actor_system& s = world.system("s");
  auto& endpoint = world.endpoint(s);
  for (std::uint64_t identity : {5u, 6u, 7u}) {
    raw_peer peer(endpoint);
    EXPECT_TRUE(peer.hello(identity, "peer").send());
    EXPECT_EQ(peer.link.peer(), "peer");
    peer.link.lost("restart");
  }
  EXPECT_EQ(endpoint.nodes(), 3u);
}

TEST(incarnations, that_return_are_known) {
  akt::sim::world world{{.seed = 2}};
  auto& endpoint = world.endpoint(world.system("s"));
  for (int i = 0; i < 3; ++i) {
    raw_peer peer(endpoint);
    EXPECT_TRUE(peer.hello(5, "peer" + std::to_string(i)).send());
    peer.link.lost("cut");
  }
  EXPECT_EQ(endpoint.nodes(), 1u);
}

} // namespace remote_test
