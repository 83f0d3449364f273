// SPDX-License-Identifier: Apache-2.0
// expect: a message or reply must be movable without throwing
#include "akt/akt.hpp"

struct Note {
  Note() = default;
  Note(Note&&) noexcept(false) {}
};

class Reader {
public:
  void on(const Note&) {}
};

void use(akt::actor_ref<Reader> reader) { reader.tell<Note>(); }
