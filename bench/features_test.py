# SPDX-License-Identifier: Apache-2.0
"""The features: raw data after each scene, and the page they make."""
import json
import tempfile
from pathlib import Path

import features
import features_page
import raw_data


def samples(*found):
    return [{"repeat": 0, "scene": name, kind: value} for name, kind, value in found]


def results_of(*found):
    return {"date": "today", "repeat": 1, "interrupted": False, "samples": samples(*found),
            "machine": dict.fromkeys(("commit", "cpu", "compiler", "flags"), "")}


def kept_after(*jobs):
    """The file that is left of these jobs, and after how many scenes it was written."""
    results, saved = raw_data.new(repeat=1, scale=1), []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "raw.json")

        def save():
            saved.append(len(results["samples"]))
            raw_data.write(results, path)

        features.run_all(results, list(jobs), save)
        return json.loads(path.read_text()), saved


def interrupted():
    raise KeyboardInterrupt


def test_raw_data_of_something_else_make_no_page():
    try:
        features_page.text({"machine": {}, "samples": [{"peer": "akt"}]}, "raw.json")
    except ValueError:
        return
    raise AssertionError("a page of nothing")


def test_ctrl_c_leaves_the_finished_scenes():
    kept, _ = kept_after((0, "pingpong", lambda: {"ns": 5.0}), (0, "deep", interrupted),
                         (0, "watched", lambda: {"ns": 7.0}))
    assert kept["samples"] == samples(("pingpong", "ns", 5.0)) and kept["interrupted"]


def test_results_are_saved_after_each_scene():
    kept, saved = kept_after((0, "pingpong", lambda: {"ns": 5.0}),
                             (0, "deep", lambda: {"failed": "no end"}))
    assert saved[:2] == [1, 2] and not kept["interrupted"]
    assert kept["samples"][1] == {"repeat": 0, "scene": "deep", "failed": "no end"}


def test_a_program_that_fails_or_prints_another_scene_has_no_time():
    assert features.timed("false", "pingpong", 1) == {"failed": "exit status 1"}
    assert "failed" in features.timed("true", "pingpong", 1)


def test_the_page_compares_each_scene_with_its_base():
    text = features_page.text(results_of(
        ("spawn", "ns", 10.0), ("spawn", "ns", 12.0), ("spawn_watched", "ns", 33.0),
        ("spawn", "instructions", 100.0), ("spawn_watched", "instructions", 250.0)), "raw.json")
    assert "| 100 | 11.0 (10.0 to 12.0) | - | - | - |" in text
    assert "| 250 | 33.0 (33.0 to 33.0) | `spawn` | 2.50 | 3.00 |" in text
    assert "interrupted" not in text and "Failed" not in text


def test_the_page_names_what_failed_and_that_it_was_interrupted():
    text = features_page.text(results_of(("deep", "failed", "no end")) | {"interrupted": True},
                              "raw.json")
    assert "- `deep`: no end" in text and "The run was interrupted" in text


def test_every_scene_is_compared_with_one_that_has_no_base():
    for name, scene in features_page.SCENES.items():
        assert not scene.base or not features_page.SCENES[scene.base].base, name
    assert set(features.UNITS) | set(features.COUNTED) <= set(features_page.SCENES)
