# SPDX-License-Identifier: Apache-2.0
"""What was measured, and on what: the machine, the compiler and its flags, the commit."""
import json
import os
import platform
import re
import shlex
import subprocess
from pathlib import Path

import build

COMMANDS = build.ROOT / "build" / "bench" / "compile_commands.json"
# Those that make the code what it is: neither warnings nor paths.
TELLING = re.compile(r"-(std=|O|g|m|f|DNDEBUG)")


def compilation():
    """(compiler, flags) that built akt's rows; of a build that is not there, g++."""
    try:
        entries = json.loads(COMMANDS.read_text())
        command = next(e["command"] for e in entries if e["file"].endswith("/bench/rows.cpp"))
    except (OSError, ValueError, KeyError, StopIteration):
        return "g++", "unknown flags"
    compiler, *words = shlex.split(command)
    return compiler, " ".join(word for word in words if TELLING.match(word))


def version(compiler):
    try:
        told = subprocess.run([compiler, "--version"], stdout=subprocess.PIPE, text=True).stdout
    except OSError:
        told = ""
    return told.splitlines()[0] if told else "unknown"


def about():
    cpu = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    compiler, flags = compilation()
    return {
        "cpu": cpu[1] if cpu else platform.machine(),
        "cores": os.cpu_count(),
        "kernel": f"{platform.system()} {platform.release()}",
        "compiler": version(compiler),
        "flags": flags,
        "commit": commit(),
    }


def commit():
    def git(*command):
        done = subprocess.run(["git", *command], cwd=build.ROOT, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, text=True)
        return done.stdout.strip() if done.returncode == 0 else ""

    name = git("rev-parse", "--short=12", "HEAD")
    changed = git("status", "--porcelain", "--", "include", "src", "cmake", "bench/*.[ch]pp",
                  "bench/peers")
    return (name or "none yet") + (" with changes" if changed else "")
