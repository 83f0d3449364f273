# SPDX-License-Identifier: Apache-2.0
"""The verdicts of bench/RESULTS.md."""
import report


def run(peer, row, workers, value, unit="asks/s"):
    return {"peer": peer, "row": row, "workers": workers, "dropped": False, "others": 0,
            "figures": {row: {"value": value, "unit": unit}}}


def verdicts(*samples, peers=("akt", "S")):
    found = report.lines({"peers": list(peers), "samples": samples})
    return {(cells[0], int(cells[1])): cells[-1] for cells in found}


def test_a_ratio_is_judged_by_the_goal_of_its_number_of_workers():
    two = (run("S", "ring1000", 1, 100), run("S", "ring1000", 2, 100))
    assert verdicts(run("akt", "ring1000", 1, 74), run("akt", "ring1000", 2, 74), *two) == {
        ("ring1000", 1): "0.75 BELOW", ("ring1000", 2): "0.60 PASS"}


def test_bytes_and_nanoseconds_are_better_when_they_are_less():
    for value, verdict in ((999, "0.75 PASS"), (1001, "0.75 BELOW")):
        found = verdicts(run("akt", "lat_50k_p50", 1, value, "ns"),
                         run("S", "lat_50k_p50", 1, 750, "ns"))
        assert found == {("lat_50k_p50", 1): verdict}


def test_asks_in_two_messages_are_judged_like_the_reference_and_those_in_three_by_two_thirds():
    for row in ("ask_in", "ask_in64"):
        for ours, wanted in ((row, "0.75"), (f"{row}_then", "0.75"), (f"{row}_each", "0.50")):
            least = float(wanted)
            for rate, verdict in ((1000 * least - 1, "BELOW"), (1000 * least, "PASS")):
                found = verdicts(run("akt", ours, 1, rate), run("S", row, 1, 1000))
                assert found == {(ours, 1): f"{wanted} {verdict}"}, found


def test_a_second_worker_is_judged_on_every_row_of_64_asks():
    for row in ("ask_in64", "ask_in64_then", "ask_in64_each"):
        for two, verdict in ((69, "BELOW"), (70, "PASS")):
            (cells,) = report.speed_ups({"peers": ["akt"], "samples": [
                run("akt", row, 1, 100), run("akt", row, 2, two)]})
            assert cells == [row, f"{two / 100:.2f}", "-", f"0.70 {verdict}"], cells


def test_idle_actors_are_judged_in_bytes_whatever_the_reference_takes():
    reference = run("S", "idle_mem", 1, 1, "B/actor")
    for value, verdict in ((256, "256 B PASS"), (257, "256 B BELOW"), (0, "256 B BELOW")):
        assert verdicts(run("akt", "idle_mem", 1, value, "B/actor"), reference) == {
            ("idle_mem", 1): verdict}


def test_idle_actors_with_a_name_need_no_row_of_the_reference():
    for value, verdict in ((400, "400 B PASS"), (401, "400 B BELOW")):
        found = verdicts(run("akt", "idle_named", 1, value, "B/actor"))
        assert found == {("idle_named", 1): verdict}


def test_without_a_reference_there_is_no_verdict():
    (cells,) = report.lines({"peers": ["akt"], "samples": [run("akt", "idle_mem", 1, 999)]})
    assert not any(word in cells[-1] for word in ("PASS", "BELOW"))
