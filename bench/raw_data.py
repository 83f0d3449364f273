# SPDX-License-Identifier: Apache-2.0
"""Raw data of a run: saved while it runs, kept when it is interrupted, read again for a page."""
import contextlib
import json
import os
import platform
import re
import signal
import subprocess
import sys
from datetime import datetime, timezone
from pathlib import Path

import build

FOLDER = build.ROOT / "bench" / "results"


def machine():
    cpu = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    compiler = subprocess.run(["g++", "--version"], stdout=subprocess.PIPE, text=True).stdout
    return {
        "cpu": cpu[1] if cpu else platform.machine(),
        "cores": os.cpu_count(),
        "kernel": f"{platform.system()} {platform.release()}",
        "compiler": compiler.splitlines()[0] if compiler else "unknown",
        "flags": "-std=c++20 -O3 -DNDEBUG",
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


def new(**about):
    """Results without samples, interrupted until they have come to their end."""
    return {"date": datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M UTC"),
            "machine": machine(), **about, "interrupted": True, "samples": []}


def path_of(name):
    return FOLDER / f"{datetime.now(timezone.utc):%Y-%m-%d}-{name}.json"


def write(results, path):
    """One sample a line, so that a diff of two runs can be read. Never leaves half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    head = json.dumps({key: value for key, value in results.items() if key != "samples"}, indent=1)
    samples = ",\n".join("  " + json.dumps(s) for s in results["samples"])
    fresh = path.with_suffix(f".{os.getpid()}.new")
    fresh.write_text(head[:-2] + ',\n "samples": [\n' + samples + "\n ]\n}\n")
    fresh.replace(path)


@contextlib.contextmanager
def collected(results, save):
    """Around the runs that fill `results`: Ctrl-C or SIGTERM ends them, and what there is by then
    is saved, marked as interrupted."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
        results["interrupted"] = False
    except KeyboardInterrupt:
        build.say("interrupted: what was finished is kept")
    finally:
        signal.signal(signal.SIGTERM, before)
        if results["samples"]:
            save()


def for_page(path, text):
    """The raw data in `path` and the page that `text` makes of them; without one, the end."""
    path = Path(path)
    try:
        results = json.loads(path.read_text())
        made = text(results, path.name)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, ArithmeticError) as error:
        sys.exit(f"bench: {path} is no raw data for this page: {error!r}")
    if path.resolve().parent != FOLDER:
        sys.exit(f"bench: {path}: a page is made from a file in bench/results")
    return results, made
