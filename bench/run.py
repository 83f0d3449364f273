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
        --only, --peers or --quick it prints a table and keeps raw data in build/peers/last.json.
        --quick: 1 repeat, a twentieth of the work. --from FILE: the page from raw data, no run.
        With --workers 1,2 the page has a section for each; latency, memory and the small program
        are measured with the largest alone.
features
        times and counts each of akt's features against the same without it. Writes
        bench/results/<date>-features.json and docs/benchmarks-features.md; with --quick it prints
        a table. --from FILE: the page from raw data, no run.
gates   prints figures that do not depend on time, with their limits; exit status 1 if one fails.
        --self-test: plants something worse into every gate and demands that it fails.
check   what CI runs of the comparison: its own tests, akt's side of it and the features, quickly.

Ctrl-C or SIGTERM ends a run; what was finished is kept.
"""
import argparse
import signal
import subprocess
import sys

import build
import features
import gates
from comparison import compare, tests
import measure
import report


def positive(text):
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{value} is less than 1")
    return value


def rows(options):
    options.workers = options.workers or "1,2"
    if options.quick:
        options.repeat, options.scale = 1, options.scale / 10
    results = measure.rows(options)
    if not results["samples"]:
        print("bench: nothing was measured", file=sys.stderr)
        return 1
    print(report.text(results))
    if not options.quick:
        report.write(results, options.name)
    return 0


def check(options):
    options.quick, options.peers = True, "akt"
    return tests.run() or rounds_grow() or compare.run(options) or features.run(options)


def rounds_grow():
    program = build.programs("bench", "bench", ["bench_rounds"]) / "bench_rounds"
    return subprocess.run([program], stdout=subprocess.DEVNULL, timeout=60).returncode


COMMANDS = {"rows": rows, "peers": compare.run, "features": features.run, "check": check,
            "gates": lambda options: gates.run(options.self_test)}


def arguments():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("what", nargs="?", choices=sorted(COMMANDS), default="rows")
    parser.add_argument("--repeat", type=positive, default=5)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--workers", default="")
    parser.add_argument("--peers", default="")
    parser.add_argument("--seconds", type=float, default=0.5)
    parser.add_argument("--from", dest="source", default="")
    parser.add_argument("--reference", action="append", default=[])
    parser.add_argument("--quiet", action="store_true")
    parser.add_argument("--name", default="rows")
    parser.add_argument("--self-test", action="store_true")
    return parser.parse_args()


def main():
    options = arguments()
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)  # ends what it has started, keeps results
    try:
        return COMMANDS[options.what](options)
    except KeyboardInterrupt:
        print("bench: interrupted", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
