// SPDX-License-Identifier: Apache-2.0
//
// tell() sends and forgets. ask() always completes: with the reply, or with an error that says why.
#include "akt/akt.hpp"

#include <iostream>
#include <stdexcept>
#include <string>
#include <utility>

struct Put {
  std::string text;
};
struct Take {};
struct Break {};

class Shelf {
public:
  void on(const Put& m) { text_ = m.text; }

  akt::result<std::string> on(Take) {
    if (text_.empty()) return akt::error(akt::errc::rejected, "the shelf is empty");
    return std::exchange(text_, {});
  }

  void on(Break) { throw std::runtime_error("the shelf broke"); } // a failure, not an answer

private:
  std::string text_;
};

template <class R>
void print(const char* what, const akt::result<R>& answer) {
  std::cout << what << ": ";
  if (answer)
    std::cout << *answer << '\n';
  else
    std::cout << answer.error().message() << '\n';
}

int main() {
  akt::actor_system system("shelves");
  auto shelf = system.spawn<Shelf>("shelf");

  // [ask]
  shelf.tell<Put>("a book");
  print("first take", shelf.ask<Take>().get());
  print("second take", shelf.ask<Take>().get());
  // [ask]

  auto broken = shelf.ask<Break>().get(); // an actor that throws has ended
  std::cout << "break: " << broken.error().message() << '\n';
  print("third take", shelf.ask<Take>().get());
  print("nobody", akt::actor_ref<Shelf>().ask<Take>().get());
}
