#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs a program and compares its standard output with a file, exactly. Shows the difference.

usage: expect_output.py EXPECTED PROGRAM [ARGUMENT...] | --self-test
"""
import difflib
import subprocess
import sys
import tempfile
from pathlib import Path


def compare(expected_path, command):
    if not Path(expected_path).exists():
        print(f"{expected_path}: missing; every example asserts its output")
        return 1
    expected = Path(expected_path).read_text()
    run = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
    if run.stdout == expected and run.returncode == 0:
        return 0
    print(f"{command[0]}: exit status {run.returncode}")
    sys.stdout.writelines(
        difflib.unified_diff(
            expected.splitlines(keepends=True), run.stdout.splitlines(keepends=True),
            "expected", "printed",
        )
    )
    return 1


def self_test():
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder, "expected.txt")
        wanted.write_text("hello\n")
        cases = [("echo hello", 0), ("echo hallo", 1), ("echo hello; exit 3", 1), ("true", 1)]
        wrong = [c for c, status in cases if compare(wanted, ["sh", "-c", c]) != status]
        if compare(Path(folder, "absent.txt"), ["true"]) != 1:
            wrong.append("absent file")
    print(f"expect_output self-test: {len(wrong)} wrong {wrong or ''}")
    return 1 if wrong else 0


if __name__ == "__main__":
    if sys.argv[1:] == ["--self-test"]:
        sys.exit(self_test())
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    sys.exit(compare(sys.argv[1], sys.argv[2:]))
