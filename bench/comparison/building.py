# SPDX-License-Identifier: Apache-2.0
"""Builds the programs of the peers in build/peers/<name>; a peer that does not build is missing."""
import os
import shutil
import subprocess

import build
import processes
from comparison import catalog, versions
from comparison.build_log import said

BUILD_SECONDS_MAX = 1200


def cargo(p):
    target = p.out / "target"
    yield ["cargo", "build", "--release", "--locked", "--quiet", "--target-dir", target], p.folder
    for program in ("rows", "counter"):
        yield ["cp", target / "release" / program, p.out], p.folder


def go(p):
    """In a copy, because go writes into the folder that it builds. The peer comes from the checkout
    that its variable names, by a go.work, or from the proxy, which may not have it."""
    source = p.out / "src"
    shutil.rmtree(source, ignore_errors=True)
    shutil.copytree(p.folder, source / p.name)
    shutil.copytree(catalog.FOLDER / "support" / "go", source / "support" / "go")
    if p.root_folder():
        yield ["go", "work", "init", f"./{p.name}", "./support/go", p.root_folder()], source
    elif p.module:
        yield ["go", "get", p.module], source / p.name
    for program in ("rows", "counter"):
        yield ["go", "build", "-ldflags=-s -w", "-o", p.out / program,
               f"./{program}"], source / p.name


def cmake(p):
    root = [f"-DPEER_ROOT={p.root_folder()}"] if p.root_folder() else []
    tree = p.out / "build"
    yield ["cmake", "--fresh", "-S", p.folder, "-B", tree, "-G", "Ninja",
           "-DCMAKE_BUILD_TYPE=Release", *root], p.folder
    yield ["cmake", "--build", tree, "--target", "rows", "counter"], p.folder
    for program in ("rows", "counter"):
        yield ["cp", tree / program, p.out], p.folder
    yield ["strip", p.out / "counter"], p.folder


# Peers of other kinds say in peer.toml how they are built.
KNOWN = {"cargo": cargo, "go": go, "cmake": cmake}


def steps(p):
    if p.build:
        return [(p.filled(command), p.folder) for command in p.build]
    return KNOWN[p.kind](p)


def failure(p):
    """Why the steps of its build did not come to their end; empty: they did."""
    log, text = p.out / "build.log", ""
    go_flags = f"{os.environ.get('GOFLAGS', '')} -buildvcs=false".strip()
    for command, folder in steps(p):
        try:
            status, output = processes.built(command, BUILD_SECONDS_MAX, cwd=folder,
                                             env=dict(os.environ, GOFLAGS=go_flags))
        except (OSError, subprocess.TimeoutExpired) as error:
            status, output = 1, f"error: {error}"
        text += output
        log.write_text(text)
        if status != 0:
            return f"it did not build: {said(text)}"
    return ""


def build_peer(p):
    """Builds one; sets its `missing` if that fails and what its version and tools are."""
    p.missing = p.why_not()
    if p.missing:
        return
    build.say(f"building {p.title}")
    p.out.mkdir(parents=True, exist_ok=True)
    p.missing = failure(p)
    if not p.missing:
        p.toolchain, p.version = versions.toolchain(p), versions.version(p)


def build_all(peers):
    """Those that can be run, each missing one with a line that says why."""
    build.programs("bench", "bench", ["bench_rows", "bench_once", "bench_raw", "peer_counter"])
    ours = catalog.akt().out / "peer_counter"
    build.run_quietly(["strip", ours])
    for p in peers:
        if p.name != "akt":
            build_peer(p)
        if p.missing:
            build.say(f"without {p.title}: {p.missing}. {p.bring}")
    return [p for p in peers if not p.missing]
