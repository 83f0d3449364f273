# SPDX-License-Identifier: Apache-2.0
"""What the machine does without actors stands beside akt's rows."""
from comparison import limits
from comparison.test_support import found_of, runs


def test_each_limit_stands_beside_the_figure_of_akt():
    results = {"raw": {"line_rtt": {"unit": "ns", "values": [400, 500, 9000]},
                       "blocks": {"unit": "blocks/s", "values": [3e5]}}}
    text = limits.text(results, found_of(runs("akt", "ask_ext", 1.1e6)))
    assert text.splitlines()[2:] == [
        "| a cache line goes to another core and back, once an ask (`line_rtt`) | "
        "2M /s (2.5M /s to 111k /s) | "
        "1.1M asks/s (`ask_ext`) |"]


def test_what_stands_beside_a_latency_is_a_duration():
    results = {"raw": {"late_all": {"unit": "ns", "values": [9e4, 1e5, 4e6]}}}
    text = limits.text(results, found_of(runs("akt", "lat_10k_p999", 2e5)))
    assert text.splitlines()[2].endswith(
        "(`late_all`) | 100 µs (90 µs to 4 ms) | 200 µs (`lat_10k_p999`) |"), text


def test_raw_data_without_limits_have_no_table():
    assert limits.text({}, found_of(runs("akt", "ask_ext", 1))) == ""
