// SPDX-License-Identifier: Apache-2.0
#include "program_person.hpp"

#include "akt/core/assert.hpp"

#include "program_actors.hpp"

#include <stdexcept>

namespace akt::inline v0::sim::programs {

std::int64_t Token::alive = 0;

Token::~Token() {
  AKT_ASSERT(mark_ == whole); // a message is destroyed once
  mark_ = 0;
  --alive;
}

actor_ref<Talk> talk_to(const ledger& book, number who, std::size_t node) {
  const actor_record& a = book.actors[who];
  return with_class_of(a, [&]<class A>(std::type_identity<A>) {
    return actor_ref<Talk>(actor_ref<A>(a.seen_from[node]));
  });
}

Person::Person(ledger* book, number who) : book_(book), who_(who), life_(0) {
  if (self().bad_starts > 0 && !self().bad_late) {
    --self().bad_starts;
    throw std::runtime_error("a bad start");
  }
  life_ = book->born(who);
}

Person::~Person() {
  if (life_ != 0) book_->died(who_);
}

Person::doing Person::begin(const Order& o, any_ref sender) {
  doing d;
  d.again = book_->messages.at(o.id).now == message_record::state::stashed;
  book_->begins(who_, life_, o.id, akt::detail::this_thread().turn->gates);
  book_->seen_from(o.id, sender);
  return d;
}

void Person::end(const Order& o, const doing& d) {
  if (!d.settled) book_->expect(o.id, outcome::value);
}

// ---- acts

void Person::promises(act what) {
  if (what == act::drops_promises || promises_.empty()) return promises_.clear();
  kept k = std::move(promises_.front());
  promises_.pop_front();
  if (what == act::keeps_promises) {
    if (k.promise.fulfil(k.message)) book_->expect(k.message, outcome::value);
  } else if (k.promise.fail(error(errc::cancelled, "broken"))) {
    book_->expect(k.message, outcome::other);
  }
}

void Person::tell(const Order& o) {
  const number whom = pick(o.other);
  with_ref_to(*book_, whom, self().node, [&](auto to) {
    if (o.detail % 3 == 0)
      to.template tell<Work>(order_to(whom, o.detail));
    else
      to.template tell<Note>(order_to(whom, o.detail));
  });
}

void Person::tell_all(const Order& o) {
  const number whom = pick(o.other);
  std::vector<Note> notes;
  for (std::uint32_t i = 0; i < 1 + o.detail % 4; ++i)
    notes.push_back({order_to(whom, o.detail / (i + 1))});
  with_ref_to(*book_, whom, self().node, [&](auto to) {
    if (o.detail % 2 == 0)
      to.tell_all(notes);
    else
      to.tell_all(std::move(notes));
  });
}

request<std::uint64_t> Person::ask(const Order& o, duration within, std::uint32_t& id) {
  const number whom = pick(o.other);
  id = book_->ask(within, book_->actors[whom].node == self().node);
  Order order = order_to(whom, o.detail);
  sign(order);
  book_->messages[order.id].ask = id;
  return with_ref_to(*book_, whom, self().node, [&](auto to) {
    switch (o.detail % 3) {
    case 0:
      return to.template ask<Query>(order).within(within);
    case 1:
      return to.template ask<Question>(order).within(within);
    default:
      return to.template ask<Promise>(order).within(within);
    }
  });
}

void Person::ask_and_go_on(const Order& o) {
  std::uint32_t id = 0;
  auto request = ask(o, some_time(o.detail, 20, 400), id);
  const ongoing_ask which = std::move(request).then(Waiting(book_, id, who_, life_));
  asks_.push_back({which, id});
}

void Person::give_up() {
  if (asks_.empty()) return;
  const ongoing one = asks_.front();
  asks_.pop_front();
  book_->gives_up(one.id);
  one.which.cancel();
  book_->has_given_up(one.id);
}

// ---- whom

Order Person::order_to(number whom, std::uint32_t detail) {
  Order o;
  o.id = book_->send(who_, whom);
  book_->sent_by(o.id, any_ref());
  if (detail % 5 < 2)
    o.first = static_cast<std::uint8_t>(detail / 5 % static_cast<std::uint32_t>(act::count));
  if (detail % 7 == 0) o.between = static_cast<std::uint8_t>(interlude::naps);
  o.other = detail / 3;
  o.detail = detail / 2;
  return o;
}

void Person::sign(const Order& o) const {
  const number whom = book_->messages[o.id].to;
  if (book_->actors[whom].node == self().node) book_->sent_by(o.id, me_);
}

number Person::child(std::uint32_t at) const {
  std::vector<number> all;
  for (number n = 1 + nodes; n < book_->actors.size(); ++n)
    if (book_->actors[n].parent == who_) all.push_back(n);
  return all.empty() ? 0 : all[at % all.size()];
}

} // namespace akt::inline v0::sim::programs
