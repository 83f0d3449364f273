# SPDX-License-Identifier: Apache-2.0
"""The page says what the raw data say."""
from comparison import page, plots
from comparison.test_support import TITLES, failed, found_of, results_of, runs, sample


def text_of(samples, workers=(2,)):
    return page.text(results_of(samples, workers), "raw.json")


def test_the_page_names_losses_failures_and_missed_aims():
    text = text_of(runs("akt", "ring1000", 50) + runs("caf", "ring1000", 10)
                   + runs("akt", "fanin1", 10) + runs("goakt", "fanin1", 11)
                   + [failed("caf", "spawn", "a reply is wrong")])
    assert "- `fanin1` **0.91×** (akt 10 msg/s, GoAkt 11 msg/s)" in text
    assert "CAF, `spawn`, 1 of its runs: a reply is wrong" in text
    assert "1 of 13 runs [failed](#the-systems): 1 of CAF." in text
    assert "CAF, `spawn` with 2: every run was disturbed or failed" in text
    assert "reached on 0 of 1, [missed](#less-than-ten-times) on `ring1000` 5.0." in text
    assert "### Less than ten times\n\n- `fanin1` 0.9× GoAkt; `ring1000` 5.0× CAF: " in text
    assert ("2 workers, message and ask rates: akt is **ahead in 1 of 2, level in 0, behind in 1**;"
            " its median is the best in 1.") in text
    assert "- Behind, the worst first: `fanin1` 0.91× (GoAkt)." in text


def test_the_summary_has_a_line_for_each_row():
    text = text_of(runs("akt", "fanin1", 5e6) + runs("caf", "fanin1", 1e7)
                   + runs("goakt", "fanin1", 1e6) + runs("akt", "lat_10k_p99", 2e3)
                   + runs("caf", "lat_10k_p99", 1e4))
    assert ("| one actor sends to one (`fanin1`) | 5M msg/s | CAF 10M msg/s | **0.5× behind** | "
            "5× | 0.5× |") in text
    assert "(`lat_10k_p99`) | 2 µs | CAF 10 µs | 5× ahead | - | 5× |" in text


def test_what_the_machine_does_stands_beside_the_figures_that_it_is_a_scale_for():
    results = results_of(runs("akt", "lat_10k_p999", 2e5) + runs("caf", "lat_10k_p999", 1e5)
                         + runs("akt", "ask_ext", 1e6) + runs("caf", "ask_ext", 1e5))
    results["raw"] = {"late_all": {"unit": "ns", "values": [1e5]},
                      "line_rtt": {"unit": "ns", "values": [200]}}
    text = page.text(results, "raw.json")
    section = text[text.index("### Latency, memory, a small program: not first"):]
    section = section[:section.index("### Less than ten times")]
    assert "| 100 µs (100 µs to 100 µs) | 200 µs (`lat_10k_p999`) |" in section
    assert "line_rtt" not in section
    assert text.count("What the machine itself does") == 2 and text.count("(`line_rtt`)") == 1
    assert "\n\n\n" not in text
    del results["raw"]
    assert "What the machine itself does" not in page.text(results, "raw.json")


def test_disturbed_runs_are_counted():
    text = text_of([sample("akt", "fanin1", 10, tries=2),
                    sample("akt", "fanin1", 90, tries=3, dropped=True),
                    sample("caf", "fanin1", 10)])
    assert ("Runs: 3. Repeated, because other processes took more than 10% of the machine "
            "meanwhile: 2. Dropped, because the last repetition was disturbed too: 1.") in text
    assert "10 (10 to 10)" in text and "90" not in text


def test_each_number_of_workers_has_a_section_and_what_was_measured_once_has_one():
    text = text_of(runs("akt", "fanin1", 20) + runs("caf", "fanin1", 10)
                   + runs("akt", "fanin1", 5, workers=1) + runs("caf", "fanin1", 10, workers=1)
                   + runs("akt", "idle_mem", 200) + runs("caf", "idle_mem", 800), (1, 2))
    heads = [line for line in text.splitlines() if line.startswith("## ")]
    assert heads[2:5] == ["## 2 workers", "## Latency, memory, a small program", "## 1 worker"]
    two, one = text.index("## 2 workers"), text.index("## 1 worker\n")
    assert text.count("| `idle_mem` | B/actor |") == 1
    assert "`fanin1` | msg/s | 20 (" in text[two:one] and "`fanin1` | msg/s | 5 (" in text[one:]
    assert "1 worker, all figures: akt is **ahead in 0 of 1, level in 0, behind in 1**" in text
    assert "| **0.5× behind** |" in text[one:] and "2× ahead" in text[:two]
    assert "### 1 worker: not first\n\n- `fanin1` **0.5×**" in text


def test_a_row_without_a_figure_of_akt_stays_on_the_page():
    text = text_of(runs("caf", "fanin1", 10) + [failed("akt", "fanin1", "no end")])
    assert "| `fanin1` | msg/s | - | 10 |" in text and "| no figure | CAF 10 msg/s |" in text


def test_an_interrupted_run_says_so():
    samples = runs("akt", "fanin1", 20) + runs("caf", "fanin1", 10)
    assert "interrupted" not in text_of(samples)
    assert "interrupted" in page.text(results_of(samples) | {"interrupted": True}, "raw.json")


def test_plots_are_whole_and_the_same_every_time():
    samples = [sample(p, name, value) for p, value in (("akt", 2e6), ("caf", 1e5))
               for name in ("fanin1", "idle_mem", "lat_10k_p50", "lat_2M_p50")]
    titles = TITLES | {"caf": "CAF & Co"}
    drawn = plots.all_plots(found_of(samples), list(titles), titles)
    assert sorted(drawn) == ["idle-actor.svg", "latency.svg", "rates.svg"]
    assert all(svg.endswith("</svg>\n") and "CAF &amp; Co" in svg for svg in drawn.values())
    assert drawn == plots.all_plots(found_of(samples), list(titles), titles)


def test_plots_are_of_the_largest_number_of_workers():
    one = runs("akt", "fanin1", 5, workers=1) + runs("caf", "fanin1", 10, workers=1)
    two = runs("akt", "fanin1", 20) + runs("caf", "fanin1", 10)
    assert page.drawn_of(results_of(one + two, (1, 2))) == page.drawn_of(results_of(two))
    assert page.drawn_of(results_of(one + two, (1, 2))) != page.drawn_of(results_of(one, (1,)))
