# SPDX-License-Identifier: Apache-2.0
"""Runs the rows, interleaved with the references, and keeps every figure."""
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

import build
import processes
import raw_data
from arguments import known
from comparison import host_memory

# Rows of bench_rows; asks have three forms, each compared with the one of the reference.
ROWS = ("pingpong1", "pingpong64", "fanin1", "fanin4", "tell_ext", "fanout256", "ring1000", "spawn",
        "ask_in", "ask_in_then", "ask_in_each", "ask_in64", "ask_in64_then", "ask_in64_each",
        "ask_ext", "work64", "link_tell", "link_ask", "mbox", "lat_50k", "lat_burst", "idle_mem",
        "spawn_named", "restart", "watch_stop", "timers", "idle_named")
NOT_IN_REFERENCES = ("link_tell", "link_ask", "idle_named")
REFERENCE_ROW = {"ask_in_then": "ask_in", "ask_in_each": "ask_in", "ask_in64_then": "ask_in64",
                 "ask_in64_each": "ask_in64", "spawn_named": "spawn", "restart": "spawn",
                 "watch_stop": "spawn", "timers": "spawn", "timers_again": "spawn"}
# They flip between two placements of actors on workers: the median of 5 runs is a coin.
BIMODAL = ("fanin1", "fanin4", "fanout256", "ask_ext")
BIMODAL_REPEATS = 9
OTHERS_MAX = 0.10
RUN_SECONDS_MAX = 120


class machine_load:
    """How much of the machine other processes took between two moments."""

    def __init__(self):
        self.wall, self.busy, self.own = self.now()

    @staticmethod
    def now():
        ticks = [int(n) for n in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
        busy = sum(ticks) - ticks[3] - ticks[4]  # all but idle and iowait
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return time.monotonic(), busy / os.sysconf("SC_CLK_TCK"), used.ru_utime + used.ru_stime

    def seconds(self):
        return time.monotonic() - self.wall

    def of_others(self):
        wall, busy, own = self.now()
        spare = (busy - self.busy) - (own - self.own)
        return max(0.0, spare) / max(0.001, (wall - self.wall) * os.cpu_count())


def result_lines(output):
    """{name: (value, unit)} of the lines `R <peer> <name> <value> <unit>`, separated by tabs."""
    found = {}
    for line in output.splitlines():
        fields = line.split("\t")
        if len(fields) == 5 and fields[0] == "R":
            found[fields[2]] = (float(fields[3]), fields[4])
    return found


def run_once(program, row, workers, scale):
    """({name: (value, unit)}, what others took). Empty if the program failed."""
    environment = dict(os.environ, WORKERS=str(workers), BENCH_SCALE=str(scale))
    load = machine_load()
    try:
        status, output, _ = processes.ended([program, row] if row else [program],
                                            RUN_SECONDS_MAX, env=environment)
        output = output if status == 0 else ""
    except subprocess.TimeoutExpired:
        output = ""
    return result_lines(output), load.of_others()


def references(options):
    """[(name, program)]; the name is the file's unless `name=program` gives another."""
    named = []
    for text in options.reference:
        name, _, program = text.rpartition("=")
        program = os.path.abspath(program)
        if name == "akt" or not name and os.path.basename(program) == "akt":
            sys.exit("bench: a reference has another name than akt")
        if not os.path.isfile(program) or not os.access(program, os.X_OK):
            sys.exit(f"bench: {program} is not a program")
        named.append((name or os.path.basename(program), program))
    return named


def plan(rows, workers, repeat, peers):
    """Every run, in the order of execution: peers of one row follow one another, and take turns to
    be the first, which meets memory that nobody has touched for long."""
    rounds = max(repeat, BIMODAL_REPEATS) if repeat >= 5 else repeat
    for turn in range(rounds):
        first = turn % len(peers)
        in_turn = peers[first:] + peers[:first]
        for count in workers:
            done = set()
            for row in rows:
                if turn >= repeat and row not in BIMODAL:
                    continue
                for peer in in_turn:
                    if peer != "akt" and row in NOT_IN_REFERENCES:
                        continue
                    name = row if peer == "akt" else REFERENCE_ROW.get(row, row)
                    if (peer, name) not in done:
                        done.add((peer, name))
                        yield turn, count, name, peer


def sample(turn, workers, row, peer, found, others, dropped):
    return {"repeat": turn, "workers": workers, "row": row, "peer": peer,
            "others": round(others, 3), "dropped": dropped,
            "figures": {name: {"value": v, "unit": u} for name, (v, u) in found.items()}}


def rows(options):
    wanted, others = known(options.only, ROWS, "row"), dict(references(options))
    folder = build.programs("bench", "bench", ["bench_rows", "bench_raw"])
    peers = {"akt": folder / "bench_rows", **others}
    results = raw_data.new(repeat=options.repeat, scale=options.scale, quiet=options.quiet,
                           peers=list(peers), raw={})
    with raw_data.collected(results, lambda: None):
        measure_raw(results, folder / "bench_raw", max(3, options.repeat))
        measure_rows(results, options, peers, wanted)
    return results


def measure_raw(results, program, repeat):
    for _ in range(repeat):
        host_memory.touch()
        for name, (value, unit) in run_once(program, None, 1, 1)[0].items():
            results["raw"].setdefault(name, {"unit": unit, "values": []})["values"].append(value)


def measure_rows(results, options, peers, wanted):
    runs = list(plan(wanted, options.workers, options.repeat, list(peers)))
    for number, (turn, count, row, peer) in enumerate(runs, 1):
        host_memory.prepare(row)
        found, others = run_once(peers[peer], row, count, options.scale)
        dropped = options.quiet and others > OTHERS_MAX
        note = f"dropped: others took {others:.0%}" if dropped else f"others {others:.0%}"
        shown = " ".join(f"{name} {value:.3g} {unit}" for name, (value, unit) in found.items())
        build.say(f"{number}/{len(runs)} w{count} {peer}: {shown or row + ' FAILED'} ({note})")
        results["samples"].append(sample(turn, count, row, peer, found, others, dropped))
