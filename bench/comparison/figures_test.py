# SPDX-License-Identifier: Apache-2.0
"""Who is ahead, level and behind: no loss may be hidden, no doubt may count for akt."""
from comparison import figures, rows
from comparison.test_support import failed, found_of, results_of, runs, sample


def verdicts(*samples):
    found = found_of([s for of_peer in samples for s in of_peer])
    return [(s.name, s.peer, s.verdict, s.first) for s in figures.standings(found)]


def lost(*samples):
    found = found_of([s for of_peer in samples for s in of_peer])
    return [(s.name, s.peer, s.verdict) for s in figures.losses(found)]


def test_a_rate_far_above_all_others_is_ahead():
    assert verdicts(runs("akt", "fanin1", 20, 21), runs("caf", "fanin1", 10, 11)) == \
        [("fanin1", "caf", "ahead", True)]


def test_fewer_than_three_runs_of_either_do_not_make_it_ahead_but_behind():
    for ours, theirs, verdict in ((2, 3, "level"), (3, 2, "level"), (3, 3, "ahead")):
        assert verdicts(runs("akt", "fanin1", 20, at_least=ours),
                        runs("caf", "fanin1", 10, at_least=theirs)) == \
            [("fanin1", "caf", verdict, True)]
    assert verdicts(runs("akt", "fanin1", 10, at_least=1), runs("caf", "fanin1", 20)) == \
        [("fanin1", "caf", "behind", False)]


def test_fewer_bytes_are_ahead_and_more_are_behind():
    assert verdicts(runs("akt", "idle_mem", 10), runs("caf", "idle_mem", 20)) == \
        [("idle_mem", "caf", "ahead", True)]
    assert verdicts(runs("akt", "idle_mem", 20), runs("caf", "idle_mem", 10)) == \
        [("idle_mem", "caf", "behind", False)]


def test_a_better_median_within_noise_is_level():
    assert verdicts(runs("akt", "fanin1", 12, 13), runs("caf", "fanin1", 10, 11)) == \
        [("fanin1", "caf", "level", True)]


def test_a_better_median_whose_runs_overlap_is_level():
    assert verdicts(runs("akt", "fanin1", 9, 40, 41), runs("caf", "fanin1", 10)) == \
        [("fanin1", "caf", "level", True)]
    assert verdicts(runs("akt", "fanin1", 20, 21), runs("caf", "fanin1", 11),
                    runs("goakt", "fanin1", 3, 4, 20)) == [("fanin1", "caf", "level", True)]


def test_a_far_worse_median_is_behind_even_if_runs_overlap():
    assert lost(runs("akt", "fanin1", 10, 10, 40), runs("caf", "fanin1", 15)) == \
        [("fanin1", "caf", "behind")]


def test_a_slightly_worse_median_is_behind_if_no_run_reaches_the_other():
    assert lost(runs("akt", "counter_lines", 20, 20), runs("caf", "counter_lines", 17, 17)) == \
        [("counter_lines", "caf", "behind")]


def test_a_slightly_worse_median_whose_runs_overlap_is_level_and_a_loss():
    assert lost(runs("akt", "fanin1", 10, 12), runs("caf", "fanin1", 11, 13)) == \
        [("fanin1", "caf", "level")]


def test_behind_any_better_system_is_behind():
    assert lost(runs("akt", "fanin1", 10, 10.5, 11), runs("caf", "fanin1", 10.9, 12.5, 14),
                runs("goakt", "fanin1", 12, 12)) == [("fanin1", "caf", "behind")]


def test_equal_medians_are_no_loss():
    assert verdicts(runs("akt", "fanin1", 10), runs("caf", "fanin1", 10)) == \
        [("fanin1", "caf", "level", True)]


def test_without_a_figure_akt_is_behind():
    assert lost([failed("akt", "fanin1", "a number is wrong")], runs("caf", "fanin1", 10)) == \
        [("fanin1", "caf", "behind")]
    assert not lost(runs("akt", "lat_burst_spin_p50", 10))


def test_zero_is_not_divided_by():
    assert lost(runs("akt", "counter_size", 1), runs("caf", "counter_size", 0)) == \
        [("counter_size", "caf", "behind")]
    assert lost(runs("akt", "fanin1", 0, 5, 0), runs("caf", "fanin1", 1, 1, 0)) == \
        [("fanin1", "caf", "behind")]
    assert figures.times("counter_size", 1, 0) is None


def test_those_behind_come_before_those_that_are_level():
    assert lost(runs("akt", "pingpong1", 10, 12), runs("caf", "pingpong1", 11, 13),
                runs("akt", "fanin1", 10), runs("goakt", "fanin1", 20)) == \
        [("fanin1", "goakt", "behind"), ("pingpong1", "caf", "level")]


def test_a_dropped_run_does_not_count():
    found = found_of([sample("akt", "fanin1", 10), sample("akt", "fanin1", 90, dropped=True)])
    assert found["fanin1"]["akt"].median == 10 and found["fanin1"]["akt"].count == 1


def test_rows_of_which_no_run_counts_are_known():
    results = results_of([sample("akt", "fanin1", 10), sample("akt", "fanin1", 9, dropped=True),
                          sample("caf", "fanin1", 9, dropped=True), failed("caf", "spawn", "no")])
    assert figures.without_any(results) == [("caf", "fanin1", 2), ("caf", "spawn", 2)]


def test_another_number_of_workers_is_another_part():
    results = results_of(runs("akt", "fanin1", 10) + runs("akt", "fanin1", 20, workers=1)
                         + runs("akt", "idle_mem", 1) + runs("akt", "idle_mem", 5, workers=1),
                         workers=(1, 2))
    two, once, one = figures.parts(results)
    assert (two.title, once.once, one.title) == ("2 workers", True, "1 worker")
    assert two.found["fanin1"]["akt"].median == 10 and one.found["fanin1"]["akt"].median == 20
    assert list(once.found) == ["idle_mem"] and once.found["idle_mem"]["akt"].median == 1
    assert "idle_mem" not in two.found and "idle_mem" not in one.found


def test_times_is_above_one_when_akt_is_better():
    assert figures.times("fanin1", 20, 10) == 2 and figures.times("idle_mem", 10, 20) == 2


def test_numbers_are_short():
    assert [figures.times_text(v) for v in (None, 0.123, 1.04, 12.3, 644)] == \
        ["-", "0.12×", "1×", "12×", "644×"]
    assert [figures.quantity(v, "ns") for v in (842, 2e4, 3.45e6)] == \
        ["0.842 µs", "20 µs", "3.45 ms"]
    assert figures.quantity(2.5e6, "msg/s") == "2.5M msg/s"


def test_every_figure_but_processor_time_and_percentiles_is_in_the_summary():
    of_akt = [f.name for group in rows.GROUPS.values() for row in rows.AKT_ALONE
              for f in group.get(row, ())]
    left_out = set(rows.FIGURES) - set(rows.SUMMARY) - set(rows.CPU) - set(of_akt)
    assert all(name.startswith("lat_") and not name.endswith("_p99") for name in left_out), left_out
    assert set(rows.SUMMARY) <= set(rows.FIGURES)
