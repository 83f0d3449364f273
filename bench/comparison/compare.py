# SPDX-License-Identifier: Apache-2.0
"""`./dev bench peers`: builds, runs in turns, writes the page."""
import build
import raw_data
from arguments import known
from comparison import building, catalog, figures, limits, page, rows, running
from measure import OTHERS_MAX

LAST = catalog.OUT / "last.json"
QUICK = 20
WORKERS = [2]
SECONDS_LEAST = 0.3


def printed(results):
    """A table for the terminal: one line a figure, one column a peer."""
    present = [p for p, about in results["peers"].items() if not about["missing"]]
    versions = ", ".join(f"{results['peers'][p]['title']} {results['peers'][p]['version']}"
                         for p in present if p != "akt")
    print(f"akt beside {versions or 'nobody'}")
    for workers in results["workers"]:
        found = figures.spreads(results, workers)
        print(f"workers: {workers}".ljust(27) + "".join(p.rjust(12) for p in present))
        for name in rows.FIGURES:
            if name in found:
                cells = (figures.short(found[name][p].median) if p in found[name] else "-"
                         for p in present)
                print(name.ljust(18) + rows.FIGURES[name].unit.ljust(9)
                      + "".join(c.rjust(12) for c in cells))
    for (peer, row, said), often in sorted(figures.failures(results).items()):
        print(f"failed {often} times: {peer} {row}: {said}")
    for peer, row, workers in figures.without_any(results):
        print(f"no figure: {peer} {row}, workers: {workers}: it failed, or others took more than "
              f"{OTHERS_MAX:.0%} of the machine each time (--quick keeps such runs)")
    for about in results["peers"].values():
        if about["missing"]:
            print(f"without {about['title']}: {about['missing']}")


def is_partial(options):
    return bool(raw_data.is_partial(options) or options.only or options.peers
                or options.seconds < SECONDS_LEAST)


def run(options):
    if options.source:
        results, text = raw_data.for_page(options.source, page.text)
        page.write(results, text)
        return 0
    partial = is_partial(options)
    if not partial:
        build.say("docs/benchmarks.md is written anew at the end; all peers take half an hour")
    if options.quick:
        options.repeat = 1
        options.seconds, options.scale = options.seconds / QUICK, options.scale / QUICK
    wanted, peers = known(options.only, rows.ROWS, "row"), catalog.chosen(options.peers)
    ready = building.build_all(peers)
    results = running.new_results(peers, options, options.workers or WORKERS)
    running.run_all(results, ready, wanted, options, lambda: raw_data.write(results, LAST),
                    lambda: options.quick or limits.measure(results))
    path = raw_data.kept(results, "peers", partial, LAST)
    printed(results)
    if path:
        page.write(results, page.text(results, path.name))
    ours = [s for s in results["samples"] if s["peer"] == "akt" and "failed" in s]
    absent = [p for p in options.peers if results["peers"][p]["missing"]]
    return 1 if ours or absent else 130 if results["interrupted"] else 0
