# SPDX-License-Identifier: Apache-2.0
"""gdb shows akt's references, cells, errors and results as what they mean.

In gdb: `source tools/gdb/akt.py`. Works on stopped processes and on core files: it calls nothing
and reads memory only. What it says of an actor that runs is of the moment of the stop.
"""
import gdb
import gdb.printing

TAG_MASK = 7
NODE_TAG = 1
USER_TAGS = 3
COUNT_MAX = 10_000
FLAGS = {1: "unborn", 4: "waiting", 8: "draining", 16: "ending", 32: "suspended", 64: "restarting",
         128: "closing"}


def loaded(cell):
    """The value of an akt::sync::atomic or akt::sync::plain."""
    value = cell["value_"]
    if value.type.strip_typedefs().code != gdb.TYPE_CODE_STRUCT:
        return value
    try:
        return value["_M_b"]["_M_p"]  # std::atomic of a pointer
    except gdb.error:
        return value["_M_i"]


def text(view):
    """A std::string_view of characters."""
    length = int(view["_M_len"])
    return view["_M_str"].string(length=length, errors="replace") if length else ""


def string(value):
    """A std::string."""
    length = int(value["_M_string_length"])
    return value["_M_dataplus"]["_M_p"].string(length=length, errors="replace") if length else ""


def cell_at(address):
    return gdb.Value(address).cast(gdb.lookup_type("akt::v0::detail::cell").pointer()).dereference()


def identity_of(cell):
    """None also where the debug information has nothing of identities."""
    who = cell["who"]
    if not int(who):
        return None
    try:
        who.dereference()["name"]
    except gdb.error:
        return None
    return who.dereference()


def name_of(who):
    short = who["name"]
    length = int(short["bytes_"])
    if not length:
        return f"${int(who['self']['index'])}.{int(who['generation'])}"
    where = short["here_"]
    if length >= where.type.sizeof + 1:
        where = where.address.cast(gdb.lookup_type("char").pointer().pointer()).dereference()
        return where.string(length=length)
    return where.address.cast(gdb.lookup_type("char").pointer()).string(length=length)


def path_of(cell):
    who = identity_of(cell)
    if who is None:
        return f"${int(cell['index'])}.{int(loaded(cell['generation_']))}"
    names = []
    while True:
        names.append(name_of(who))
        if not int(who["parent"]):
            return "/".join(reversed(names))
        who = who["parent"].dereference()


def type_of(cell):
    """Name of the occupant's class; None: vacant."""
    kind = loaded(cell["type_"])
    return text(kind["name"]) if int(kind) else None


def chain_length(address):
    """Envelopes of a list of mail_link."""
    count = 0
    link = gdb.lookup_type("akt::v0::detail::mail_link").pointer()
    while address and count < COUNT_MAX:
        count += 1
        address = int(loaded(gdb.Value(address).cast(link).dereference()["next"]))
    return count


def mailbox_of(cell):
    """(messages that wait, what the tag says)."""
    word = int(loaded(cell["words"]["user_"]))
    tag = {0: "busy", 1: "idle", 2: "gated"}.get(word & USER_TAGS, "?")
    batch = chain_length(int(loaded(cell["batch"]["first"])))
    return batch - int(loaded(cell["batch"]["system_count"])) + chain_length(word & ~USER_TAGS), tag


def state_of(cell):
    flags = int(loaded(cell["flags"]))
    waiting, tag = mailbox_of(cell)
    words = [name for bit, name in FLAGS.items() if flags & bit] or [tag]
    return f"{' '.join(words)}, mailbox {waiting}"


class reference:
    """any_ref, actor_ref<A>: the path of the actor, its class and what it does."""

    def __init__(self, value):
        self.where, self.what = int(value["where_"]), int(value["what_"])

    def to_string(self):
        if not self.where:
            return "nobody"
        if self.where & TAG_MASK == NODE_TAG:
            return f"actor {self.what:#x} of node at {self.where & ~TAG_MASK:#x}"
        try:
            cell = cell_at(self.where)
            kind = type_of(cell)
        except gdb.error:
            return f"actor at {self.where:#x} (no debug information of akt here)"
        if kind is None or int(loaded(cell["generation_"])) != self.what & 0xffffffff:
            return f"ended ${int(cell['index'])}.{self.what}"
        return f"{path_of(cell)} ({kind}) {state_of(cell)}"


class cell:
    def __init__(self, value):
        self.value = value

    def to_string(self):
        kind = type_of(self.value)
        index = int(self.value["index"])
        if kind is None:
            return f"cell {index}: vacant"
        return f"cell {index}: {path_of(self.value)} ({kind}) {state_of(self.value)}"


class error:
    """The code, named where it is one of akt's or errno's, and the text."""

    def __init__(self, value):
        self.value = value

    def to_string(self):
        code = self.value["code_"]
        number = int(code["_M_value"])
        vtable = code["_M_cat"].cast(gdb.lookup_type("long").pointer()).dereference()
        category = gdb.execute(f"info symbol {int(vtable)}", to_string=True)
        shown = f"code {number}"
        if "akt_category" in category:
            shown = str(gdb.Value(number).cast(gdb.lookup_type("akt::v0::errc"))).split("::")[-1]
        more = self.value["more_"]
        detail = string(more.dereference()["detail"]) if int(more) else ""
        return f"{shown}: {detail}" if detail else shown


class result:
    def __init__(self, value):
        self.value = value

    def to_string(self):
        return "value" if self.value["ok_"] else "error"

    def children(self):
        side = "value_" if self.value["ok_"] else "error_"
        yield side.rstrip("_"), self.value[side]


def printers():
    all_printers = gdb.printing.RegexpCollectionPrettyPrinter("akt")
    space = r"^akt::(v0::)?"
    all_printers.add_printer("any_ref", space + r"any_ref$", reference)
    all_printers.add_printer("actor_ref", space + r"actor_ref<.*>$", reference)
    all_printers.add_printer("cell", space + r"detail::cell$", cell)
    all_printers.add_printer("error", space + r"error$", error)
    all_printers.add_printer("result", space + r"result<.*>$", result)
    return all_printers


gdb.printing.register_pretty_printer(gdb.current_objfile(), printers(), replace=True)
