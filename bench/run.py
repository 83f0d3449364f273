#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures akt.

usage: run.py [rows] [--repeat N] [--quick] [--only ROW,..] [--scale X] [--workers 1,2]
              [--reference [NAME=]PROGRAM]... [--quiet] [--name NAME]
       run.py peers [--repeat N] [--quick] [--only ROW,..] [--peers NAME,..] [--workers 2]
              [--seconds S] [--scale X] [--from FILE]
       run.py features [--repeat N] [--quick] [--scale X] [--from FILE]
       run.py gates [--self-test]
       run.py check

rows    times the rows of bench/rows.cpp, interleaved with every reference: a program that prints
        the same result lines. Writes bench/results/<date>-<name>.json and bench/RESULTS.md.
        --quick: 1 repeat at a tenth of the work, nothing is written. --quiet: drops runs during
        which other processes took more than a tenth of the machine.
peers   does the same work with akt and with every other actor system that can be had here, in
        turns. Writes bench/results/<date>-peers.json, docs/benchmarks.md and its plots; with
        --only, --peers, --quick, --scale, fewer than three repeats or short --seconds it prints a
        table and keeps raw data in build/peers/last.json.
        --quick: 1 repeat, a twentieth of the work. --from FILE: the page from raw data, no run.
        With --workers 1,2 the page has a section for each; latency, memory and the small program
        are measured with the largest alone.
features
        times and counts each of akt's features against the same without it. Writes
        bench/results/<date>-features.json and docs/benchmarks-features.md; with --quick, --scale
        or less than three repeats it prints a table. --from FILE: the page from raw data, no run.
gates   prints figures that do not depend on time, with their limits; exit status 1 if one fails.
        --self-test: plants something worse into every gate and demands that it fails.
check   what CI runs of the comparison: its own tests, akt's side of it and the features, quickly.

Ctrl-C, SIGTERM or SIGHUP ends a run and all that it has started; what was finished is kept beside
the data of whole runs. There can be one run at a time. --workers is 1 to 128, --repeat 1 to 1000,
--seconds and --scale are 0.001 to 1000.
"""
import contextlib
import subprocess
import sys

import arguments
import build
import features
import gates
from comparison import compare, tests
import lock
import measure
import processes
import raw_data
import report


def rows(options):
    options.workers = options.workers or [1, 2]
    if options.quick:
        options.repeat, options.scale = 1, options.scale / 10
    partial = options.quick or options.only or options.repeat < raw_data.RUNS_LEAST
    if not partial:
        build.say("bench/RESULTS.md is written anew at the end; --quick writes nothing")
    results = measure.rows(options)
    if not results["samples"]:
        print("bench: nothing was measured", file=sys.stderr)
        return 1
    print(report.text(results))
    if partial:
        build.say("a part of a run: bench/RESULTS.md is as it was")
    else:
        report.write(results, options.name)
    return 130 if results["interrupted"] else 0


def check(options):
    options.quick, options.peers = True, ["akt"]
    return tests.run() or programs_check() or compare.run(options) or features.run(options)


def programs_check():
    """What the programs do with their variables: rounds that grow, rubbish that is refused."""
    names = ["bench_rounds", "bench_variables"]
    folder = build.programs("bench", "bench", names)
    ends = [subprocess.run([folder / name], stdout=subprocess.DEVNULL, timeout=60).returncode
            for name in names]
    return int(any(ends))  # one that a signal ended has a status below 0


COMMANDS = {"rows": rows, "peers": compare.run, "features": features.run, "check": check,
            "gates": lambda options: gates.run(options.self_test)}


def main():
    options = arguments.parsed(__doc__, COMMANDS)
    with processes.interrupted_by_signals():
        try:
            with contextlib.nullcontext() if options.source else lock.only_run():
                return COMMANDS[options.what](options)
        except KeyboardInterrupt:
            print("bench: interrupted", file=sys.stderr)
            return 130
        except OSError as error:  # no cmake, a folder that cannot be written, a full disk
            sys.exit(f"bench: {error}")


if __name__ == "__main__":
    sys.exit(main())
