# SPDX-License-Identifier: Apache-2.0
"""Made-up raw data for the tests."""
from comparison import figures

TITLES = {"akt": "akt", "caf": "CAF", "goakt": "GoAkt"}


def sample(peer, name, value, **more):
    return {"peer": peer, "row": name, "workers": 2, "dropped": False, "tries": 1, "others": 0.0,
            "figures": {name: [value, ""]}, **more}


def failed(peer, row, said):
    return sample(peer, row, 0, figures={}, failed=said)


def runs(peer, name, *values, at_least=3, **more):
    """One for each value; the first one stands as often as is missing of so many."""
    values = [values[0]] * (at_least - len(values)) + list(values)
    return [sample(peer, name, value, **more) for value in values]


def results_of(samples, workers=(2,)):
    about = {"language": "C++", "version": "1", "settings": "", "memory": "", "missing": "",
             "bring": "", "skip": {}}
    return {"date": "today", "repeat": 1, "seconds": 1, "workers": list(workers),
            "interrupted": False, "samples": samples,
            "machine": dict.fromkeys(("commit", "cpu", "cores", "kernel", "compiler", "flags"), ""),
            "peers": {p: about | {"title": t} for p, t in TITLES.items()}}


def found_of(samples):
    return figures.spreads(results_of(samples), 2)
