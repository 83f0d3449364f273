// SPDX-License-Identifier: Apache-2.0
//
// Calls that block their thread, such as reading files, run on threads of their own: the handler
// waits for them, and the workers go on with other actors.
#include "akt/akt.hpp"

#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

struct Load {
  std::string path;
};

// [offload]
/// Blocks, knows nothing of actors, gets copies of its arguments.
akt::result<std::string> read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return akt::error(akt::errc::rejected, "cannot open " + path);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

class Loader {
public:
  akt::task<akt::result<std::string>> on(const Load& m) {
    auto text = co_await akt::offload(&read_file, m.path);
    if (text) ++loaded_; // on this actor's turn again
    co_return text;
  }
  // [offload]

private:
  int loaded_ = 0;
};

int main() {
  akt::actor_system system("files");
  auto loader = system.spawn<Loader>("loader");

  auto empty = loader.ask<Load>("/dev/null").get();
  std::cout << "/dev/null has " << empty.value().size() << " bytes\n";
  auto absent = loader.ask<Load>("/absent").get();
  std::cout << absent.error().message() << '\n';
}
