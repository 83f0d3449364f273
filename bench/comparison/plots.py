# SPDX-License-Identifier: Apache-2.0
"""The plots of the page: ratios of rates, latency against offered load, bytes of an idle actor."""
from comparison import rows
from comparison.figures import ranked, short
from comparison.svg import COLOURS, INK, drawing, log_scale, spaced

LOAD = {"10k": 1e4, "50k": 5e4, "200k": 2e5, "500k": 5e5, "1M": 1e6, "2M": 2e6}


def colours(peers):
    others = [name for name in peers if name != "akt"]
    return {"akt": INK, **{name: COLOURS[i % len(COLOURS)] for i, name in enumerate(others)}}


def legend(d, peers, titles, x, y, column):
    for i, (name, colour) in enumerate(colours(peers).items()):
        at_x, at_y = x + i % 6 * column, y + i // 6 * 18
        d.dot(at_x, at_y - 4, colour)
        d.text(at_x + 8, at_y, titles[name])


def rates(found, peers, titles):
    """One line a row: each peer's rate as a share of akt's, which is 1."""
    names = [name for name, f in rows.FIGURES.items()
             if f.rate() and "akt" in found.get(name, {}) and len(found[name]) > 1]
    if not names:
        return None
    shares = {name: {p: s.median / found[name]["akt"].median for p, s in found[name].items()}
              for name in names}
    d = drawing(900, 100 + 22 * len(names))
    x = log_scale([v for by in shares.values() for v in by.values()], 140, 880)
    legend(d, peers, titles, 20, 24, 145)
    for tick in x.ticks():
        d.line(x(tick), 60, x(tick), 66 + 22 * len(names), INK if tick == 1 else "#d0d7de")
        d.text(x(tick), 84 + 22 * len(names), f"{tick:g}", "middle")
    d.text(510, 98 + 22 * len(names), "rate as a share of akt's (more is better)", "middle", 11)
    for i, name in enumerate(names):
        y = 74 + 22 * i
        d.text(130, y + 4, name, "end")
        d.line(140, y, 880, y)
        for peer, colour in reversed(colours(peers).items()):
            if peer in shares[name]:
                d.dot(x(shares[name][peer]), y, colour, 5 if peer == "akt" else 4)
    return d.done()


def latency(found, peers, titles):
    """Percentiles of the time to the handler, for each offered load."""
    curves = {p: {peer: [(LOAD[load], found[f"lat_{load}_{p}"][peer].median)
                         for load in rows.LOADS if peer in found.get(f"lat_{load}_{p}", {})]
                  for peer in peers} for p in rows.PERCENTILES}
    values = [v for by in curves.values() for points in by.values() for _, v in points]
    if not values:
        return None
    d = drawing(900, 470)
    y = log_scale(values, 420, 40)
    for i, (p, by) in enumerate(curves.items()):
        left = 50 + i * 285
        x = log_scale(LOAD.values(), left, left + 185, own_ends=True)
        d.text(left, 22, f"{p.replace('p999', 'p99.9')}, ns", weight="bold")
        for tick in y.ticks():
            d.line(left, y(tick), left + 205, y(tick))
            d.text(left - 4, y(tick) + 4, short(tick), "end", 11)
        for load, value in LOAD.items():
            d.text(x(value), 438, load, "middle", 10)
        ends = {}
        for peer, points in by.items():
            points = [(x(load), y(value)) for load, value in points]
            if points:
                d.path(points, colours(peers)[peer], 2.5 if peer == "akt" else 1.5)
                ends[peer] = points[-1][1]
        for peer, at in spaced(ends, 12).items():
            d.text(left + 195, at + 4, titles[peer], size=10, colour=colours(peers)[peer])
    d.text(450, 462, "messages offered a second", "middle", 11)
    return d.done()


def bytes_of_an_actor(found, peers, titles):
    by_peer = found.get("idle_mem", {})
    if not by_peer:
        return None
    best_first = ranked("idle_mem", by_peer)
    d = drawing(900, 20 + 22 * len(best_first))
    most = best_first[-1][1].median
    for i, (peer, s) in enumerate(best_first):
        y = 10 + 22 * i
        d.text(130, y + 13, titles[peer], "end")
        d.bar(140, y + 2, 620 * s.median / most, 15, colours(peers)[peer])
        d.text(146 + 620 * s.median / most, y + 13, f"{s.median:.0f} B")
    return d.done()


def all_plots(found, peers, titles):
    """{file name: SVG text} of the plots for which there are figures."""
    drawn = {"rates.svg": rates(found, peers, titles),
             "latency.svg": latency(found, peers, titles),
             "idle-actor.svg": bytes_of_an_actor(found, peers, titles)}
    return {name: text for name, text in drawn.items() if text}
