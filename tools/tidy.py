#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""House rules that compilers and clang-format cannot check. Exit 1 on any finding.

usage: tidy.py | --self-test
Layers come from cmake/layers.txt, exceptions from tools/tidy_allow.txt. Files over 400 lines are
reported for information. The self-test plants one violation of each rule and demands its finding.
"""
import os
import re
import sys
import tempfile
from pathlib import Path

import co_await_lint
from cpp_text import closing, code_only, line_of, split_arguments

ROOTS = ("include", "src", "tests", "examples", "bench", "fuzz", "tools")
SPDX = "SPDX-License-Identifier: Apache-2.0"
COLUMNS = 100
LONG_FILE = 400
# The one place for atomics, and the explorer that stands in for it under AKT_MODEL.
SYNC = re.compile(r"include/akt/core/sync\.hpp|src/core/sync[^/]*\.cpp|include/akt/core/model/.*")


class word:
    """A banned word: what it looks like, where it applies, what to use instead."""

    def __init__(self, name, pattern, instead, where=lambda file: file.product):
        self.name, self.pattern = name, re.compile(pattern)
        self.instead, self.where = instead, where


class source_file:
    """One file and what its place says about it."""

    def __init__(self, path, text):
        self.path, self.text = path, text
        self.name = path.as_posix()
        self.code = code_only(text) if path.suffix in (".hpp", ".cpp") else ""
        self.product = path.parts[0] in ("include", "src")
        self.module = self.find_module()
        self.test = path.stem.endswith(("_test", "_bench", "_model", "test_support"))
        self.threads = path.stem.endswith("_threads_test")
        self.sync = SYNC.fullmatch(self.name)

    def find_module(self):
        parts = self.path.parts
        if parts[0] == "include" and len(parts) > 3:
            return parts[2]
        if parts[:2] == ("include", "akt") and self.path.stem != "akt":
            return self.path.stem  # the umbrella of a module
        if parts[0] == "src" and len(parts) > 2:
            return parts[1]
        return None


# --- Words ---------------------------------------------------------------------------------------


def anywhere(file):
    return True


def outside_sync(file):
    return file.product and not file.sync


def untested(file):
    return outside_sync(file) and not file.test


def timed(file):
    """Beside it: thread_activity reads the processor time of threads, which is no clock."""
    stem = file.path.stem
    return file.product and not stem.endswith("_bench") and stem != "thread_activity"


def unthreaded(file):
    return timed(file) and not file.threads


def lean_module(file):
    public = file.path.parts[0] == "include" and not file.sync
    return public and file.module in ("core", "actor", "wire")


POINTER_KEY = (
    r"\b(?:unordered_)?(?:multi)?(?:map|set)\s*<"
    r"[^,<>]*(?:<[^<>]*>)?[^,<>]*\*\s*(?:const\s*)?[,>]"
)

WORDS = [
    word("std::atomic", r"\bstd::atomic|<atomic>", "core/sync.hpp", untested),
    word("atomic_thread_fence", r"\batomic_(thread|signal)_fence\b", "core/sync.hpp", outside_sync),
    word("thread_local", r"\bthread_local\b|\b__thread\b", "core/sync.hpp", outside_sync),
    word("futex", r"(?i)(?<!sync::)\b\w*futex", "core/sync.hpp", untested),
    word("membarrier", r"(?i)(?<!sync::)\b\w*membarrier", "core/sync.hpp", untested),
    word("clock::now", r"\b\w+_clock::now\b|\bclock_gettime\b", "the injected clock", timed),
    word("random_device", r"\brandom_device\b|\bs?rand\(|\bmt19937", "the injected random", timed),
    word("std::thread", r"\bstd::j?thread\b|\bpthread_create\b", "the executor", unthreaded),
    word("sleep_for", r"\bsleep_(for|until)\b|\b(u|nano)sleep\b", "the injected clock", timed),
    word("getenv", r"\bgetenv\b", "an option", outside_sync),
    word("std::cout", r"\bstd::(cout|cerr|clog)\b", "the logger"),
    word("iostream", r"#\s*include\s*<iostream>", "the logger"),
    word("std::endl", r"\bstd::endl\b", r"'\n'"),
    word("using namespace std",
         r"\busing\s+namespace\s+std\b(?!::\w*literals)", "qualified names", anywhere),
    word("std::function", r"\bstd::(move_only_)?function\b", "a template or pointer", lean_module),
    word("pointer-key", POINTER_KEY, "an id: order must not depend on addresses", untested),
]


def word_findings(file):
    for rule in WORDS:
        if rule.where(file):
            for match in rule.pattern.finditer(file.code):
                what = f"`{rule.name}` is banned here, use {rule.instead}"
                yield line_of(file.code, match.start()), what


# --- Memory orders -------------------------------------------------------------------------------

ORDER = r"(?:sync::|std::memory_order_)(relaxed|acquire|release|acq_rel)\b"
BARE_ORDER = r"(?<=[(, ])(relaxed|acquire|release|acq_rel)(?=[,)])"  # inside of namespace sync
PAIRED = re.compile(r"\bpairs? with\b", re.IGNORECASE)
SAYS_RELAXED = re.compile(r"\brelaxed\b", re.IGNORECASE)


class order_use:
    """A call with memory orders that are not seq_cst: where it is, of what, which orders."""

    def __init__(self, variable, line, orders):
        self.variable, self.line, self.orders = variable, line, orders


def called_at(code, at):
    """Index of the bracket that opens the call around code[at], or -1."""
    depth = 0
    for i in range(at - 1, -1, -1):
        depth += (code[i] in ")]}") - (code[i] in "([{")
        if depth < 0:
            return i if code[i] == "(" else -1
    return -1


def variable_of(call):
    """`slots_` of `to.slots_[(tail + i) % n].store`: whatever the operation is called on."""
    call = re.sub(r"\s*(\.|->)\s*\w+$", "", call)
    while call.endswith("]"):
        depth, i = 0, len(call)
        while i > 0:
            i -= 1
            depth += (call[i] == "]") - (call[i] == "[")
            if depth == 0:
                break
        call = call[:i]
    found = re.search(r"\w+$", call)
    return found[0] if found else ""


def order_uses(file):
    calls = {}
    for match in re.finditer(f"{ORDER}|{BARE_ORDER}" if file.sync else ORDER, file.code):
        opening = called_at(file.code, match.start())
        if opening < 0 or not re.search(r"\w$", file.code[:opening]):
            continue  # the definition of a name, no use
        line = line_of(file.code, match.start())
        variable = variable_of(file.code[:opening].rstrip())
        use = calls.setdefault(opening, order_use(variable, line, set()))
        use.orders.add(match[1] or match[2])
        use.line = min(use.line, line)
    return calls.values()


def comments_near(lines, n):
    """What comments say on line n and on the three before it."""
    near = [line.partition("//")[2].strip(" /") for line in lines[max(0, n - 4) : n]]
    return " ".join(near)


def tells_of(lines, variable):
    """A comment block, or the line of a declaration, that says `relaxed` and names the variable."""
    block = ""
    for line in [*lines, ""]:
        code, slashes, comment = line.partition("//")
        block = f"{block} {comment}" if slashes and not code.strip() else ""
        whole = block or (line if slashes else "")
        if SAYS_RELAXED.search(whole) and re.search(rf"\b{variable}\b", whole):
            return True
    return False


def order_findings(file):
    if not file.product or file.test or "/model/" in file.name:
        return
    lines = file.text.splitlines()
    for use in order_uses(file):
        near = comments_near(lines, use.line)
        if use.orders == {"relaxed"}:
            here = "//" in lines[use.line - 1] or SAYS_RELAXED.search(near)
            if not here and not tells_of(lines, use.variable):
                yield use.line, (f"`memory-order`: say why {use.variable} may be relaxed: here, or "
                                 "in a comment that names it")
        elif not PAIRED.search(near):
            orders = ", ".join(sorted(use.orders))
            yield use.line, f"`memory-order`: {orders} of {use.variable}: pairs with what?"


# --- Lines ---------------------------------------------------------------------------------------


def line_findings(file):
    for n, line in enumerate(file.text.splitlines(), 1):
        if len(line) > COLUMNS and "://" not in line:
            yield n, f"longer than {COLUMNS} columns"
        if re.search(r"\b(FIXME|TODO)\b", line) and file.name != "tools/tidy.py":
            yield n, "`TODO` and FIXME are banned, write an issue"


def spdx_findings(file):
    lines = file.text.splitlines()[:4] + [""]
    allowed = 1
    if lines[0].startswith("#!"):
        allowed = 2
    if file.name.startswith("tests/compile_fail/"):
        allowed = 4
    if not any(SPDX in line for line in lines[:allowed]):
        yield 1, f"the first line must be `{SPDX}` in a comment"


# --- Layers --------------------------------------------------------------------------------------


def read_layers(root):
    layers = {}
    for line in (root / "cmake/layers.txt").read_text().splitlines():
        if re.match(r"[a-z]", line):
            module, uses = line.split(":")
            layers[module.strip()] = uses.split()
    return layers


def layer_findings(file, layers):
    if not file.module:
        return
    if file.module not in layers:
        yield 1, f"module `{file.module}` is not in cmake/layers.txt"
        return
    if file.test:
        return
    allowed = {file.module, *layers[file.module]}
    for n, line in enumerate(file.text.splitlines(), 1):
        match = re.match(r'\s*#\s*include\s*["<]([^">]+)[">]', line)
        used = included_modules(file.path, match[1]) if match else set()
        for module in sorted(used - allowed):
            yield n, f"layer `{file.module}` must not include `{module}`"


def included_modules(path, name):
    """The modules that an include of `name` in the file `path` draws in, public or private."""
    if name.startswith(("akt/", "../", "./")) or "/../" in name:
        target = "include" / Path(name) if name.startswith("akt/") else path.parent / name
        parts = Path(os.path.normpath(target)).parts
        if parts[0] == "src" and len(parts) > 2:
            return {parts[1]}
        if parts[:2] == ("include", "akt"):
            return umbrella(parts[2].removesuffix(".hpp"))
    return set()


def umbrella(name):
    return {"core", "wire", "actor"} if name == "akt" else {name}


# --- Draws ---------------------------------------------------------------------------------------

DRAW = re.compile(r"(?<![\w])(?:draw|next_u64|below|chance)\s*\(")
NO_CALL = r"(?!(?:if|while|for|switch|return|catch)\b)"
CALL = re.compile(rf"(?<!\w){NO_CALL}\w+\s*(?:<[^<>;(){{}}]*>)?\s*\(")
BRACES = re.compile(r"\{[^{}]*\}")
SEQUENCED = re.compile(r"&&|\|\||\?")


def draws_in(argument):
    """How many draws of this argument have no order among themselves."""
    argument = BRACES.sub(lambda match: "draw(" if DRAW.search(match[0]) else " ", argument)
    count = len(DRAW.findall(argument))
    return min(count, 1) if SEQUENCED.search(argument) else count


def draw_findings(file):
    seen = set()
    for match in CALL.finditer(file.code):
        opening = match.end() - 1
        end = closing(file.code, opening)
        inside = file.code[opening + 1 : end] if end > 0 else ""
        if len(DRAW.findall(inside)) < 2:
            continue
        line = line_of(file.code, opening)
        if sum(draws_in(part) for part in split_arguments(inside)) > 1 and line not in seen:
            seen.add(line)
            yield line, "`two-draws` in one argument list: their order differs between compilers"


# --- Files ---------------------------------------------------------------------------------------


def lint_findings(file):
    if not file.name.startswith(("tests/hazards/", "tests/compile_fail/")):
        yield from co_await_lint.check(file.text)


def test_findings(root, file):
    """Every src/<m>/x.cpp has its test beside it."""
    if file.path.parts[0] != "src" or file.path.suffix != ".cpp" or file.test or not file.module:
        return
    stem = root / file.path.parent / file.path.stem
    if not any(Path(f"{stem}{end}.cpp").exists() for end in ("_test", "_threads_test")):
        yield 1, f"`no-test`: no {file.path.stem}_test.cpp beside it"


def module_findings(root, layers):
    """What each module has: README, forward declarations, umbrella; errors are in one file."""
    folders = [*(root / "include/akt").glob("*"), *(root / "src").glob("*")]
    present = {folder.name for folder in folders if folder.is_dir()}
    for module in sorted(present | set(layers)):
        umbrella_header = "akt" if module == "actor" else module
        for name in (f"src/{module}/README.md", f"include/akt/{module}/fwd.hpp",
                     f"include/akt/{umbrella_header}.hpp"):
            if not (root / name).exists():
                yield name, 1, f"module {module} has no {Path(name).name}"
        if module != "actor":  # akt.hpp is what local actors need, not everything
            yield from umbrella_findings(root, module)


# gtest.hpp needs GoogleTest, which the testkit does not.
NOT_IN_UMBRELLA = ("fwd.hpp", "gtest.hpp")


def umbrella_findings(root, module):
    path = root / f"include/akt/{module}.hpp"
    text = path.read_text() if path.exists() else ""
    for header in sorted((root / "include/akt" / module).glob("*.hpp")):
        if header.name not in NOT_IN_UMBRELLA and f'"akt/{module}/{header.name}"' not in text:
            yield f"include/akt/{module}.hpp", 1, f"the umbrella lacks {module}/{header.name}"


def errc_findings(file):
    if file.product and not file.test and file.path.name != "errc.hpp":
        for match in re.finditer(r"\benum\s+class\s+\w*errc\b\s*[:{]", file.code):
            yield line_of(file.code, match.start()), "an errc is defined in its module's errc.hpp"


# --- Thread rules --------------------------------------------------------------------------------

CLASS = re.compile(r"^(?P<kind>class|struct)\s+(?:\[\[.*?\]\]\s*|alignas\([^)]*\)\s*)*"
                   r"(?P<name>[\w:]+)", re.MULTILINE)
NAMESPACE = re.compile(r"^(?:inline )?namespace\b([^{;]*)\{", re.MULTILINE)
THREAD_RULE = re.compile(r"\b(thread|turn|loop)-(safe|compatible|bound)\b|\bbound to\b",
                         re.IGNORECASE)
DATA = re.compile(r"^  (?!using|static|friend|template|constexpr|explicit|typename)"
                  r"\w[\w:<>,&* ()\[\]]*?\w+(\)\(.*\))?(\{.*\}| = .*)?;", re.MULTILINE)


def public_classes(file):
    """(line, match, body) of the classes outside of any namespace detail."""
    code = file.code
    hidden = [(space.end(), closing(code, space.end() - 1)) for space in NAMESPACE.finditer(code)
              if "detail" in space[1]]
    for match in CLASS.finditer(code):
        opening = re.compile(r"[{;]").search(code, match.start())
        public = not any(begin < match.start() < end for begin, end in hidden)
        if public and opening and opening[0] == "{":
            body = code[opening.start() : closing(code, opening.start()) + 1]
            yield line_of(code, match.start()), match, body


def comment_above(lines, n):
    """The `///` block above line n, template heads and requires clauses between them skipped."""
    at = n - 2
    while at >= 0 and re.match(r"template|requires|  ", lines[at]):
        at -= 1
    block = []
    while at >= 0 and lines[at].startswith("///"):
        block.append(lines[at])
        at -= 1
    return " ".join(reversed(block))


def thread_rule_findings(file):
    """Public classes say their thread rule. A struct without data is a tag, a trait or a codec."""
    if file.path.parts[0] != "include" or "/model/" in file.name:
        return
    lines = file.text.splitlines()
    for n, match, body in public_classes(file):
        if match["kind"] == "struct" and not DATA.search(body):
            continue
        if not THREAD_RULE.search(comment_above(lines, n)):
            yield n, f"`thread-rule`: {match['name']} does not say its thread rule"


# --- Locks ---------------------------------------------------------------------------------------

LOCK = re.compile(r"^\s*(?:(?:mutable|static|inline)\s+)*"
                  r"(?:std::\w*mutex|(?:sync::)?spin_lock)\s+\w+;")


def lock_findings(file):
    """A lock says what it guards, on its own line."""
    if file.product and not file.test:
        for n, line in enumerate(file.text.splitlines(), 1):
            if LOCK.match(line) and not re.search(r"//.*\bguards \w", line):
                yield n, "`lock`: a lock says `// guards ...` on its line"


def files(root):
    for top in ROOTS:
        for path in sorted((root / top).rglob("*")):
            if path.suffix in (".hpp", ".cpp", ".py", ".cmake") or path.name == "CMakeLists.txt":
                yield source_file(path.relative_to(root), path.read_text())
    for name in ("CMakeLists.txt", "cmake/akt.cmake", "dev", ".ci/run"):
        if (root / name).exists():
            yield source_file(Path(name), (root / name).read_text())


def file_findings(root, file, layers):
    yield from spdx_findings(file)
    yield from line_findings(file)
    if file.path.suffix in (".hpp", ".cpp"):
        yield from word_findings(file)
        yield from layer_findings(file, layers)
        yield from draw_findings(file)
        yield from order_findings(file)
        yield from lint_findings(file)
        yield from test_findings(root, file)
        yield from errc_findings(file)
        yield from lock_findings(file)
        yield from thread_rule_findings(file)


# --- Allow list ----------------------------------------------------------------------------------


def read_allowed(root):
    """{(path, word): line number} of tools/tidy_allow.txt."""
    path, allowed = root / "tools/tidy_allow.txt", {}
    lines = path.read_text().splitlines() if path.exists() else []
    for n, line in enumerate(lines, 1):
        if line.strip() and not line.startswith("#"):
            name, _, rest = line.partition(": ")
            key, _, reason = rest.rpartition(": ")
            if key and reason.strip():
                allowed[name.strip(), key.strip()] = n
            else:
                allowed[name.strip(), None] = n
    return allowed


def check(root):
    """(findings as (path, line, what), long files as (path, lines))"""
    layers, allowed = read_layers(root), read_allowed(root)
    used, findings, long = set(), [], []
    for file in files(root):
        for line, what in file_findings(root, file, layers):
            match = re.match(r"`([^`]+)`", what)
            key = (file.name, match[1] if match else "")
            used.add(key)
            if key not in allowed:
                findings.append((file.name, line, what))
        lines = file.text.count("\n")
        if lines > LONG_FILE:
            long.append((file.name, lines))
    findings += module_findings(root, layers)
    for key, line in allowed.items():
        if key not in used:
            findings.append(("tools/tidy_allow.txt", line, f"allows nothing: {key[0]}: {key[1]}"))
    return findings, long


# --- Self-test -----------------------------------------------------------------------------------

HEAD = f"// {SPDX}\n"
CLEAN = {
    "cmake/layers.txt": "core:\nactor: core\n",
    "tools/tidy_allow.txt": "src/core/clock.cpp: clock::now: the real clock\n",
    "include/akt/core/sync.hpp": HEAD + "std::atomic<int> a; thread_local int t;\n",
    **{name: "x\n" for name in ("src/core/README.md", "src/actor/README.md")},
    **{name: HEAD for name in ("include/akt/core/fwd.hpp", "include/akt/actor/fwd.hpp",
                               "include/akt/akt.hpp")},
    "include/akt/core.hpp": HEAD + '#include "akt/core/sync.hpp"\n#include "akt/core/a.hpp"\n',
    "src/actor/a.hpp": HEAD + '#include "../core/b.hpp"\nstd::mutex m_; // guards all below\n',
    "src/core/clock.cpp": HEAD + "auto f() { return std::chrono::steady_clock::now(); }\n",
    "src/core/clock_test.cpp": HEAD + "std::atomic<int> n; // std::thread is only named here\n",
    "src/core/pool_threads_test.cpp": HEAD + "std::thread t;\n",
    "include/akt/actor/cell.hpp": HEAD + '#include "akt/core/sync.hpp"\n'
    "/// An a. Turn-bound.\ntemplate <class T>\nclass a : public b {\n  int c;\n};\nclass d;\n"
    "struct tag {\n  explicit tag() = default;\n};\nnamespace detail {\nclass e {};\n}\n"
    'const char* s = "futex"; auto m = std::map<int, cell*>(); int x = 1\'000; char q = \'"\';\n',
    "src/core/memory.cpp": HEAD + "// size_ is relaxed: a hint.\n\n\n\n\n"
    "int a() { return to.size_[g(1)].load(sync::relaxed) + p->load(sync::relaxed); } // own\n"
    "// release: all of it,\n// pairs with a().\nvoid b() { x_.store(1, sync::release); }\n"
    "void c() { x_.store(size_.load(sync::relaxed), sync::seq_cst); }\n",
    "src/core/memory_test.cpp": HEAD + "auto x = a.load(sync::acquire);\n",
    "src/core/draw_test.cpp": HEAD + "int f() {\n"
    "  if (r.chance(2) && r.chance(3)) return g(r.below(5), 1);\n"
    "  auto a = r.draw(); auto b = r.draw(); return h(a, b, p(list{r.draw(), r.draw()})); }\n",
}
HEADER, TEST = "include/akt/core/a.hpp", "src/core/a_test.cpp"
# rule, file, text, part of the finding; C++ files get the SPDX line first
PLANTED = [
    ("columns", HEADER, "int " + "x" * 100 + ";", "100 columns"),
    ("spdx python", "tools/a.py", "#!/usr/bin/env python3\nprint()", "first line"),
    ("atomic", HEADER, "std::atomic<int> a;", "`std::atomic`"),
    ("atomic header", "src/core/clock.cpp", "#include <atomic>", "`std::atomic`"),
    ("fence", HEADER, "std::atomic_thread_fence(x);", "`atomic_thread_fence`"),
    ("thread_local", TEST, "thread_local int a;", "`thread_local`"),
    ("futex", HEADER, "syscall(SYS_futex);", "`futex`"),
    ("membarrier", HEADER, "syscall(SYS_membarrier);", "`membarrier`"),
    ("steady", HEADER, "auto t = std::chrono::steady_clock::now();", "`clock::now`"),
    ("system", TEST, "auto t = std::chrono::system_clock::now();", "`clock::now`"),
    ("random_device", HEADER, "std::random_device d;", "`random_device`"),
    ("rand", TEST, "int x = std::rand();", "`random_device`"),
    ("thread", TEST, "std::thread t;", "`std::thread`"),
    ("jthread", HEADER, "std::jthread t;", "`std::thread`"),
    ("sleep", "src/core/a_threads_test.cpp", "std::this_thread::sleep_for(x);", "`sleep_for`"),
    ("getenv", HEADER, 'auto x = std::getenv("X");', "`getenv`"),
    ("cout", HEADER, "void f() { std::cout << 1; }", "`std::cout`"),
    ("iostream", HEADER, "#include <iostream>", "`iostream`"),
    ("endl", HEADER, "void f() { out << std::endl; }", "`std::endl`"),
    ("using", "tests/simulation/a.cpp", "using namespace std;", "`using namespace std`"),
    ("todo", HEADER, "// TO" + "DO later", "`TODO`"),
    ("fixme", "examples/01/main.cpp", "// FIX" + "ME", "FIXME"),
    ("function", "include/akt/actor/a.hpp", "std::function<void()> f;", "`std::function`"),
    ("layer", HEADER, '#include "akt/actor/cell.hpp"', "must not include `actor`"),
    ("umbrella", HEADER, '#include "akt/akt.hpp"', "must not include"),
    ("private layer", "src/core/a.hpp", '#include "../actor/a.hpp"', "not include `actor`"),
    ("private layer twice", "src/core/x/a.hpp", '#include "../../actor/a.hpp"', "not include `ac"),
    ("relative layer", HEADER, '#include "../actor/cell.hpp"', "must not include `actor`"),
    ("umbrella layer", "include/akt/core.hpp", '#include "akt/actor/a.hpp"', "include `actor`"),
    ("thread rule", HEADER, "/// An a.\nclass a {\npublic:\n  int b();\n};", "`thread-rule`: a "),
    ("thread rule struct", HEADER, "namespace x {\nnamespace detail {\n}\n\n/// An a.\n"
     "struct a {\n  int (*b)();\n};\n}", "`thread-rule`: a "),
    ("thread rule template", HEADER, "/// Thread-safe.\n\ntemplate <class A>\nrequires b<A>\n"
     "class a : c {\n};", "`thread-rule`: a "),
    ("lock", HEADER, "mutable std::mutex m_; // one at a time", "`lock`"),
    ("spin lock", "src/core/a.hpp", "sync::spin_lock lock_;\n// guards x", "`lock`"),
    ("errc", HEADER, "enum class errc { a };", "module's errc.hpp"),
    ("fwd", "cmake/layers.txt", "core:\nactor: core\nwire: core", "wire has no fwd.hpp"),
    ("umbrella lacks", "include/akt/core/b.hpp", "", "the umbrella lacks core/b.hpp"),
    ("umbrella header", "cmake/layers.txt", "core:\nactor: core\nwire:", "wire has no wire.hpp"),
    ("module", "include/akt/gossip/a.hpp", "", "not in cmake/layers.txt"),
    ("readme", "include/akt/gossip/a.hpp", "", "has no README.md"),
    ("pointer map", HEADER, "std::map<cell*, int> m;", "`pointer-key`"),
    ("pointer hash", HEADER, "std::unordered_map<const cell*, int> m;", "`pointer-key`"),
    ("pointer set", HEADER, "std::unordered_set<pool<int>*> m;", "`pointer-key`"),
    ("draws", "tests/simulation/a.cpp", "auto x = f(r.draw(), g(1), r.draw());", "`two-draws`"),
    ("draws nested", TEST, "auto x = f(\n  g(r.below(3)), h(r.chance(2)));", "`two-draws`"),
    ("draws summed", TEST, "auto x = f(r.below(3) + r.next_u64());", "`two-draws`"),
    ("acquire", HEADER, "int a = x_.load(sync::acquire); // for b()", "acquire of x_: pairs"),
    ("release", HEADER, "// pairs with b()\n\n\n\nvoid a() { x_.store(1, sync::release); }",
     "release of x_: pairs"),
    ("exchange", "src/core/clock.cpp", "bool a = x_.compare_exchange(b, 1, sync::acq_rel,\n"
     "sync::acquire);", "acq_rel, acquire of x_: pairs"),
    ("relaxed", HEADER, "int a = x_.load(sync::relaxed);", "say why x_ may be relaxed"),
    ("relaxed other", HEADER, "// y_ is relaxed: a hint\n\n\n\nint a = x_.load(sync::relaxed);",
     "say why x_ may be relaxed"),
    ("relaxed failure", HEADER, "// pairs with b()\nbool a = "
     "x_.compare_exchange(b, 1, sync::seq_cst, sync::relaxed);", "say why x_ may be relaxed"),
    ("bare order", "include/akt/core/sync.hpp", "int a = x_.load(acquire);", "acquire of x_"),
    ("no test", "src/core/a.cpp", "", "`no-test`"),
    ("co_await", "examples/02/main.cpp", "task<> f() { co_await g(msg{1}); }", "co_await stat"),
    ("stale allowance", "tools/tidy_allow.txt", "src/core/clock.cpp: futex: no", "allows nothing"),
    ("no reason", "tools/tidy_allow.txt", "src/core/clock.cpp: clock::now:", "allows nothing"),
]


def findings_of(tree):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in tree.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return [f"{name}:{line}: {what}" for name, line, what in check(Path(folder))[0]]


def self_test():
    wrong = [f"clean tree: {finding}" for finding in findings_of(CLEAN)]
    if not any("first line" in finding for finding in findings_of({**CLEAN, TEST: "int x;\n"})):
        wrong.append("spdx: planted violation not found")
    for rule, name, text, wanted in PLANTED:
        head = HEAD if name.endswith("pp") else ""
        found = findings_of({**CLEAN, name: f"{head}{text}\n"})
        if not any(wanted in finding for finding in found):
            wrong.append(f"{rule}: planted violation not found; findings: {found}")
    print(*wrong, sep="\n", end="\n" if wrong else "")
    print(f"tidy self-test: {len(PLANTED) + 1} planted violations, {len(wrong)} wrong")
    return 1 if wrong else 0


def main(arguments):
    if arguments == ["--self-test"]:
        return self_test()
    findings, long = check(Path(__file__).resolve().parent.parent)
    for name, line, what in findings:
        print(f"{name}:{line}: {what}")
    for name, lines in long:
        print(f"for information: {name} has {lines} lines")
    print(f"tidy: {len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
