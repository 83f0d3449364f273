# SPDX-License-Identifier: Apache-2.0
"""Builds the programs of the peers in build/peers/<name>; a peer that does not build is missing."""
import os
import re
import shutil
import subprocess
from pathlib import Path

import build
from comparison import catalog

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
        root = Path(p.root_folder()).resolve()
        yield ["go", "work", "init", f"./{p.name}", "./support/go", root], source
    elif p.module:
        yield ["go", "get", p.module], source / p.name
    for program in ("rows", "counter"):
        yield ["go", "build", "-ldflags=-s -w", "-o", p.out / program,
               f"./{program}"], source / p.name


def cmake(p):
    prefix = [f"-DCMAKE_PREFIX_PATH={p.root_folder()}"] if p.root_folder() else []
    tree = p.out / "build"
    yield ["cmake", "--fresh", "-S", p.folder, "-B", tree, "-G", "Ninja",
           "-DCMAKE_BUILD_TYPE=Release", *prefix], p.folder
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


def scrubbed(text):
    """What may stand on a page: no registry, no folder of this machine."""
    text = re.sub(r"https?://\S+", "the registry", text)
    return re.sub(r"(?<![\w.])/(?:[\w.+-]+/)+([\w.+-]+)", r"\1", text)


def said(log):
    """The line of a build's log that tells most: the first that speaks of an error, or the last."""
    lines = [line.strip() for line in log.splitlines() if line.strip()]
    errors = [line for line in lines if re.search(r"(?i)\berror\b|forbidden", line)]
    errors = errors or [line for line in lines if re.search(r"(?i)not found", line)]
    return scrubbed((errors or lines[-1:] or ["no output"])[0])[:200]


TOOLS = {"go": ["go", "version"], "cargo": ["rustc", "--version"], "java": ["java", "-version"],
         "g++": ["g++", "--version"]}


def toolchain(p):
    """What its language's tools call themselves."""
    for tool in p.needs:
        if TOOLS.get(tool):
            told = subprocess.run(TOOLS[tool], text=True, stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT)
            return scrubbed(told.stdout.splitlines()[0]) if told.stdout else ""
    return ""


def build_peer(p):
    """Builds one; sets its `missing` if that fails and its `version` if a command tells it."""
    p.missing = p.why_not()
    if p.missing:
        return
    build.say(f"building {p.title}")
    p.out.mkdir(parents=True, exist_ok=True)
    log = p.out / "build.log"
    go_flags = f"{os.environ.get('GOFLAGS', '')} -buildvcs=false".strip()
    text = ""
    for command, folder in steps(p):
        try:
            done = subprocess.run([str(word) for word in command], cwd=folder, text=True,
                                  errors="replace", stdin=subprocess.DEVNULL,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                  timeout=BUILD_SECONDS_MAX,
                                  env=dict(os.environ, GOFLAGS=go_flags))
            text, failed = text + done.stdout, done.returncode != 0
        except (OSError, subprocess.TimeoutExpired) as error:
            text, failed = text + f"error: {error}", True
        log.write_text(text)
        if failed:
            p.missing = f"it did not build: {said(text)}"
            return
    p.toolchain = toolchain(p)
    if p.version_command and (p.root_folder() or "{root}" not in p.version_command):
        told = subprocess.run(p.filled(p.version_command), text=True, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL)
        p.version = told.stdout.strip() or p.version


def build_all(peers):
    """Those that can be run, each missing one with a line that says why."""
    build.programs("bench", "bench", ["bench_rows", "bench_once", "peer_counter"])
    ours = catalog.akt().out / "peer_counter"
    subprocess.run(["strip", ours], check=True)
    for p in peers:
        if p.name != "akt":
            build_peer(p)
        if p.missing:
            build.say(f"without {p.title}: {p.missing}. {p.bring}")
    return [p for p in peers if not p.missing]
