# SPDX-License-Identifier: Apache-2.0
"""Causes: each is of the peer it was found for."""
from comparison import catalog, figures, losses
from comparison.test_support import TITLES, found_of, runs

KNOWN = """
[fanin1]
peer = ["caf", "ergo"]
cause = "its queue is shorter."
tried = "a shorter queue."
[[counter_size]]
peer = "caf"
cause = "it has no names."
[[counter_size]]
peer = "goakt"
suspected = "it has no numbers."
[spawn]
peer = "caf"
like = "fanin1"
[fanin4]
like = "fanin1"
[fanout256]
like = "ring1000"
[ring1000]
peer = "caf"
workers = 2
cause = "two workers meet."
"""


def text_of(*samples, workers=2):
    found = found_of([s for of_peer in samples for s in of_peer])
    part = figures.part("title", workers, found)
    return losses.text(part, TITLES, losses.causes(KNOWN))


def test_a_loss_is_told_with_cause_and_what_was_tried():
    assert text_of(runs("akt", "fanin1", 5e6), runs("caf", "fanin1", 1e7)) == \
        ("- `fanin1` **0.5×** (akt 5M msg/s, CAF 10M msg/s). "
         "Cause: its queue is shorter. Tried: a shorter queue.")


def test_the_cause_of_one_peer_does_not_explain_another():
    text = text_of(runs("akt", "fanin1", 5), runs("goakt", "fanin1", 10),
                   runs("caf", "fanin1", 9))
    assert "GoAkt" in text and "its queue" not in text
    assert text.endswith("Cause not found yet. Tried: nothing yet.")


def test_a_cause_of_two_workers_does_not_explain_one():
    slower = runs("akt", "ring1000", 5), runs("caf", "ring1000", 10)
    assert "Cause: two workers meet." in text_of(*slower)
    assert "Cause not found yet." in text_of(*slower, workers=1)


def test_each_peer_may_have_its_own_cause():
    of_caf = text_of(runs("akt", "counter_size", 9), runs("caf", "counter_size", 1))
    of_goakt = text_of(runs("akt", "counter_size", 9), runs("goakt", "counter_size", 1))
    assert of_caf.endswith("Cause: it has no names. Tried: nothing yet.")
    assert of_goakt.endswith(
        "Cause not found yet. Suspected: it has no numbers. Tried: nothing yet.")


def test_a_figure_like_another_is_explained_for_the_same_peers():
    text = text_of(runs("akt", "fanin4", 5), runs("caf", "fanin4", 10))
    assert text.endswith("Cause: its queue is shorter. Tried: a shorter queue.")
    assert "not found yet" in text_of(runs("akt", "fanin4", 5), runs("goakt", "fanin4", 10))


def test_a_figure_like_another_is_explained_for_as_many_workers():
    slower = runs("akt", "fanout256", 5), runs("caf", "fanout256", 10)
    assert "Cause: two workers meet." in text_of(*slower)
    assert "Cause not found yet." in text_of(*slower, workers=1)


def test_figures_of_one_cause_share_a_line_and_level_ones_are_marked_and_last():
    text = text_of(runs("akt", "fanin1", 5), runs("caf", "fanin1", 10),
                   runs("akt", "spawn", 5), runs("caf", "spawn", 10),
                   runs("akt", "ask_in", 10, 11, 12), runs("goakt", "ask_in", 11, 12, 13))
    first, second = text.splitlines()
    assert "`fanin1`" in first and "`spawn`" in first and "its queue" in first
    assert "level" not in first and "`ask_in` **0.92×**, level" in second


def test_a_row_in_which_akt_failed_is_a_loss():
    assert "`fanin1` (akt has no figure, CAF 10 msg/s)" in text_of(runs("caf", "fanin1", 10))


def test_entries_nobody_can_use_are_refused():
    good = 'peer = "caf"\ncause = "x"\n'
    losses.causes("[fanin1]\n" + good)
    for wrong in ("[nothing]\n" + good, '[fanin1]\ncause = "x"\n', '[fanin1]\npeer = "caf"\n',
                  f"[fanin1]\n{good}colour = 1\n", f'[fanin1]\n{good}suspected = "y"\n',
                  '[fanin1]\npeer = "caf"\nlike = "spawn"\n', '[fanin1]\nlike = "fanin1"\n',
                  f'[spawn]\n{good}[fanin1]\nlike = "spawn"\n[fanin4]\nlike = "fanin1"\n'):
        try:
            losses.causes(wrong)
        except SystemExit:
            continue
        raise AssertionError(wrong)


def test_the_causes_of_the_page_are_of_peers_that_are_known():
    known = {p.name for p in catalog.everyone()} - {"akt"}
    for name, entries in losses.causes().items():
        for entry in entries:
            assert set(losses.named(entry)) <= known, name
