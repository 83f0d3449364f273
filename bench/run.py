#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures akt.

usage: run.py [rows] [--repeat N] [--quick] [--only ROW,..] [--scale X] [--workers 1,2]
              [--reference [NAME=]PROGRAM]... [--quiet] [--name NAME]
       run.py gates [--self-test]

rows    times the rows of bench/rows.cpp, interleaved with every reference: a program that prints
        the same result lines. Writes bench/results/<date>-<name>.json and bench/RESULTS.md.
        --quick: 1 repeat at a tenth of the work, nothing is written. --quiet: drops runs during
        which other processes took more than a tenth of the machine.
gates   prints figures that do not depend on time, with their limits; exit status 1 if one fails.
        --self-test: plants something worse into every gate and demands that it fails.
"""
import argparse
import sys

import gates
import measure
import report


def arguments():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("what", nargs="?", choices=("rows", "gates"), default="rows")
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--workers", default="1,2")
    parser.add_argument("--reference", action="append", default=[])
    parser.add_argument("--quiet", action="store_true")
    parser.add_argument("--name", default="rows")
    parser.add_argument("--self-test", action="store_true")
    return parser.parse_args()


def rows(options):
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


def main():
    options = arguments()
    try:
        return gates.run(options.self_test) if options.what == "gates" else rows(options)
    except KeyboardInterrupt:
        print("bench: interrupted", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
