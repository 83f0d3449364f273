#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Each scenario of docs/conformance.md is shown by tests that name it and pass, or is open.

usage: conformance.py [BUILD_FOLDER [--result FILE]] | --self-test

The page has one table per group of GROUPS, below a heading `## NAME 1-5: what it is about`. A row:

    | NAME-01 | One sentence. | `suite.test`, `compile_fail.case` |
    | NAME-02 | One sentence. | `suite.test`; open: the half that nothing shows yet |
    | NAME-03 | One sentence. | open: why |

A test names its scenarios in its own name or in the comment right above it, as NAME-01 or NAME_01;
one that is a file of its own (compile_fail, model, example, fuzz) in any comment of that file. A
scenario that the file of a test names anywhere is not open as a whole. Tests of a group of UNNAMED
need not name anything.

Without a build folder the page and the sources are compared. With one the tests must be known to
`ctest --test-dir BUILD_FOLDER -N`, with --result they must also have passed, as for semantics.py.
"""
import argparse
import re
import sys
import tempfile
from pathlib import Path

import semantics

ROOT = Path(__file__).resolve().parent.parent
PAGE = "docs/conformance.md"

# Each group is numbered from 1 to this.
GROUPS = {
    "NAME": 5, "LIFE": 7, "SYS": 8, "SPAWN": 11, "STOP": 11, "REST": 14, "PID": 3, "MSG": 13,
    "DISP": 6, "BEH": 5, "STSH": 6, "DW": 10, "SUP": 19, "PIPE": 8, "REE": 13, "TK": 5,
    "W": 31,
}
UNNAMED = {"W": "weak spots"}

# --- Sources -------------------------------------------------------------------------------------

TEST = re.compile(r"^TEST(?:_F|_P)?\(\s*(\w+),\s*(\w+)\s*\)", re.MULTILINE)
WHOLE_FILES = {  # a test that is a file: where, and what CTest calls it
    "tests/compile_fail/*.cpp": lambda path: f"compile_fail.{path.stem}",
    "src/*/*_model.cpp": lambda path: f"model.{path.stem.removesuffix('_model')}",
    "examples/*/main.cpp": lambda path: f"example.{path.parent.name}",
    "fuzz/*_fuzz.cpp": lambda path: f"fuzz.{path.stem.removesuffix('_fuzz')}",
}
GTEST_FILES = ("src/*/*_test.cpp", "tests/*/*_test.cpp")


def identifiers(text, groups):
    """The scenarios that a piece of source names: MSG-01 for MSG_01 and MSG-01."""
    pattern = rf"(?<![A-Za-z0-9])({'|'.join(groups)})[-_](\d+)(?!\d)"
    return {f"{group}-{number}" for group, number in re.findall(pattern, text)}


def comment_above(text, at):
    """The comment lines that end right above text[at], which begins a line."""
    lines = []
    for line in reversed(text[:at].splitlines()):
        if not line.startswith("//"):
            break
        lines.append(line)
    return "\n".join(lines)


def read_sources(root, groups):
    """({test: scenarios that it names}, {scenario: first file that names it})"""
    tests, named = {}, {}

    def read(glob):
        for path in sorted(root.glob(glob)):
            text = path.read_text()
            for scenario in identifiers(text, groups):
                named.setdefault(scenario, path.relative_to(root).as_posix())
            yield path, text

    for glob in GTEST_FILES:
        for _, text in read(glob):
            for match in TEST.finditer(text):
                own = f"{comment_above(text, match.start())}\n{match[2]}"
                name = f"{match[1]}.{match[2]}"
                tests[name] = tests.get(name, set()) | identifiers(own, groups)
    for glob, name in WHOLE_FILES.items():
        for path, text in read(glob):
            tests[name(path)] = identifiers("\n".join(re.findall(r"//.*", text)), groups)
    return tests, named


# --- Page ----------------------------------------------------------------------------------------


class row:
    """A scenario: its line and section, what akt does, the tests that show it, what is open."""

    def __init__(self, line, section, cells):
        self.line, self.section, self.scenario, self.sentence = line, section, cells[0], cells[1]
        tests, colon, self.open = re.match(r"(.*?)(?:(?:^|; )open(:?) ?(.*))?$", cells[2]).groups()
        self.tests = re.findall(r"`([^`]+)`", tests)
        self.wrong = bool(re.sub(r"`[^`]+`|, ", "", tests))  # neither a test nor a comma
        self.wrong |= self.open is not None and not (colon and self.open)
        self.wrong |= self.open is None and not self.tests


def read_page(text):
    """(rows, {section: its last number}, findings)"""
    rows, sections, findings, section = [], {}, [], None
    for n, line in enumerate(text.splitlines(), 1):
        if heading := re.match(r"## ([A-Z]+) 1-(\d+): \S", line):
            section = heading[1]
            sections[section] = int(heading[2])
        elif line.startswith("## "):
            section = None
        elif re.match(r"\| *[A-Z]+-", line):
            cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
            if len(cells) == 3:
                rows.append(row(n, section, cells))
            else:
                findings.append(f"{n}: a row has three cells: {line[:40]}")
    return rows, sections, findings


def all_of(group, last):
    return [f"{group}-{n:02}" for n in range(1, last + 1)]


def check_page(text, groups):
    """(rows, findings) of the page by itself."""
    rows, sections, findings = read_page(text)
    wanted = [scenario for group, last in groups.items() for scenario in all_of(group, last)]
    if sections != groups:
        findings.append(f"1: the headings say {sections}, the groups are {groups}")
    seen = set()
    for r in rows:
        if r.scenario in seen:
            findings.append(f"{r.line}: {r.scenario} is listed twice")
        seen.add(r.scenario)
        if r.scenario not in wanted:
            findings.append(f"{r.line}: there is no scenario {r.scenario}")
        elif r.scenario.split("-")[0] != r.section:
            findings.append(f"{r.line}: {r.scenario} stands below {r.section}")
        if not r.sentence.endswith(".") or re.search(r"[.!?] ", r.sentence):
            findings.append(f"{r.line}: {r.scenario} is not told in one sentence")
        if r.wrong:
            findings.append(f"{r.line}: {r.scenario} has neither tests nor a reason why it is open")
    findings += [f"1: {scenario} has no row" for scenario in wanted if scenario not in seen]
    return rows, findings


def check_tests(r, tests, known, result):
    """Findings about the tests of one row; `known` and `result` may be None."""
    for test in r.tests:
        if test not in tests:
            yield f"{r.line}: there is no test {test}"
            continue
        if r.section not in UNNAMED and r.scenario not in tests[test]:
            yield f"{r.line}: {test} does not name {r.scenario} in its source"
        meant = semantics.find(test, known) if known is not None else []
        if known is not None and not meant:
            yield f"{r.line}: {test} is not built"
        for instance in meant if result is not None else []:
            if result.get(instance) != "run":
                yield f"{r.line}: {instance} did not pass: {result.get(instance, 'did not run')}"


def check(root, groups, known=None, result=None):
    """(rows, findings)"""
    page = root / PAGE
    rows, findings = check_page(page.read_text() if page.exists() else "", groups)
    tests, named = read_sources(root, groups)
    for r in rows:
        findings += check_tests(r, tests, known, result)
        if not r.tests and r.scenario in named:
            findings.append(f"{r.line}: {r.scenario} is open, but {named[r.scenario]} names it")
    existing = {scenario for group, last in groups.items() for scenario in all_of(group, last)}
    for scenario, path in named.items():
        if scenario not in existing:
            findings.append(f"1: {path} names {scenario}, which does not exist")
    return rows, findings


def count_of(rows, what):
    shown = sum(bool(r.tests) and r.open is None for r in rows)
    partly = sum(bool(r.tests) and r.open is not None for r in rows)
    left = len(rows) - shown - partly
    return f"{len(rows)} {what}, {shown} shown, {partly} in part, {left} open"


def count(rows):
    groups = {None: "scenarios", **UNNAMED}
    of = {group: [] for group in groups}
    for r in rows:
        of[r.section if r.section in UNNAMED else None].append(r)
    return "; ".join(count_of(of[group], what) for group, what in groups.items())


# --- Self-test -----------------------------------------------------------------------------------

SELF_GROUPS = {"BOX": 4, "CUP": 1, "W": 1}
SELF_PAGE = """# Page
## BOX 1-4: boxes
| ID | what akt does | shown by |
|---|---|---|
| BOX-01 | Order is kept. | `box.order`, `p.laws` |
| BOX-02 | It does not compile. | `compile_fail.no_box`; open: the lid |
| BOX-03 | It is checked. | `model.box` |
| BOX-04 | It folds. | open: not built yet |
## CUP 1-1: cups
| CUP-01 | It holds. | `cups.BOX_01_CUP_01_hold` |
## W 1-1: weak spots
| W-01 | It is watertight. | `box.bare` |
"""
SELF_SOURCES = {
    "src/m/box_test.cpp": "// Words.\n// BOX-01, and\nTEST_F(box, order) {}\n\n"
                          "// BOX_01\nTEST_P(p,\n       laws) {}\n// BOX-01\n\n"
                          "TEST(box, bare) {}\n",
    "src/m/cup_threads_test.cpp": "TEST(cups, BOX_01_CUP_01_hold) {}\n",
    "src/m/box_model.cpp": "// BOX-03\nint main() {}\n",
    "tests/compile_fail/no_box.cpp": "#include <box>\nint i; // BOX_02\n",
}
SELF_KNOWN = ["box.order", "box.bare", "all/p.laws/0", "all/p.laws/1", "cups.BOX_01_CUP_01_hold",
              "model.box", "compile_fail.no_box"]


def swapped(old, new):
    assert old in SELF_PAGE, old
    return {"page": SELF_PAGE.replace(old, new)}


def source(name, old, new):
    assert old in SELF_SOURCES[name], old
    return {"sources": {**SELF_SOURCES, name: SELF_SOURCES[name].replace(old, new)}}


def result_with(test, status):
    return {"result": {**dict.fromkeys(SELF_KNOWN, "run"), test: status}}


BOX, CUP = "src/m/box_test.cpp", "src/m/cup_threads_test.cpp"
SELF_TEST = {  # a mutant and the finding that it must give
    "clean": ({}, None),
    "no build": ({"known": None, "result": None}, None),
    "no result": ({"result": None}, None),
    "unknown test": (swapped("`box.order`", "`box.orders`"), "no test box.orders"),
    "test taken out": (source(BOX, "TEST_F(box, order)", "void order()"), "no test box.order"),
    "unknown test of a weak spot": (swapped("`box.bare`", "`box.bar`"), "no test box.bar"),
    "not built": ({"known": SELF_KNOWN[1:]}, "box.order is not built"),
    "failed": (result_with("box.order", "fail"), "box.order did not pass: fail"),
    "one instance failed": (result_with("all/p.laws/1", "fail"), "laws/1 did not pass: fail"),
    "skipped": (result_with("model.box", "notrun"), "model.box did not pass: notrun"),
    "did not run": ({"result": {}}, "box.order did not pass: did not run"),
    "id taken out": (source(BOX, "BOX_01", "it"), "p.laws does not name BOX-01"),
    "id of a longer number": (source(BOX, "BOX_01", "BOX_011"), "p.laws does not name BOX-01"),
    "id of a longer name": (source(BOX, "BOX_01", "ABOX_01"), "p.laws does not name BOX-01"),
    "id too far above": (swapped("`box.order`", "`box.bare`"), "box.bare does not name BOX-01"),
    "id in code": (source("src/m/box_model.cpp", "//", "int"), "model.box does not name BOX-03"),
    "id in a name taken out": (source(CUP, "_CUP_01", ""), "no test cups.BOX_01_CUP_01_hold"),
    "open but named": (source(CUP, "TEST", "// BOX-04\nTEST"), "BOX-04 is open, but src/m/cup"),
    "open but a file names it": (source("tests/compile_fail/no_box.cpp", "// ", "// BOX-04 "),
                                 "BOX-04 is open, but tests/compile_fail"),
    "open but named between tests": (source(BOX, "bare) {}", "bare) {} // BOX-04"),
                                     "BOX-04 is open, but src/m/box"),
    "named beyond the group": (source(CUP, "TEST", "// CUP-02\nTEST"), "CUP-02, which does not"),
    "row missing": (swapped("| BOX-03 ", "| "), "BOX-03 has no row"),
    "listed twice": (swapped("| BOX-04 ", "| BOX-03 "), "BOX-03 is listed twice"),
    "listed twice, open": (swapped("## CUP", "| BOX-04 | It folds. | open: no |\n## CUP"),
                           "BOX-04 is listed twice"),
    "unknown row": (swapped("| BOX-04 ", "| BOX-05 "), "no scenario BOX-05"),
    "unknown group": (swapped("| BOX-04 ", "| BAG-04 "), "no scenario BAG-04"),
    "wrong table": (swapped("## CUP 1-1: cups\n", ""), "CUP-01 stands below BOX"),
    "shorter heading": (swapped("BOX 1-4", "BOX 1-3"), "the headings say"),
    "no tests": (swapped("`model.box`", ""), "BOX-03 has neither"),
    "no test but words": (swapped("`model.box`", "`model.box` mostly"), "BOX-03 has neither"),
    "open without a reason": (swapped("open: not built yet", "open:"), "BOX-04 has neither"),
    "open without a colon": (swapped("open: not built yet", "open"), "BOX-04 has neither"),
    "partly open without a reason": (swapped("; open: the lid", "; open: "), "BOX-02 has neither"),
    "two sentences": (swapped("It folds.", "It folds. Well."), "BOX-04 is not told"),
    "no sentence": (swapped("It folds.", ""), "BOX-04 is not told"),
    "cell too many": (swapped("It folds.", "It | folds."), "three cells"),
    "no page": ({"page": ""}, "BOX-01 has no row"),
}


def findings_of(page=SELF_PAGE, sources=None, known=SELF_KNOWN, **given):
    result = given.get("result", dict.fromkeys(SELF_KNOWN, "run"))
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, text in {**(sources or SELF_SOURCES), PAGE: page}.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text)
        return check(root, SELF_GROUPS, known, result)[1]


def self_test():
    wrong = [name for name, (mutant, wanted) in SELF_TEST.items()
             if not semantics.matches(findings_of(**mutant), wanted)]
    if count(read_page(SELF_PAGE)[0]) != ("5 scenarios, 3 shown, 1 in part, 1 open; "
                                          "1 weak spots, 1 shown, 0 in part, 0 open"):
        wrong.append("count")
    print(f"conformance self-test: {len(SELF_TEST) + 1} cases, wrong: {wrong or 'none'}")
    return 1 if wrong else 0


def main():
    if sys.argv[1:] == ["--self-test"]:
        return self_test()
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("build", nargs="?")
    parser.add_argument("--result")
    options = parser.parse_args()
    if options.result and not options.build:
        parser.error("--result goes with a build folder")
    known = semantics.known_tests(options.build) if options.build else None
    result = semantics.read_result(options.result) if options.result else None
    rows, findings = check(ROOT, GROUPS, known, result)
    for finding in findings:
        print(f"{PAGE}:{finding}")
    print(f"conformance: {count(rows)}, {len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
