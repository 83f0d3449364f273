#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every guarantee of docs/semantics.md names the tests that show it; they exist, ran and passed.

usage: semantics.py BUILD_FOLDER [--result FILE] | --self-test

Each list item of docs/semantics.md ends with its tests: `[mailbox.keeps_order, ask.times_out]`.
The tests must be known to `ctest --test-dir BUILD_FOLDER -N`. With --result (the file of
`ctest --output-junit`, or Testing/Temporary/LastTest.log) they must also have run and passed there.
"""
import argparse
import json
import re
import subprocess
import sys
import xml.etree.ElementTree as xml
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TESTS = re.compile(r"`\[([^\]]*)\]`\s*$")


def sentences(text):
    """Yields (line, text) of each list item, continuation lines joined."""
    start, item = 0, ""
    for n, line in enumerate([*text.splitlines(), ""], 1):
        begins = re.match(r"\s*(?:[-*]|\d+\.) +(.*)", line)
        if item and (begins or not line.strip()):
            yield start, item
            item = ""
        if begins:
            start, item = n, begins[1]
        elif item:
            item += " " + line.strip()


def named_tests(text):
    """(tests as (line, name), findings)"""
    tests, findings = [], []
    for line, sentence in sentences(text):
        match = TESTS.search(sentence)
        names = [name.strip() for name in match[1].split(",")] if match else []
        if not any(names):
            findings.append(f"{line}: names no test: {sentence[:60]}")
        tests += [(line, name) for name in names if name]
    if not tests:
        findings.append("1: no sentence with a test")
    return tests, findings


def find(name, known):
    """The CTest names that `name` means: itself, or the instances of a parametrized test."""
    pattern = re.compile(rf"(?:.*/)?{re.escape(name)}(?:/.*)?")
    return [test for test in known if pattern.fullmatch(test)]


def known_tests(build):
    command = ["ctest", "--test-dir", str(build), "--show-only=json-v1"]
    listing = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return [test["name"] for test in json.loads(listing)["tests"]]


def read_junit(text):
    cases = xml.fromstring(text).iter("testcase")
    return {case.get("name"): case.get("status") for case in cases}


def read_log(text):
    """{test: status} of CTest's LastTest.log"""
    result, name = {}, None
    for line in text.splitlines():
        begins = re.match(r"\d+/\d+ Test: (.*)", line)
        name = begins[1] if begins else name
        if line in ("Test Passed.", "Test Failed."):
            result[name] = "run" if line == "Test Passed." else "fail"
    return result


def read_result(path):
    """{test: status} of the file that --result names."""
    text = Path(path).read_text()
    return read_junit(text) if text.lstrip().startswith("<") else read_log(text)


def check(text, known, result):
    """Findings; `result` is {test: status} or None."""
    tests, findings = named_tests(text)
    for line, name in tests:
        meant = find(name, known)
        if not meant:
            findings.append(f"{line}: there is no test {name}")
        for test in meant if result is not None else []:
            if result.get(test) != "run":
                findings.append(f"{line}: {test} did not pass: {result.get(test, 'did not run')}")
    return findings


def self_test():
    text = "Words.\n\n- Order is kept,\n  always. `[box.order]`\n- Ends. `[ask.ends, p.laws]`\n"
    known = ["box.order", "ask.ends", "all/p.laws/0", "all/p.laws/1", "other.test"]
    ran = {name: "run" for name in known}
    junit = '<testsuite><testcase name="a.b" status="run"/><testcase name="c.d" status="fail"/>'
    log = "1/2 Testing: a.b\n1/2 Test: a.b\nTest Passed.\n2/2 Test: c.d\nTest Failed.\n"
    cases = [
        ("clean", check(text, known, ran), None),
        ("no result", check(text, known, None), None),
        ("unknown test", check(text, known[1:], ran), "no test box.order"),
        ("misspelt", check(text.replace("ask.ends", "ask.end"), known, ran), "no test ask.end"),
        ("did not run", check(text, known, {**ran, "ask.ends": "notrun"}), "did not pass: notrun"),
        ("absent", check(text, known, {"box.order": "run"}), "did not pass: did not run"),
        ("one instance", check(text, known, {**ran, "all/p.laws/1": "fail"}), "laws/1 did not"),
        ("nothing named", check(text + "- All is well.\n", known, ran), "names no test"),
        ("not at the end", check("- A. `[box.order]` B.\n", known, ran), "names no test"),
        ("empty", check("", known, ran), "no sentence"),
    ]
    wrong = [name for name, found, want in cases if not matches(found, want)]
    for name, read in (("junit", read_junit(junit + "</testsuite>")), ("log", read_log(log))):
        if read != {"a.b": "run", "c.d": "fail"}:
            wrong.append(name)
    print(f"semantics self-test: {len(cases) + 2} cases, wrong: {wrong or 'none'}")
    return 1 if wrong else 0


def matches(findings, wanted):
    return not findings if wanted is None else any(wanted in finding for finding in findings)


def main():
    if sys.argv[1:] == ["--self-test"]:
        return self_test()
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("build")
    parser.add_argument("--result")
    options = parser.parse_args()
    result = read_result(options.result) if options.result else None
    page = ROOT / "docs/semantics.md"
    text = page.read_text() if page.exists() else ""
    findings = check(text, known_tests(options.build), result)
    for finding in findings:
        print(f"docs/semantics.md:{finding}")
    print(f"semantics: {len(named_tests(text)[0])} tests named, {len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
