# SPDX-License-Identifier: Apache-2.0
"""`./dev bench features`: what akt's features cost, as docs/benchmarks-features.md."""
import functools

import build
import features_page
import gates
import measure
import raw_data
from comparison.programs import finished, run_failed
from features_page import SCENES, figures

LAST = build.ROOT / "build" / "features-last.json"
# Units of a timed run, and of the two that callgrind counts.
UNITS = {"simulated": 2e6, "ask": 4e6, "spawn": 2e6, "spawn_named": 2e6, "spawn_watched": 2e6,
         "timer": 2e6, "restart": 2e6, "failing": 2e5}
UNITS_OTHERWISE = 8e6
COUNTED = {"failing": (2_000, 6_000), "simulated": (20_000, 60_000)}


def timed(program, scene, share):
    """{"ns": of a unit}, or why there is none."""
    units = int(max(100, UNITS.get(scene, UNITS_OTHERWISE) * share))
    try:
        found = measure.result_lines(finished([program, scene, str(units)], {}))
        return {"ns": found[scene][0]}
    except (run_failed, KeyError) as failure:
        return {"failed": str(failure)}


def counted(program, scene):
    """{"instructions": of a unit}, or that there are none."""
    small, large = COUNTED.get(scene, gates.INSTRUCTION_COUNTS)
    costs = [gates.worker_instructions(program, scene, n, []) for n in (small, large)]
    if None in costs:
        return {"failed": "callgrind"}
    return {"instructions": (costs[1] - costs[0]) / (large - small)}


def jobs(program, repeat, share, with_counts):
    """(repeat, scene, what measures it): the scenes in turns, at last the instructions of each."""
    for turn in range(repeat):
        for name in SCENES:
            yield turn, name, functools.partial(timed, program, name, share)
    for name in SCENES if with_counts else ():
        yield None, name, functools.partial(counted, program, name)


def run_all(results, todo, save):
    """Fills `results` in; `save` is called after each scene."""
    with raw_data.collected(results, save):
        for number, (turn, name, job) in enumerate(todo, 1):
            found = job()
            results["samples"].append({"repeat": turn, "scene": name, **found})
            text = " ".join(f"{value:.4g} {kind}" if kind != "failed" else f"FAILED: {value}"
                            for kind, value in found.items())
            build.say(f"{number}/{len(todo)} {name}: {text}")
            save()


def run(options):
    if options.source:
        features_page.write(raw_data.for_page(options.source, features_page.text)[1])
        return 0
    if raw_data.is_partial(options):
        build.say("a part of a run: its figures show that it works, no more")
    program = build.programs("bench", "bench", ["bench_features"]) / "bench_features"
    share = 0.02 if options.quick else options.scale
    results = raw_data.new(repeat=1 if options.quick else options.repeat, scale=share)
    todo = list(jobs(program, results["repeat"], share, with_counts=not options.quick))
    run_all(results, todo, lambda: raw_data.write(results, LAST))
    path = raw_data.kept(results, "features", raw_data.is_partial(options), LAST)
    print(features_page.table(results))
    if results["interrupted"]:
        return 130
    if path:
        features_page.write(features_page.text(results, path.name))
    failed = any("failed" in s for s in results["samples"])
    return 1 if failed or set(figures(results, "ns")) != set(SCENES) else 0
