# SPDX-License-Identifier: Apache-2.0
"""How peers are built, from where, and what is told of a build."""
import contextlib
import io
import os
import tempfile
from pathlib import Path
from unittest.mock import patch

import processes
from comparison import build_log, building, catalog, versions


@contextlib.contextmanager
def folder_of(files):
    """A folder with files of these names and texts."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        yield folder


@contextlib.contextmanager
def peer_with_root(name, files):
    """The peer, its variable naming a folder with these files."""
    with folder_of(files) as root, folder_of({}) as out:
        p = next(p for p in catalog.everyone() if p.name == name)
        p.out, p.needs = Path(out), []
        with patch.dict(os.environ, {p.root: root}):
            yield p


def configured(p):
    """What the first step of the peer's build fails with: CMake's search for it, nothing more."""
    command, folder = next(building.steps(p))
    status, output = processes.built(command, 60, cwd=folder)
    return build_log.said(output) if status else ""


# {peer: (its title, its variable, a package that CMake takes for its library)}
PACKAGES = {
    "caf": ("CAF", "CAF_ROOT", {"lib/cmake/CAF/CAFConfig.cmake":
            "add_library(CAF::core INTERFACE IMPORTED)\n"}),
    "sobjectizer": ("SObjectizer", "SOBJ_ROOT", {
        "lib/cmake/sobjectizer/sobjectizerConfig.cmake":
            "add_library(sobjectizer::StaticLib INTERFACE IMPORTED)\n"}),
}


def test_a_root_without_the_library_is_not_replaced_by_another_installation():
    for name, (title, variable, package) in PACKAGES.items():
        with folder_of(package) as other, peer_with_root(name, {}) as p:
            with patch.dict(os.environ, {"CMAKE_PREFIX_PATH": other}):
                assert configured(p) == \
                    f"CMake error: there is no CMake package of {title} in what {variable} names"


def test_a_root_with_the_library_is_taken():
    for name, (_, _, package) in PACKAGES.items():
        with peer_with_root(name, package) as p:
            assert configured(p) == "", name


def test_a_root_of_go_is_a_checkout_of_the_module():
    module = "module github.com/tochemey/goakt/v4\n\ngo 1.26\n"
    with peer_with_root("goakt", {"go.mod": module}) as p:
        assert p.why_not() == ""
    for files in ({}, {"go.mod": ""}, {"go.mod": "module github.com/tochemey/goakt/v3\n"}):
        with peer_with_root("goakt", files) as p:
            assert p.why_not() == \
                "what GOAKT_ROOT names is no checkout of github.com/tochemey/goakt/v4"


def test_a_root_is_found_from_every_folder():
    p = catalog.peer("x", "X", "C", root="X_ROOT")
    with patch.dict(os.environ, {"X_ROOT": "bench"}):
        assert p.root_folder() == str(Path.cwd() / "bench")
    with patch.dict(os.environ, {"X_ROOT": ""}):
        assert p.root_folder() is None


def built(**more):
    """A peer whose build does nothing, and what is said of it."""
    said = io.StringIO()
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stderr(said):
        p = catalog.peer("x", "X", "C", version="1", build=[["true"]], folder=Path(folder),
                         out=Path(folder), **more)
        building.build_peer(p)
    return p, said.getvalue()


def test_a_version_that_cannot_be_asked_for_is_left_out_with_a_line():
    for command in (["/nowhere/at/all", "--version"], ["false"]):
        p, said = built(version_command=command)
        assert not p.missing and p.version == ""
        assert f"X without the version that {' '.join(command)} would tell: " in said


def test_a_version_is_what_its_command_tells():
    assert built(version_command=["echo", "2"])[0].version == "2"
    assert built()[0].version == "1"
    assert built(version_command=["echo", "{root}"])[0].version == "1", "there is no root"


def test_a_tool_that_does_not_tell_its_version_is_left_out():
    with patch.dict(versions.TOOLS, {"true": ["/nowhere/at/all"]}):
        p, said = built(needs=["true"])
    assert p.toolchain == "" and not p.missing and "X without the version" in said


def test_a_build_that_cannot_be_started_is_told():
    with tempfile.TemporaryDirectory() as folder:
        p = catalog.peer("x", "X", "C", build=[["true"], ["/nowhere/at/all"]],
                         folder=Path(folder), out=Path(folder))
        building.build_peer(p)
    assert p.missing.startswith("it did not build: error: ") and "No such file" in p.missing


def test_a_failed_build_says_why_and_names_no_registry():
    log = "reading files\ngo: reading https://example.org/x: 403 Forbidden\nbye\n"
    assert build_log.said(log) == "go: reading the registry 403 Forbidden"
    assert build_log.scrubbed("at /home/me/x/y.cpp:3: error") == "at y.cpp:3: error"
    assert build_log.said("one\n\ntwo\n") == "two" and build_log.said("") == "no output"


def test_of_an_error_of_cmake_the_message_is_told():
    log = ("-- found\nCMake Error at CMakeLists.txt:7 (message):\n  first\n  second\n\n\n"
           "-- Configuring incomplete, errors occurred!\n")
    assert build_log.said(log) == "CMake error: first second"
