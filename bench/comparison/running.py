# SPDX-License-Identifier: Apache-2.0
"""Runs the rows of every peer in turns and keeps every figure, also of runs that do not count."""
import math
import time

import build
import measure
import raw_data
from comparison import counter, host_memory, rows
from comparison.build_log import scrubbed
from comparison.catalog import OF_AKT
from comparison.programs import finished, run_failed
from comparison.rows import AKT_ALONE, ONCE

TRIES = 3
SECONDS_TO_TELL = 0.3  # the kernel counts processor time in hundredths of a second


def figures_of(p, row, workers, seconds, scale):
    if row == "counter":
        return counter.figures(p, workers)
    asked = OF_AKT.get(row, row) if p.name == "akt" else row
    variables = {"WORKERS": str(workers), "BENCH_SECONDS": f"{seconds:.9f}",
                 "BENCH_SCALE": f"{scale:.9f}", **host_memory.KEPT}
    found = measure.result_lines(finished(p.filled(p.rows, workers) + [asked], variables))
    return of_row(row, {name.replace(asked, row, 1): value for name, value in found.items()})


def of_row(row, found):
    """The figures of that row alone; what cannot be one of them is a failure."""
    kept = {}
    for f in rows.of(row):
        if f.name not in found:
            if f.name.endswith("_cpu"):
                continue
            raise run_failed(f"no result line of {f.name}")
        value, unit = kept[f.name] = found[f.name]
        if unit != f.unit or not math.isfinite(value) or value < 0 or (f.rate() and value == 0):
            raise run_failed(f"{f.name} of {value} {unit}")
    return kept


def run_row(p, row, workers, options):
    """A sample: figures, or why there are none, and how much of the machine others took. A run that
    others disturbed is repeated; after TRIES it stands as dropped. One that failed stands at once:
    a lost reply is a result. A quick run keeps everything, and so does one too short to tell."""
    for attempt in range(1, TRIES + 1):
        if not options.quick:
            host_memory.prepare(row)
        load = measure.machine_load()
        sample = {"peer": p.name, "row": row, "workers": workers, "figures": {}}
        try:
            found = figures_of(p, row, workers, options.seconds, options.scale)
            sample["figures"] = {name: list(value) for name, value in found.items()}
        except (run_failed, ValueError) as failure:
            sample["failed"] = scrubbed(str(failure))
        others = load.of_others()
        sample["others"] = round(others, 3)
        tells = load.seconds() > SECONDS_TO_TELL and not options.quick and "failed" not in sample
        sample["dropped"] = tells and others > measure.OTHERS_MAX
        if not sample["dropped"]:
            break
    return sample | {"tries": attempt}


def shown(sample):
    if "failed" in sample:
        return f"FAILED: {sample['failed']}"
    found = sample["figures"].items()
    text = " ".join(f"{name} {value:.3g} {unit}" for name, (value, unit) in found)
    dropped = f" (dropped: others took {sample['others']:.0%})" if sample["dropped"] else ""
    return text + dropped


def plan(peers, rows, workers, repeat):
    """Every run in order: the peers of a row one after another, each time another one first."""
    for turn in range(repeat):
        first = turn % len(peers)
        for count in workers:
            for row in rows:
                if row in ONCE and count != max(workers):
                    continue
                for p in peers[first:] + peers[:first]:
                    if row not in p.skip and (p.name == "akt" or row not in AKT_ALONE):
                        yield turn, count, row, p


def new_results(peers, options, workers):
    about = ("title", "language", "version", "settings", "memory", "missing", "bring", "skip",
             "root", "toolchain")
    return raw_data.new(
        raw={}, repeat=options.repeat, seconds=options.seconds, scale=options.scale,
        workers=workers, peers={p.name: {key: getattr(p, key) for key in about} for p in peers})


def run_all(results, peers, rows, options, save, at_repeat=lambda: None):
    """Fills `results` in; `save` is called after each row, `at_repeat` before each repeat. Ctrl-C
    ends it with what is there."""
    runs = list(plan(peers, rows, results["workers"], options.repeat))
    began, last, next_turn = time.monotonic(), None, 0
    with raw_data.collected(results, save):
        for number, (turn, count, row, p) in enumerate(runs, 1):
            if last not in (None, row):
                save()
            if turn == next_turn:
                at_repeat()
                next_turn += 1
            last = row
            sample = run_row(p, row, count, options)
            results["samples"].append({"repeat": turn, **sample})
            left = (time.monotonic() - began) / number * (len(runs) - number)
            build.say(f"{number}/{len(runs)}, {left / 60:.0f} min left: {p.name} w{count} {row}: "
                      f"{shown(sample)}")
