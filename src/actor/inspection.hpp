// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/inspection.hpp"
#include "akt/actor/pending.hpp"

#include <memory>

namespace akt::inline v0::detail {

/// "file:line" without the folders; empty: not known.
std::string short_place(std::string_view file, unsigned line);

/// The turn that a worker runs just now, as others see it.
struct running_turn {
  const cell* actor = nullptr; ///< null: none
  std::string_view handles;    ///< empty: its start, a reply or a callback
  duration age{0};             ///< as long as the monitor has seen it; 0: it has not
};
/// Any thread. A hint: the turn may be over.
running_turn look_at(const worker&, instant now) noexcept;

/// What a wait says of itself, its timeout resolved. Requires: it describes itself. Its turn.
wait_note note_of(const system_core&, const pending&) noexcept;

/// Looks at living actors without waking them, and asks those that are busy. Bound to the calling
/// thread.
class inspector {
public:
  inspector(system_core&, const inspect_options&) noexcept;
  ~inspector();

  /// Adds the actor if it lives.
  void look(cell&);
  /// Waits for those that were asked, and no longer than the options say.
  std::vector<actor_info> take();

private:
  struct survey;
  struct question;
  using shared_survey = std::shared_ptr<survey>;
  static void answer(turn_context&, question&);
  static void missed(std::uint32_t generation, question&) noexcept;

  void ask(cell&, actor_info&);
  void hear_answers();

  system_core& core_;
  const inspect_options& options_;
  turn_context* const turn_; ///< of the calling thread
  std::vector<actor_info> found_;
  std::vector<std::size_t> busy_;  ///< places in it of those that did not rest
  std::shared_ptr<survey> survey_; ///< null: nobody was asked
};

} // namespace akt::inline v0::detail
