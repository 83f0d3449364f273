# SPDX-License-Identifier: Apache-2.0
"""`./dev bench peers`: builds, runs in turns, writes the page."""
import sys

import build
import raw_data
from comparison import building, catalog, figures, page, rows, running

LAST = catalog.OUT / "last.json"
QUICK = 20
SECONDS_LEAST = 0.3


def worker_counts(text):
    try:
        counts = [int(word) for word in (text or "2").split(",")]
    except ValueError:
        counts = []
    if not counts or min(counts) < 1:
        sys.exit(f"bench: --workers {text}: numbers from 1 on, separated by commas")
    return sorted(set(counts))


def printed(results):
    """A table for the terminal: one line a figure, one column a peer."""
    present = [p for p, about in results["peers"].items() if not about["missing"]]
    for workers in results["workers"]:
        found = figures.spreads(results, workers)
        print(f"workers: {workers}".ljust(20) + "".join(p.rjust(12) for p in present))
        for name in rows.FIGURES:
            if name in found:
                cells = (figures.short(found[name][p].median) if p in found[name] else "-"
                         for p in present)
                print(name.ljust(20) + "".join(c.rjust(12) for c in cells))
    for (peer, row, said), often in sorted(figures.failures(results).items()):
        print(f"failed {often} times: {peer} {row}: {said}")


def is_partial(options):
    """Such a run is for the terminal: the page stays as it is."""
    return bool(options.only or options.peers or options.quick or options.scale != 1
                or options.seconds < SECONDS_LEAST or options.repeat < figures.RUNS_LEAST)


def run(options):
    if options.source:
        results, text = raw_data.for_page(options.source, page.text)
        page.write(results, text)
        return 0
    partial = is_partial(options)
    if options.quick:
        options.repeat = 1
        options.seconds, options.scale = options.seconds / QUICK, options.scale / QUICK
    if not (0 < options.seconds < 1000 and 0 < options.scale < 1000):
        sys.exit("bench: --seconds and --scale must be greater than 0 and below 1000")
    wanted, workers = rows.chosen(options.only), worker_counts(options.workers)
    peers = catalog.chosen(options.peers)
    ready = building.build_all(peers)
    results = running.new_results(peers, options, workers)
    running.run_all(results, ready, wanted, options, lambda: raw_data.write(results, LAST))
    if not results["samples"]:
        sys.exit("bench: nothing was measured")
    path = LAST
    if not partial:  # not before the end: the page that is there links its own
        path = raw_data.path_of("peers-interrupted" if results["interrupted"] else "peers")
        raw_data.write(results, path)
    build.say(f"raw data: {path.relative_to(build.ROOT)}")
    printed(results)
    if results["interrupted"]:
        if not partial:
            build.say("interrupted, the page is as it was; to make it: "
                      f"--from bench/results/{path.name}")
    elif not partial:
        page.write(results, page.text(results, path.name))
    ours = [s for s in results["samples"] if s["peer"] == "akt" and "failed" in s]
    return 1 if ours else 130 if results["interrupted"] else 0
