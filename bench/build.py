# SPDX-License-Identifier: Apache-2.0
"""Builds the programs of the benchmarks, quietly unless it fails."""
import sys
from pathlib import Path

import processes

ROOT = Path(__file__).resolve().parent.parent
NO_TESTS = ("-DAKT_BUILD_BENCH=ON", "-DAKT_BUILD_TESTS=OFF", "-DAKT_BUILD_EXAMPLES=OFF")
# CMake with another compiler than the last time drops its cache, and with it what it was told.
FORGETS = "variables that require your cache to be deleted"


def say(text):
    print(f"bench: {text}", file=sys.stderr, flush=True)


def run_quietly(command):
    status, output = processes.built(command, cwd=ROOT)
    if status != 0:
        sys.stderr.write(output)
        sys.exit(f"bench: failed: {' '.join(map(str, command))}")
    return output


def programs(preset, folder, targets):
    """The folder of the built programs. `folder` keeps them apart from the preset's own build."""
    say(f"building {', '.join(targets)} (preset {preset}, build/{folder}): minutes at first")
    configure = ["cmake", "--preset", preset, "-B", f"build/{folder}", *NO_TESTS]
    if FORGETS in run_quietly(configure):
        run_quietly(configure)
    run_quietly(["cmake", "--build", f"build/{folder}", "--target", *targets])
    return ROOT / "build" / folder / "bin"
