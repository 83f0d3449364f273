# SPDX-License-Identifier: Apache-2.0
"""Raw data of a run: saved while it runs, kept when it is interrupted, read again for a page."""
import contextlib
import json
import os
import sys
from datetime import datetime, timezone
from pathlib import Path

import build
import machine

FOLDER = build.ROOT / "bench" / "results"
RUNS_LEAST = 3  # that a page is made of


def new(**about):
    """Results without samples, interrupted until they have come to their end."""
    return {"date": datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M UTC"),
            "machine": machine.about(), **about, "interrupted": True, "samples": []}


def path_of(results, name):
    """In bench/results. Those of an interrupted run do not take the place of whole ones."""
    name += "-interrupted" if results["interrupted"] else ""
    return FOLDER / f"{datetime.now(timezone.utc):%Y-%m-%d}-{name}.json"


def write(results, path):
    """One sample a line, so that a diff of two runs can be read. Never leaves half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    head = json.dumps({key: value for key, value in results.items() if key != "samples"}, indent=1)
    samples = ",\n".join("  " + json.dumps(s) for s in results["samples"])
    fresh = path.with_suffix(f".{os.getpid()}.new")
    fresh.write_text(head[:-2] + ',\n "samples": [\n' + samples + "\n ]\n}\n")
    fresh.replace(path)


def is_partial(options):
    """Such a run is for the terminal: the page stays as it is."""
    return options.quick or options.scale != 1 or options.repeat < RUNS_LEAST


@contextlib.contextmanager
def collected(results, save):
    """Around the runs that fill `results`: an interruption ends them, and what there is by then is
    saved, marked as interrupted."""
    try:
        yield
        results["interrupted"] = False
    except KeyboardInterrupt:
        build.say("interrupted: what was finished is kept")
    finally:
        if results["samples"]:
            save()


def kept(results, name, partial, last):
    """Says where the data are: those of a partial run in `last`, where they were saved while it
    ran, all others in bench/results. Their path if a page is to be made of them, or None."""
    if not results["samples"]:
        sys.exit("bench: nothing was measured")
    path = last if partial else path_of(results, name)
    if not partial:  # not before the end: the page that is there links its own
        write(results, path)
    build.say(f"raw data: {path.relative_to(build.ROOT)}")
    if results["interrupted"] and not partial:
        build.say("interrupted, the page is as it was; to make it: "
                  f"--from {path.relative_to(build.ROOT)}")
    return None if partial or results["interrupted"] else path


def for_page(path, text):
    """The raw data in `path` and the page that `text` makes of them; without one, the end."""
    path = Path(path)
    try:
        results = json.loads(path.read_text())
        made = text(results, path.name)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, ArithmeticError,
            RecursionError) as error:
        sys.exit(f"bench: {path} is no raw data for this page: {error!r}")
    if path.resolve().parent != FOLDER:
        sys.exit(f"bench: {path}: a page is made from a file in bench/results")
    return results, made
