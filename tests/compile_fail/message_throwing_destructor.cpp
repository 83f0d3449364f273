// SPDX-License-Identifier: Apache-2.0
// expect: a message or reply must not have a throwing destructor
#include "akt/akt.hpp"

struct Note {
  ~Note() noexcept(false) { throw 1; }
};

class Reader {
public:
  void on(const Note&) {}
};

void use(akt::actor_ref<Reader> reader) { reader.tell<Note>(); }
