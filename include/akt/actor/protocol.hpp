// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/actor_ref.hpp"
#include "akt/actor/ref_codec.hpp"
#include "akt/wire/codec.hpp"
#include "akt/wire/name.hpp"

namespace akt::inline v0 {
namespace detail {

template <class Signature>
struct signature;
template <class R, class M>
struct signature<R(M)> {
  using message = std::remove_cvref_t<M>;
  using reply = typename reply_of<R>::type;
};

/// The wire form of M and R; a table per pair, shared by every actor and protocol that lists it.
template <class M, class R>
struct codec_table {
  static bool encode(const void* message, wire::writer& to) {
    wire::write(to, *static_cast<const M*>(message));
    return static_cast<bool>(to);
  }
  static bool decode(void* payload, wire::reader& from) { return decode_into<M>(payload, from); }
  static bool encode_reply(const void* reply, wire::writer& to) {
    if constexpr (wire_message<R>) {
      wire::write(to, *static_cast<const R*>(reply));
      return static_cast<bool>(to);
    } else {
      return false;
    }
  }
  static bool decode_reply(void* payload, wire::reader& from) {
    if constexpr (wire_message<R>)
      return decode_into<R>(payload, from);
    else
      return false;
  }

  static constexpr message_codec table{wire_id<M>(), &encode, &decode, &encode_reply,
                                       &decode_reply};

private:
  template <class T>
  static bool decode_into(void* payload, wire::reader& from) {
    struct undo {
      T* value;
      ~undo() {
        if (value) value->~T();
      }
    } made{::new (payload) T{}};
    wire::read(from, *made.value);
    if (!from) return false;
    made.value = nullptr;
    return true;
  }
};

/// The table of a message to an actor of another node that is known by a protocol only.
template <class M, class R>
struct remote_table {
  static void drop(envelope& e) noexcept { e.as<M>().~M(); }
  static constexpr std::uint32_t block =
      envelope_class(sizeof(M) > sizeof(R) ? sizeof(M) : sizeof(R));
  static constexpr message_ops ops{nullptr,
                                   std::is_trivially_destructible_v<M> ? nullptr : &drop,
                                   block,
                                   false,
                                   false,
                                   type_name<M>(),
                                   {},
                                   [] {
                                     if constexpr (wire_message<M>)
                                       return &codec_table<M, R>::table;
                                     else
                                       return static_cast<const message_codec*>(nullptr);
                                   }(),
                                   &reply_table<R, block>::ops};
};

} // namespace detail

/// What an actor understands, by signature: `protocol<bool(Reserve), int(InStock), void(Tick)>`.
///
/// As `using messages = akt::protocol<...>` in an actor it names what may arrive over a link.
/// Thread-safe: a list of types, it has no objects.
template <class... Signatures>
struct protocol {
  template <class M>
  static constexpr bool contains =
      (std::is_same_v<M, typename detail::signature<Signatures>::message> || ...);

  /// The place of M in the list. Requires: contains<M>.
  template <class M>
  static constexpr std::size_t index_of() noexcept {
    std::size_t at = 0;
    (void)((std::is_same_v<M, typename detail::signature<Signatures>::message> || (++at, false)) ||
           ...);
    return at;
  }

  template <class M>
  using reply = typename std::tuple_element_t<index_of<M>(),
                                              std::tuple<detail::signature<Signatures>...>>::reply;

  /// For the runtime: the wire form of a listed message.
  template <class M>
  static constexpr const detail::message_codec* codec() noexcept {
    if constexpr (wire_message<M>) {
      return &detail::codec_table<M, reply<M>>::table;
    } else {
      static_assert(detail::never<M>,
                    "a message in `messages` cannot be serialized: make it an aggregate of such "
                    "types, or add describe()");
      return nullptr;
    }
  }
};

namespace detail {

template <class A, class Signature>
inline constexpr bool implements_one = [] {
  using m = typename signature<Signature>::message;
  if constexpr (!handles<A, m>)
    return false;
  else
    return std::is_same_v<reply_t<A, m>, typename signature<Signature>::reply>;
}();

template <class A, class P>
inline constexpr bool implements_all = false;
template <class A, class... S>
inline constexpr bool implements_all<A, protocol<S...>> = (implements_one<A, S> && ...);

/// Wide knows every signature of Narrow.
template <class Wide, class Narrow>
inline constexpr bool covers = false;
template <class... W, class... N>
inline constexpr bool covers<protocol<W...>, protocol<N...>> = ([]<class S>(std::type_identity<S>) {
  return (std::is_same_v<S, W> || ...);
}(std::type_identity<N>{}) && ...);

template <class P>
struct thunks;
template <class... S>
struct thunks<protocol<S...>> {
  const message_ops* ops[sizeof...(S)];
};

/// The tables by which A serves protocol P.
template <class A, class P>
struct thunks_of;
template <class A, class... S>
struct thunks_of<A, protocol<S...>> {
  static constexpr thunks<protocol<S...>> table{
      {&message_table<A, typename signature<S>::message>::ops...}};
};

/// The tables for an actor of another node.
template <class P>
struct remote_thunks;
template <class... S>
struct remote_thunks<protocol<S...>> {
  static constexpr thunks<protocol<S...>> table{
      {&remote_table<typename signature<S>::message, typename signature<S>::reply>::ops...}};
};

/// Tables that were made from static ones: once per source, and kept until the process ends.
/// Thread-safe.
///
/// The only cache here that is keyed by addresses. What forbids them elsewhere does not hold: a
/// source is constant, static or kept here itself, so that its address never comes to mean
/// something else; addresses are compared for equality only, and whatever order the list has, the
/// same table is found. A type id is a hash of a name: two local classes of one name would share a
/// table.
template <class Source, class Table>
class kept_tables {
public:
  /// Null: none was made from this source.
  const Table* find(const Source& source) noexcept {
    sync::lock_guard<sync::spin_lock> guard(lock_);
    return find_locked(source);
  }

  /// Keeps the table, unless another thread was faster: then that one's.
  const Table* keep(const Source& source, const Table& table) {
    // Allocated outside of the lock. No unique_ptr: <memory> is 7,000 lines of every user's
    // program.
    auto* fresh = new entry{nullptr, &source, table};
    sync::lock_guard<sync::spin_lock> guard(lock_);
    if (const Table* kept = find_locked(source)) {
      delete fresh;
      return kept;
    }
    fresh->next = first_;
    first_ = fresh;
    return &fresh->table;
  }

private:
  struct entry {
    const entry* next;
    const Source* source;
    Table table;
  };

  const Table* find_locked(const Source& source) const noexcept {
    for (const entry* e = first_; e; e = e->next)
      if (e->source == &source) return &e->table;
    return nullptr;
  }

  sync::spin_lock lock_; // guards first_
  const entry* first_ = nullptr;
};

/// The tables by which whoever serves Wide serves Narrow.
/// Null for null: an actor of another node. Thread-safe.
template <class Wide, class Narrow>
class narrowed;
template <class Wide, class... N>
class narrowed<Wide, protocol<N...>> {
public:
  static const thunks<protocol<N...>>* of(const thunks<Wide>* wide) {
    if (!wide) return nullptr;
    if (const auto* table = kept.find(*wide)) return table;
    return kept.keep(*wide,
                     {{wide->ops[Wide::template index_of<typename signature<N>::message>()]...}});
  }

private:
  static inline kept_tables<thunks<Wide>, thunks<protocol<N...>>> kept;
};

} // namespace detail

/// A handles every message of protocol P and replies with the types it promises.
template <class A, class P>
concept implements = detail::implements_all<A, P>;

/// A reference to whatever implements the protocol: an actor, a probe, a router, another node's
/// actor. 24 bytes: the reference and a table.
///
/// Thread-safe as a value. Otherwise as actor_ref<A>.
template <class... S>
class actor_ref<protocol<S...>> : public any_ref {
public:
  using actor = protocol<S...>;

  constexpr actor_ref() noexcept = default;

  template <class A>
  requires detail::implements_all<A, actor>
  constexpr actor_ref(actor_ref<A> r) noexcept
      : any_ref(r), table_(&detail::thunks_of<A, actor>::table) {}

  /// A protocol that knows more converts to one that knows less.
  template <class... W>
  requires(!std::is_same_v<protocol<W...>, actor> && detail::covers<protocol<W...>, actor>)
  actor_ref(actor_ref<protocol<W...>> wide)
      : any_ref(wide), table_(detail::narrowed<protocol<W...>, actor>::of(wide.table())) {}

  template <class M, class... F>
  void tell(F&&... fields) const {
    if constexpr (detail::can_send<M, why_not<M, F...>()>())
      detail::tell_with<M>(ops<M>(), where_, what_, static_cast<F&&>(fields)...);
  }
  template <class M>
  requires std::is_class_v<std::remove_cvref_t<M>>
  void tell(M&& message) const {
    using type = std::remove_cvref_t<M>;
    if constexpr (detail::can_send<type, why_not<type, M>()>())
      detail::tell_with<type>(ops<type>(), where_, what_, static_cast<M&&>(message));
  }
  template <class Range>
  void tell_all(Range&& messages) const {
    using type = typename detail::range_parts<Range>::message;
    if constexpr (detail::can_send<type, unfit_tell_all<Range>()>())
      detail::tell_all_with<type>(ops<type>(), where_, what_, static_cast<Range&&>(messages));
  }
  template <class M, class... F>
  [[nodiscard("an ask is sent when it is awaited, waited for or given a callback")]] auto
  ask(F&&... fields) const {
    if constexpr (detail::can_send<M, detail::unfit_ask<why_not<M, F...>(), F...>>())
      return detail::ask_with<typename actor::template reply<M>, M>(ops<M>(), where_, what_,
                                                                    static_cast<F&&>(fields)...);
    else
      return detail::no_request();
  }
  template <class M>
  requires std::is_class_v<std::remove_cvref_t<M>>
  [[nodiscard("an ask is sent when it is awaited, waited for or given a callback")]] auto
  ask(M&& message) const {
    using type = std::remove_cvref_t<M>;
    if constexpr (detail::can_send<type, detail::unfit_ask<why_not<type, M>(), M>>())
      return detail::ask_with<typename actor::template reply<type>, type>(
          ops<type>(), where_, what_, static_cast<M&&>(message));
    else
      return detail::no_request();
  }

  /// For the runtime: a reference to another node's actor, or with the table of a local one.
  constexpr actor_ref(any_ref r, const detail::thunks<actor>* table) noexcept
      : any_ref(r), table_(table) {}
  const detail::thunks<actor>* table() const noexcept { return table_; }

private:
  template <class M, class... F>
  static consteval detail::unfit why_not() {
    if constexpr (!actor::template contains<M>)
      return detail::unfit::unlisted;
    else
      return detail::unfit_message<M, typename actor::template reply<M>, F...>();
  }
  template <class Range>
  static consteval detail::unfit unfit_tell_all() {
    using parts = detail::range_parts<Range>;
    if constexpr (std::is_void_v<typename parts::message>)
      return detail::unfit::no_range;
    else
      return why_not<typename parts::message, typename parts::given>();
  }
  template <class M>
  const detail::message_ops& ops() const noexcept {
    const auto* t = table_ ? table_ : &detail::remote_thunks<actor>::table;
    return *t->ops[actor::template index_of<M>()];
  }
  const detail::thunks<actor>* table_ = nullptr;
};

namespace detail {

/// The tables by which an actor of this process serves protocol P, found by its type at run time.
/// Null: it does not list all of P's messages. Thread-safe.
template <class P>
class local_thunks;
template <class... S>
class local_thunks<protocol<S...>> {
public:
  static const thunks<protocol<S...>>* of(const actor_type& type) {
    if (const auto* table = kept.find(type)) return table;
    thunks<protocol<S...>> fresh{{served<S>(type)...}};
    for (const message_ops* ops : fresh.ops)
      if (!ops) return nullptr;
    return kept.keep(type, fresh);
  }

private:
  /// Null also if the class answers with another type: its reply would be read as what it is not.
  template <class Signature>
  static const message_ops* served(const actor_type& type) noexcept {
    using message = typename signature<Signature>::message;
    const message_ops* ops = type.find_message(wire_id<message>());
    return ops && ops->codec == &codec_table<message, typename signature<Signature>::reply>::table
               ? ops
               : nullptr;
  }

  static inline kept_tables<actor_type, thunks<protocol<S...>>> kept;
};

} // namespace detail

template <class... S>
struct codec<actor_ref<protocol<S...>>> {
  using ref_type = actor_ref<protocol<S...>>;

  static void write(wire::writer& to, const ref_type& ref) {
    to.write_reference({ref.where(), ref.what(), 0});
  }
  static void read(wire::reader& from, ref_type& ref) {
    auto raw = from.read_reference();
    any_ref target(raw.where, raw.what);
    const detail::thunks<protocol<S...>>* table = nullptr;
    if (const detail::actor_type* type = detail::local_type(target)) {
      table = detail::local_thunks<protocol<S...>>::of(*type);
      if (!table) from.fail(wire::errc::wrong_reference_type);
    }
    ref = ref_type(target, table);
  }
};

} // namespace akt::inline v0
