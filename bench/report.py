# SPDX-License-Identifier: Apache-2.0
"""Turns the samples of a run into tables: on the terminal, bench/RESULTS.md, raw data."""
import statistics

import build
import raw_data
from measure import BIMODAL, BIMODAL_REPEATS, OTHERS_MAX, REFERENCE_ROW

FOLDER = build.ROOT / "bench"
GOAL = {1: 0.75, 2: 0.6}
GOAL_OF = {"spawn": 0.4}
# Three messages an ask, where the reference's program makes two.
THREE_FOR_TWO = ("ask_in_each", "ask_in64_each")
# Bytes do not depend on the machine: their goal is no ratio.
BYTES_MAX = {"idle_mem": 256, "idle_named": 400}
# Against the reference's plain spawn, message and stop, which has neither names nor supervision.
OWN_GOAL = {"spawn_named": 0.2, "restart": 0.2, "watch_stop": 0.2, "timers": 1, "timers_again": 1}
# The best of ten other actor libraries, as a ratio to the reference: no message row falls behind.
BEST_PEER = {"pingpong1": 0.23, "pingpong64": 0.16, "fanin1": 0.12, "fanin4": 0.23,
             "tell_ext": 0.24, "fanout256": 0.34, "ring1000": 0.15, "spawn": 0.21, "ask_in": 0.25,
             "ask_in64": 0.17, "ask_ext": 0.38, "mbox_drain": 0.78}
# Reported without a verdict: tails flip by two orders of magnitude from run to run, for every peer;
# the others have no row of the reference's beside them.
NOT_JUDGED = ("lat_50k_p99", "lat_50k_p999", "lat_burst_p99", "lat_burst_p999", "spawn_idle_ext",
              "mbox_refill")
# What a second worker brings: 0.95 of what it brings the reference on 1 us of work a message, and
# never a loss of more than 0.3 on empty handlers.
SPEED_UP = {"work64": "reference", "pingpong64": 0.7, "fanin4": 0.7, "fanout256": 0.7,
            "tell_ext": 0.7, "ring1000": 0.7, "spawn": 0.7, "ask_in64": 0.7, "ask_in64_then": 0.7,
            "ask_in64_each": 0.7}
SPEED_UP_OF_REFERENCE = 0.95


def figures(results):
    """{(workers, peer, name): (unit, [values])} without dropped runs."""
    found = {}
    for s in results["samples"]:
        if s["dropped"]:
            continue
        for name, figure in s["figures"].items():
            key = (s["workers"], s["peer"], name)
            found.setdefault(key, (figure["unit"], []))[1].append(figure["value"])
    return found


def goal(name, workers):
    if name in NOT_JUDGED or name in BYTES_MAX:
        return None
    if name in OWN_GOAL:
        return OWN_GOAL[name]
    least = GOAL_OF.get(name, GOAL[min(workers, 2)])
    if name in THREE_FOR_TWO:
        least *= 2 / 3
    return max(least, BEST_PEER.get(REFERENCE_ROW.get(name, name), 0))


def ratio(unit, value, reference):
    """Above 1: akt is better. Rates are better when high; ns and bytes when low."""
    if not value or not reference:
        return 0.0
    return value / reference if unit.endswith("/s") else reference / value


def judged(wanted, r):
    return "" if wanted is None else f"{wanted:.2f} {'PASS' if r >= wanted else 'BELOW'}"


def judged_bytes(most, value):
    return f"{most} B {'PASS' if 0 < value <= most else 'BELOW'}"


def lines(results):
    """One list of cells per row and number of workers."""
    found = figures(results)
    others = [peer for peer in results["peers"] if peer != "akt"]
    for (workers, peer, name), (unit, values) in found.items():
        if peer != "akt":
            continue
        median = statistics.median(values)
        cells = [name, str(workers), short(median), short(min(values)), short(max(values)), unit]
        verdict = ""
        for number, other in enumerate(others):
            theirs = found.get((workers, other, REFERENCE_ROW.get(name, name)))
            if not theirs:
                cells += ["-", "-"]
                continue
            reference = statistics.median(theirs[1])
            r = ratio(unit, median, reference)
            cells += [short(reference), f"{r:.2f}"]
            if number == 0:
                verdict = judged(goal(name, workers), r)
        if name in BYTES_MAX:
            verdict = judged_bytes(BYTES_MAX[name], median)
        yield cells + [verdict] if others else cells


def speed_ups(results):
    """[row, akt's, the first reference's, wanted, verdict]: two workers over one, of medians."""
    found = figures(results)
    others = [peer for peer in results["peers"] if peer != "akt"]
    def of(peer, name):
        one, two = (found.get((n, peer, name)) for n in (1, 2))
        return statistics.median(two[1]) / statistics.median(one[1]) if one and two else None
    for name, wanted in SPEED_UP.items():
        ours = of("akt", name)
        theirs = of(others[0], REFERENCE_ROW.get(name, name)) if others else None
        if ours is None:
            continue
        if wanted == "reference":
            wanted = SPEED_UP_OF_REFERENCE * theirs if theirs else None
        shown = "-" if theirs is None else f"{theirs:.2f}"
        yield [name, f"{ours:.2f}", shown, judged(wanted, ours)]


def speed_up_lines(results):
    rows = list(speed_ups(results))
    if not rows:
        return []
    table = [["second worker brings", "akt", "reference", "goal"], ["---"] * 4, *rows]
    return ["| " + " | ".join(row) + " |" for row in table]


def short(value):
    for size, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if value >= size:
            return f"{value / size:.3g}{letter}"
    return f"{value:.3g}"


def header(results):
    cells = ["row", "workers", "median", "min", "max", "unit"]
    others = [peer for peer in results["peers"] if peer != "akt"]
    for other in others:
        cells += [other, f"akt / {other}"]
    return cells + ["goal"] if others else cells


def text(results):
    table = [header(results), *lines(results)]
    widths = [max(len(row[i]) for row in table) for i in range(len(table[0]))]
    out = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip()
           for row in table]
    missing = unmeasured(results)
    gone = [f"without any figure: {', '.join(missing)}"] if missing else []
    return "\n".join(out + ["", *speed_up_lines(results), "", *raw_lines(results), *gone,
                            dropped_line(results)])


def raw_lines(results):
    return [f"{name}: median {short(statistics.median(r['values']))} {r['unit']}, "
            f"{short(min(r['values']))} to {short(max(r['values']))}"
            for name, r in results["raw"].items()]


def dropped_line(results):
    n, dropped = len(results["samples"]), sum(s["dropped"] for s in results["samples"])
    loud = sum(s["others"] > OTHERS_MAX for s in results["samples"])
    failed = sum(not s["figures"] for s in results["samples"])
    return (f"{n} runs; {loud} with more than {OTHERS_MAX:.0%} of the machine in other hands, "
            f"of which {dropped} were dropped; {failed} failed.")


def write(results, name):
    raw = raw_data.path_of(results, name)
    raw_data.write(results, raw)
    if results["interrupted"]:
        build.say(f"raw data: bench/results/{raw.name}; bench/RESULTS.md is as it was")
        return
    (FOLDER / "RESULTS.md").write_text(markdown(results, raw.name))
    build.say(f"wrote bench/results/{raw.name} and bench/RESULTS.md")


def markdown(results, raw_name):
    m, head = results["machine"], header(results)
    table = ["| " + " | ".join(row) + " |" for row in [head, ["---"] * len(head)]]
    below, all_lines = [], list(lines(results))
    for cells in all_lines:
        is_below = cells[-1].endswith("BELOW")
        below += [f"{cells[0]} with {cells[1]}"] if is_below else []
        table.append("| " + " | ".join(f"**{c}**" if is_below and c == cells[-1] else c
                                       for c in cells) + " |")
    below += [f"second worker on {name}" for name, *_, verdict in speed_ups(results)
              if verdict.endswith("BELOW")]
    return PAGE.format(
        date=results["date"], cpu=m["cpu"], cores=m["cores"], kernel=m["kernel"],
        compiler=m["compiler"], flags=m["flags"], commit=m["commit"], repeat=results["repeat"],
        scale=results["scale"], table="\n".join(table), raw_name=raw_name,
        bimodal=", ".join(BIMODAL), bimodal_repeats=BIMODAL_REPEATS,
        raw="\n".join(f"- {line}" for line in raw_lines(results)),
        speed_up="\n".join(speed_up_lines(results)),
        dropped=dropped_line(results),
        interrupted="**The run was interrupted: some rows are missing.**\n\n"
                    if results["interrupted"] else "",
        below=losses(results, below))


def unmeasured(results):
    """Rows of akt without any figure: dropped, failed."""
    tried, kept = set(), set()
    for s in results["samples"]:
        if s["peer"] == "akt":
            name = f"{s['row']} with {s['workers']}"
            tried.add(name)
            if s["figures"] and not s["dropped"]:
                kept.add(name)
    return sorted(tried - kept)


def losses(results, below):
    missing = unmeasured(results)
    text = f"Without any figure (row, workers): {', '.join(missing)}. " if missing else ""
    if len(results["peers"]) < 2:
        return text + "Measured alone: without a reference there is no verdict."
    if below:
        return text + "Below their goal (row, workers): " + ", ".join(below) + "."
    return text or "No row is below its goal."


PAGE = """# Results

<!-- Generated by `./dev bench`; edits are lost. -->

{date}, commit {commit}. {cpu}, {cores} cores, {kernel}, {compiler}, `{flags}`.

{interrupted}{below}

{table}

{speed_up}

The bare machine, for scale (a Treiber stack, 64 pushes then one take, on one thread; a cache line
from one core to another and back; two million nodes written to fresh memory, then put in order and
read; 64 KiB allocated, filled and freed; how late a thread that only reads the clock sees 10,000
times a second, p999, alone, and the worst of one on each core):

{raw}

## Method

Each row is a process of its own; akt and the references take turns, also at being the first,
which meets memory that nobody has touched for long; latencies begin after a second of rest;
{repeat} times with {scale} of the work ({bimodal}: {bimodal_repeats} times from 5 repeats on,
because they flip between two placements). Medians. A ratio above 1 means that akt is better,
whatever the unit; the verdict is about the first reference. The goal of a row is 0.75 of the
reference with one worker, 0.6 with two, spawn 0.4, and never less than the best other actor
library reaches; that of names, restarts and watches is 0.2, of timers 1, of the reference's
spawns, for it has no such rows; that of an idle actor is 256 bytes, with a name and a supervisor
400. Tails of latencies are shown without a verdict: they flip by two orders of magnitude from run
to run, for every peer. `ask_in` awaits in a loop, `ask_in_then` asks again in the callback, as
the reference's program does: two messages an ask. `ask_in_each` awaits once in a handler and
sends itself the next message: three for the reference's two, so its goal is two thirds.
`mbox_refill` fills the same mailbox again at once, `timers_again` arms and cancels as many timers
once more: the difference to `mbox_enqueue` and `timers` is the first touch of memory. On a shared
machine read differences below 1.3 as noise.
{dropped}

Raw data: [results/{raw_name}](results/{raw_name}). Again: `./dev bench --reference PROGRAM`, where
PROGRAM prints lines `R <peer> <row> <value> <unit>`, separated by tabs, for the row that is its
argument, and obeys the variables WORKERS and BENCH_SCALE.
"""
