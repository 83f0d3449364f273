#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Builds and runs the compiler probes of tests/hazards and compares with what is known.

usage: hazards.py COMPILER [FLAG...]

With g++ 12 the outcome must be the table in tests/hazards/expected.txt; any other compiler must run
every program correctly. This is how a new compiler is admitted.
"""
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "hazards"


def run(command):
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def known(compiler):
    version = run([compiler, "-dumpversion"]).stdout
    if "clang" in compiler or version.strip().split(".")[0] != "12":
        return {}
    rows = [line.split() for line in (FOLDER / "expected.txt").read_text().splitlines()]
    return {row[0]: row[1] for row in rows if len(row) == 2 and row[0] != "#"}


def probe(compiler, flags, source, folder):
    """"ok", "broken" or "refused", and what the program or the compiler said."""
    program = Path(folder, str(source.relative_to(FOLDER)).replace("/", "_") + ".bin")
    build = run([compiler, "-std=c++20", *flags, str(source), "-o", str(program)])
    if build.returncode != 0:
        errors = [line for line in build.stderr.splitlines() if "error" in line]
        return "refused", errors[0] if errors else "no error message"
    try:
        done = run([str(program)])
    except subprocess.TimeoutExpired:
        return "broken", "hangs"
    said = f"exit {done.returncode} {done.stdout.strip()}"
    return ("ok" if done.returncode == 0 else "broken"), said


def main(compiler, flags):
    table = known(compiler)
    surprises = 0
    sources = sorted(FOLDER.glob("*/*.cpp"))
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(2) as pool:
        outcomes = pool.map(lambda source: probe(compiler, flags, source, folder), sources)
        for source, (outcome, said) in zip(sources, outcomes):
            name = str(source.relative_to(FOLDER).with_suffix(""))
            wanted = table.get(name, "ok").replace("overflow", "broken")
            mark = "" if outcome == wanted else f"   <-- expected {wanted}"
            surprises += outcome != wanted
            if outcome != "ok" or mark:
                print(f"{name}: {outcome}: {said}{mark}")
    print(f"hazards with {compiler}: {len(sources)} programs, {len(table)} known to misbehave, "
          f"{surprises} not as expected")
    return 1 if surprises or not sources else 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2:] or ["-O0", "-g1"]))
