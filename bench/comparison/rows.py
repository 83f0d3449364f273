# SPDX-License-Identifier: Apache-2.0
"""The rows of the comparison and the figures that each of them brings."""
from dataclasses import dataclass

LOADS = ("10k", "50k", "200k", "500k", "1M", "2M")
PERCENTILES = ("p50", "p99", "p999")


@dataclass(frozen=True)
class figure:
    """One number of a row."""
    name: str
    unit: str

    def varies(self):
        return self.unit not in ("lines", "MB")

    def rate(self):
        return self.unit.endswith("/s")


def rate(name, unit):
    return (figure(name, unit), figure(name + "_cpu", "s/M"))


GROUPS = {
    "Messages": {
        "pingpong1": rate("pingpong1", "rt/s"),
        "pingpong64": rate("pingpong64", "rt/s"),
        "fanin1": rate("fanin1", "msg/s"),
        "fanin4": rate("fanin4", "msg/s"),
        "fanin64": rate("fanin64", "msg/s"),
        "tell_ext": rate("tell_ext", "msg/s"),
        "fanout256": rate("fanout256", "msg/s"),
        "ring1000": rate("ring1000", "hops/s"),
        "payload64k": rate("payload64k", "msg/s"),
        "mbox": (figure("mbox_enqueue", "msg/s"), figure("mbox_drain", "msg/s")),
    },
    "Asks": {
        "ask_in": rate("ask_in", "asks/s"),
        "ask_in64": rate("ask_in64", "asks/s"),
        "ask_ext": rate("ask_ext", "asks/s"),
    },
    "Actors": {
        "spawn": rate("spawn", "actors/s"),
    },
    "Work and blocked threads": {
        "work64": rate("work64", "msg/s"),
        "blocked": (figure("blocked_pingpong", "rt/s"), figure("blocked_time", "ms")),
        "blocked_plain": (figure("blocked_plain_pingpong", "rt/s"),
                          figure("blocked_plain_time", "ms")),
    },
    "Latency": {
        "lat_burst": tuple(figure(f"lat_burst_{p}", "ns") for p in PERCENTILES),
        "lat_burst_spin": tuple(figure(f"lat_burst_spin_{p}", "ns") for p in PERCENTILES),
        "lat_load": tuple(figure(f"lat_{load}_{p}", "ns")
                          for load in LOADS for p in PERCENTILES),
    },
    "Memory of an idle actor": {
        "idle_mem": (figure("idle_mem", "B/actor"),),
    },
    "A small program": {
        "counter": (figure("counter_start", "ms"), figure("counter_rss", "MiB"),
                    figure("counter_size", "MB"), figure("counter_lines", "lines")),
    },
}
AKT_ALONE = ("lat_burst_spin", "blocked_plain")
# One sender and one actor, or a program as a whole: measured with the largest number of workers.
ONCE = ("lat_burst", "lat_burst_spin", "lat_load", "idle_mem", "counter")
ROWS = [row for group in GROUPS.values() for row in group]
FIGURES = {f.name: f for group in GROUPS.values() for row in group.values() for f in row}
FIGURES_ONCE = {f.name for group in GROUPS.values() for row, of_row in group.items()
                if row in ONCE for f in of_row}
CPU = [name for name, f in FIGURES.items() if f.unit == "s/M"]
# What a reader sees first: of processor time nothing, of latencies the p99. In words.
SUMMARY = {
    "pingpong1": "a number goes to and fro between two actors",
    "pingpong64": "64 such pairs",
    "fanin1": "one actor sends to one",
    "fanin4": "four actors send to one",
    "fanin64": "64 actors send to one",
    "tell_ext": "the main thread sends to an actor",
    "fanout256": "one actor sends to 256",
    "ring1000": "a message in a ring of 1,000 actors",
    "payload64k": "messages of 64 KiB",
    "mbox_enqueue": "2,000,000 messages put into a mailbox, cold memory",
    "mbox_drain": "the same mailbox emptied",
    "ask_in": "an actor asks another",
    "ask_in64": "64 such pairs",
    "ask_ext": "the main thread asks an actor",
    "spawn": "an actor: spawn, one message, stop",
    "work64": "64 actors that compute in every message",
    "blocked_pingpong": "ping-pong while others block their threads",
    "blocked_time": "until those are done, ideally 250 ms",
    "lat_burst_p99": "latency, bursts of 50 after pauses, p99",
    **{f"lat_{load}_p99": f"latency, {load} messages a second, p99" for load in LOADS},
    "idle_mem": "memory of an idle actor",
    "counter_start": "the smallest useful program: start to end",
    "counter_rss": "its resident memory",
    "counter_size": "its size on disk",
    "counter_lines": "its lines of code",
}


def of(row):
    """The figures of a row."""
    return next(group[row] for group in GROUPS.values() if row in group)
