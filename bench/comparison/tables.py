# SPDX-License-Identifier: Apache-2.0
"""The tables of the page that show every figure of every system."""
from comparison import figures, rows
from comparison.figures import short


def table(head, lines):
    out = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    return "\n".join(out + ["| " + " | ".join(line) + " |" for line in lines])


def spread_text(s):
    return f"{short(s.median)} ({short(s.least)} to {short(s.most)})" if s else "-"


def cell(name, peer, by_peer):
    if peer not in by_peer:
        return "-"
    if "akt" not in by_peer:
        return short(by_peer[peer].median)
    better = figures.times(name, by_peer["akt"].median, by_peer[peer].median)
    mark = "**" if better and better < 1 else ""
    return f"{mark}{short(by_peer[peer].median)} ({figures.times_text(better)}){mark}"


def of_names(found, names, titles):
    others = [p for p in titles if p != "akt"]
    lines = [[f"`{name}`", rows.FIGURES[name].unit, spread_text(found[name].get("akt")),
              *(cell(name, p, found[name]) for p in others)] for name in names if name in found]
    return table(["row", "unit", "akt"] + [titles[p] for p in others], lines) if lines else ""


def of_groups(found, titles):
    for group, of_group in rows.GROUPS.items():
        names = [f.name for row, of_row in of_group.items() if row not in rows.AKT_ALONE
                 for f in of_row if f.unit != "s/M"]
        text = of_names(found, names, titles)
        if text:
            yield f"### {group}\n\n{text}"
        alone = [[f"`{f.name}`", rows.FIGURES[f.name].unit, spread_text(found[f.name].get("akt"))]
                 for row, of_row in of_group.items() if row in rows.AKT_ALONE
                 for f in of_row if f.name in found]
        if alone:
            yield "akt alone:\n\n" + table(["row", "unit", "akt"], alone)


def processor_time(found, titles):
    text = of_names(found, rows.CPU, titles)
    return text and ("### Processor time\n\nSeconds of processor time per million units, of the "
                     f"whole process in the counted round.\n\n{text}")


def everything(found, titles):
    lines = [[f"`{name}`", titles[peer], *map(short, (s.least, s.median, s.most)), str(s.count),
              rows.FIGURES[name].unit]
             for name in rows.FIGURES if name in found for peer, s in
             figures.ranked(name, found[name])]
    body = table(["figure", "system", "min", "median", "max", "runs", "unit"], lines)
    return f"<details><summary>Every figure: least, median, most</summary>\n\n{body}\n\n</details>"
