#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs gdb with akt's printers on akt_gdb and compares what it shows.

usage: check.py PROGRAM; exit status 77: gdb is missing, or may not trace here.
"""
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

CHILD = (r"parent/a-child-whose-name-is-longer-than-31-characters "
         r"\(.*Sleeper\) waiting, mailbox 2")
SHOWN = {
    "nobody": r"nobody",
    "idle": r"idle \(.*Sleeper\) idle, mailbox 0",
    "nameless": r"\$\d+\.1 \(.*Sleeper\) idle, mailbox 0",
    "ended": r"ended \$\d+\.1",
    "child": CHILD,
    "any": CHILD,
    "*cell": r"cell \d+: " + CHILD,
    "*vacant": r"cell \d+: vacant",
    "plain": r"timeout",
    "told": r"name_taken: by a Sleeper",
    "foreign": r"code 2",
    "good": r"value = \{value = 7\}",
    "bad": r"error = \{error = stopped\}",
}


def shown_by_gdb(program):
    printers = Path(__file__).parent / "akt.py"
    # Leaks cannot be looked for in a process that is traced.
    environment = {**os.environ, "ASAN_OPTIONS": "detect_leaks=0"}
    command = ["gdb", "-nx", "-batch", "-ex", "set confirm off", "-ex", f"source {printers}",
               "-ex", "break look", "-ex", "run", "-ex", "up"]
    for expression in SHOWN:
        command += ["-ex", f"echo <{expression}>", "-ex", f"print {expression}"]
    done = subprocess.run([*command, program], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          stdin=subprocess.DEVNULL, text=True, timeout=110, env=environment)
    return done.stdout


def main():
    if not shutil.which("gdb"):
        print("gdb is missing")
        return 77
    output = shown_by_gdb(sys.argv[1])
    if "ptrace: Operation not permitted" in output:
        print("gdb may not trace here")
        return 77
    wrong = 0
    for expression, wanted in SHOWN.items():
        found = re.search(rf"<{re.escape(expression)}>\$\d+ = (.*)", output)
        if not found or not re.fullmatch(wanted, found[1]):
            wrong += 1
            print(f"{expression}: {found[1] if found else 'not shown'}; wanted {wanted}")
    if wrong:
        print(output)
    print(f"gdb: {len(SHOWN) - wrong} of {len(SHOWN)} shown as they should be")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
