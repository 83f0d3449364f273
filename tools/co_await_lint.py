#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Finds co_await statements that GCC 12 miscompiles. Conservative: it may flag safe code.

usage: co_await_lint.py FOLDER... | --self-test
The self-test demands that every broken or refused program of tests/hazards is flagged.
"""
import re
import sys
from pathlib import Path

from cpp_text import code_only, line_of

BRACED = re.compile(
    r"\b(?!co_await\b|co_return\b|return\b)[A-Za-z_]\w*(?:::\w+|<[^;{}]*?>)*\s*\{\s*[^}\s]"
    r"|[(,]\s*\{\s*[^}\s]"
)
BY_REFERENCE = r"\s*(?:&?\s*|(?:&\w+|this)(?:\s*,\s*(?:&\w+|this))*)\s*\]"
CAPTURE = re.compile(rf"[(,=\s]\[(?!{BY_REFERENCE})[^\]]+\]\s*(?:\(|\{{|mutable)")
TERNARY = re.compile(r"\?[^;]*\bco_await\b|\bco_await\b[^;]*\?[^;]*:")
NOT_INIT = (
    r"(?!struct|class|union|enum|namespace|else|do|try|const|noexcept|override|final|mutable)"
)
INSIDE = re.compile(rf"\b{NOT_INIT}\w+\s+{NOT_INIT}[\w:]+\s*\{{[^;]*?\bco_await\b")

RULES = [
    (BRACED, "braced temporary in a co_await statement: pass fields, or name it first"),
    (CAPTURE, "by-value capture in a co_await statement: name the lambda first"),
    (TERNARY, "co_await with ?: in one statement: use if"),
]


def statement(text, at):
    """The statement around text[at], from the last ; { or } to the matching ;"""
    start = max(text.rfind(c, 0, at) for c in ";{}") + 1
    depth, end = 0, at
    while end < len(text) and not (text[end] == ";" and depth == 0):
        depth += (text[end] in "({[") - (text[end] in ")}]")
        if depth < 0:
            break
        end += 1
    return text[start:end]


def check(source):
    """Yields (line, what) for every finding in one file's text."""
    text = code_only(source)
    for match in INSIDE.finditer(text):
        yield line_of(text, match.start()), (
            "co_await inside a braced initializer: await into a variable first"
        )
    for match in re.finditer(r"\bco_await\b", text):
        found = statement(text, match.start())
        for rule, what in RULES:
            if rule.search(found):
                yield line_of(text, match.start()), what


SAFE = """
task<int> g() {
  auto m = msg{probe{1}, "x"};
  int n = co_await f(std::move(m), 5);
  if (co_await ready()) { n += co_await ask<Transfer>("a", 'b'); }  // co_await f({1, 2})
  co_return n + co_await f([&n] { return n; });
}
"""


def self_test():
    hazards = Path(__file__).resolve().parent.parent / "tests" / "hazards"
    rows = [line.split() for line in (hazards / "expected.txt").read_text().splitlines()]
    bad = [row[0] for row in rows if row and row[-1] in ("broken", "refused")]
    missed = [name for name in bad if not list(check((hazards / f"{name}.cpp").read_text()))]
    wrong = list(check(SAFE))
    for name in missed:
        print(f"co_await_lint: {name} is miscompiled and was not flagged")
    for line, what in wrong:
        print(f"co_await_lint: safe code was flagged, line {line}: {what}")
    print(f"co_await_lint self-test: flags {len(bad) - len(missed)} of {len(bad)} broken programs")
    return 1 if missed or wrong or not bad else 0


def main(arguments):
    if arguments == ["--self-test"]:
        return self_test()
    bad = 0
    for root in arguments:
        for path in sorted(Path(root).rglob("*.[ch]pp")):
            for line, what in check(path.read_text()):
                print(f"{path}:{line}: {what}")
                bad = 1
    return bad


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
