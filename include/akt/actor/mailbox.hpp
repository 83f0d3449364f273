// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/core/sync.hpp"

#include <cstdint>

namespace akt::inline v0::detail {

/// The part of an envelope that mailboxes use. Envelopes are aligned to 64 bytes, so that the low
/// bits of an address are free for tags.
struct mail_link {
  sync::plain<mail_link*> next;
};

/// The envelopes that an owner has taken, or that were handed to it, oldest first. The first
/// `system_count` of them are system messages. Belongs to whoever owns the actor.
struct batch_in_hand {
  sync::plain<mail_link*> first{nullptr};
  sync::plain<std::uint32_t> system_count{0};
};

/// The two words that senders touch.
///
///     user word    address of the newest envelope | gated | idle
///     system word  address of the newest system envelope
///
/// `idle`: nobody has scheduled the actor and its mailbox is empty. `gated`: nobody has scheduled
/// it, it is parked or suspended, and user mail waits. No tag: somebody owns the actor: it runs, or
/// stands in exactly one run queue.
///
/// A user push keeps `gated` and does not schedule; over `idle` it takes ownership. A system push
/// takes either tag away. Who takes a tag away owns the actor and must schedule it. Over an empty
/// idle word the envelope becomes the batch in hand (hand-over), which saves the owner a take.
///
/// seq_cst stands exactly where a tag meets the system word: "tag, then look at the system word"
/// (owner) against "push to the system word, then look for a tag" (sender). After its tag CAS an
/// owner touches only these two words. Checked by mailbox_model.cpp and cell_reuse_model.cpp.
///
/// Relaxed loads of user_ and system_, and their failed exchanges, are guesses that a CAS confirms,
/// or hints: who acts on one takes the mail or the tag with an order of its own.
class mailbox {
public:
  static constexpr std::uintptr_t idle = 1;
  static constexpr std::uintptr_t gated = 2;
  static constexpr std::uintptr_t tags = idle | gated;

  enum class tag_state { asleep, user_mail, system_mail };

  /// A mailbox that its maker owns.
  mailbox() noexcept : user_{0}, system_{nullptr} {}

  /// True: the caller owns the actor now and must schedule it. Any thread.
  [[gnu::always_inline]] bool push(batch_in_hand& batch, mail_link* m) noexcept {
    std::uintptr_t word = user_.load(sync::relaxed);
    if (word == idle) {
      if (AKT_MUTANT(4)) { // hands over before it owns the actor
        m->next.set(nullptr);
        batch.first.set(m);
      }
      // acquire: sees the state that the last owner left; pairs with the CAS in go_idle().
      if (user_.compare_exchange(word, 0, AKT_MUTANT(5) ? sync::release : sync::acq_rel,
                                 sync::relaxed)) {
        m->next.set(nullptr);
        batch.first.set(m);
        return true;
      }
      if (AKT_MUTANT(4)) batch.first.set(nullptr);
    }
    return push_list(m, m, word);
  }

  /// Pushes envelopes linked newest to oldest with one CAS. True: as push(). Any thread.
  bool push_chain(mail_link* newest, mail_link* oldest) noexcept {
    return push_list(newest, oldest, user_.load(sync::relaxed));
  }

  /// True: the caller owns the actor now and must schedule it. Any thread.
  bool push_system(batch_in_hand& batch, mail_link* m) noexcept {
    if ((user_.load(sync::relaxed) & tags) != 0 && take_tag()) {
      // Only past an empty system word: an older system message of the same sender may wait there.
      if (AKT_MUTANT(7) || system_.load(sync::seq_cst) == nullptr) {
        m->next.set(batch.first.get());
        batch.first.set(m);
        batch.system_count.set(1);
        return true;
      }
      put_system(m);
      return true;
    }
    if (AKT_MUTANT(8)) { // looks for the tag before the push
      bool owner = take_tag();
      put_system(m);
      return owner;
    }
    put_system(m);
    return take_tag();
  }

  /// Takes a tag away if there is one. True: the caller owns the actor now.
  bool take_tag() noexcept {
    std::uintptr_t word = user_.load(sync::seq_cst);
    while ((word & tags) != 0)
      // Pairs with the tag CAS of the last owner; seq_cst against its look at the system word.
      if (user_.compare_exchange_weak(word, word & ~tags, sync::seq_cst, sync::seq_cst))
        return true;
    return false;
  }

  /// Owner: there is user mail to take.
  [[gnu::always_inline]] bool has_user_mail() const noexcept {
    return user_.load(sync::relaxed) != 0;
  }

  /// Owner: all user mail, newest first. Requires: has_user_mail().
  [[gnu::always_inline]] mail_link* take_user_mail() noexcept {
    // acquire: pairs with the pushes.
    return reinterpret_cast<mail_link*>(user_.exchange(0, sync::acquire));
  }

  /// Owner: a hint that system mail waits.
  [[gnu::always_inline]] bool has_system_mail() const noexcept {
    return system_.load(sync::relaxed) != nullptr;
  }

  /// Owner: all system mail, newest first, or null.
  mail_link* take_system_mail() noexcept {
    // acquire: pairs with put_system().
    return system_.exchange(nullptr, sync::acquire);
  }

  /// Owner, batch in hand empty: gives the actor up. `asleep`: it is no longer the caller's, who
  /// may touch nothing of it. `user_mail`, `system_mail`: it still is, and mail of the kind waits.
  [[gnu::always_inline]] tag_state go_idle() noexcept {
    std::uintptr_t empty = 0;
    if (!user_.compare_exchange(empty, idle, sync::seq_cst, sync::relaxed))
      return tag_state::user_mail;
    return look_again(AKT_MUTANT(10));
  }

  /// Owner of a parked actor, everything put away: gives it up, user mail stays.
  tag_state park() noexcept {
    std::uintptr_t word = user_.load(sync::relaxed);
    while (!user_.compare_exchange_weak(word, word | gated, sync::seq_cst, sync::relaxed)) {}
    return look_again(AKT_MUTANT(2));
  }

  /// Takes ownership of a mailbox that is idle and empty: for spawn. False: a stale message is on
  /// its way through it.
  bool claim_vacant() noexcept {
    std::uintptr_t word = idle;
    if (AKT_MUTANT(12)) {
      user_.exchange(0, sync::acq_rel); // takes whatever is there; pairs with go_idle()
      return true;
    }
    // acquire: sees the state that the last owner left; pairs with the CAS in go_idle().
    return user_.load(sync::relaxed) == idle &&
           user_.compare_exchange(word, 0, AKT_MUTANT(13) ? sync::release : sync::acq_rel,
                                  sync::relaxed);
  }

  /// For counting what waits while nothing runs: newest first. Pairs with the pushes.
  mail_link* peek_user_mail() const noexcept {
    return reinterpret_cast<mail_link*>(user_.load(sync::acquire) & ~tags);
  }
  /// Pairs with put_system().
  mail_link* peek_system_mail() const noexcept { return system_.load(sync::acquire); }

  bool has_tag() const noexcept { return (user_.load(sync::relaxed) & tags) != 0; }
  std::uintptr_t user_word() const noexcept { return user_.load(sync::relaxed); }

private:
  [[gnu::always_inline]] bool push_list(mail_link* newest, mail_link* oldest,
                                        std::uintptr_t word) noexcept {
    auto address = reinterpret_cast<std::uintptr_t>(newest);
    do oldest->next.set(reinterpret_cast<mail_link*>(word & ~tags));
    // release: publishes the envelope, pairs with take_user_mail(). acquire: over `idle` the caller
    // becomes the owner, pairs with the CAS in go_idle().
    while (!user_.compare_exchange_weak(word, address | (AKT_MUTANT(6) ? 0 : word & gated),
                                        sync::acq_rel, sync::relaxed));
    return (word & idle) != 0;
  }

  void put_system(mail_link* m) noexcept {
    mail_link* head = system_.load(sync::relaxed);
    do m->next.set(head);
    // seq_cst: before the look for a tag; pairs with look_again().
    while (!system_.compare_exchange_weak(head, m, sync::seq_cst, sync::relaxed));
  }

  [[gnu::always_inline]] tag_state look_again(bool blind) noexcept {
    if (blind || system_.load(sync::seq_cst) == nullptr) return tag_state::asleep;
    if (AKT_MUTANT(3)) return tag_state::system_mail; // without taking the tag back
    return take_tag() ? tag_state::system_mail : tag_state::asleep;
  }

  sync::atomic<std::uintptr_t> user_;
  sync::atomic<mail_link*> system_;
};

/// Turns a chain around: mailboxes give newest first, turns want oldest first.
[[gnu::always_inline]] inline mail_link* reversed(mail_link* newest) noexcept {
  mail_link* oldest = nullptr;
  while (newest) {
    mail_link* next = newest->next.get();
    newest->next.set(oldest);
    oldest = newest;
    newest = next;
  }
  return oldest;
}

} // namespace akt::inline v0::detail
