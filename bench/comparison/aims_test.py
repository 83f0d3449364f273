# SPDX-License-Identifier: Apache-2.0
"""Rates below ten times GoAkt or CAF are named, with a reason or without."""
from comparison import aims
from comparison.test_support import TITLES, found_of, runs


def missed(known, *samples):
    return aims.missed(found_of([s for of in samples for s in of]), TITLES, known)


def test_a_rate_below_the_aim_is_named_with_its_reason():
    text = missed({"fanin1": "why."}, runs("akt", "fanin1", 50), runs("caf", "fanin1", 10),
                  runs("goakt", "fanin1", 6))
    assert text == "- `fanin1` 8.3× GoAkt, 5.0× CAF: why."


def test_only_rates_of_messages_below_the_aim_are_named():
    assert missed({}, runs("akt", "fanin1", 100), runs("caf", "fanin1", 10),
                  runs("akt", "spawn", 10), runs("caf", "spawn", 10)) == ""


def test_a_missing_reason_is_said_and_rates_with_one_reason_share_a_line():
    known = {"pingpong1": "why.", "pingpong64": "why."}
    text = missed(known, *(runs(p, n, 10) for p in ("akt", "caf")
                           for n in ("pingpong1", "pingpong64", "ring1000")))
    assert text == ("- `pingpong1` 1.0× CAF; `pingpong64` 1.0× CAF: why.\n"
                    "- `ring1000` 1.0× CAF: reason not found yet.")


def test_a_reason_that_nobody_can_use_is_an_error():
    for bad in ("[no_such_row]\nwhy = 'x'", "[fanin1]\nwhy = 'x'\nmore = 1", "[fanin1]\nlike = 'x'",
                "[fanin1]\nlike = 'ring1000'\n[ring1000]\nlike = 'fanin1'"):
        try:
            aims.reasons(bad)
        except SystemExit:
            continue
        raise AssertionError(bad)
    both = aims.reasons("[fanin1]\nlike = 'ring1000'\n[ring1000]\nwhy = 'x'")
    assert both == {"fanin1": "x", "ring1000": "x"}
    assert aims.reasons()
