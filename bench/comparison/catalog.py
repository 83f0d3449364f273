# SPDX-License-Identifier: Apache-2.0
"""The systems that are compared: akt, and what the folders of bench/peers say of themselves."""
import os
import shutil
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

import build

FOLDER = build.ROOT / "bench" / "peers"
OUT = build.ROOT / "build" / "peers"
KINDS = ("cargo", "go", "maven", "erlang", "cmake")
# akt's rows that stand for a row of the contract under another name.
OF_AKT = {"ask_in": "ask_in_loop", "ask_in64": "ask_in64_loop",
          "work64": "stir64"}


@dataclass
class peer:
    """One system. `rows` and `counter` are command lines; `missing` says why there are none."""
    name: str
    title: str
    language: str
    version: str = ""
    kind: str = ""
    folder: Path = None
    out: Path = None
    rows: list = field(default_factory=list)
    counter: list = field(default_factory=list)
    counter_source: str = ""
    size: list = field(default_factory=list)
    settings: str = ""
    memory: str = ""
    bring: str = ""
    root: str = ""
    module: str = ""
    needs: list = field(default_factory=list)
    build: list = field(default_factory=list)
    toolchain: str = ""  # what built it, when it was built
    version_command: list = field(default_factory=list)
    skip: dict = field(default_factory=dict)
    missing: str = ""

    def root_folder(self):
        """Where the local copy is that the peer's variable names; None without one."""
        return os.environ.get(self.root) or None if self.root else None

    def filled(self, words, workers=2):
        """`words` with the placeholders of peer.toml replaced."""
        values = {"out": self.out, "workers": workers, "root": self.root_folder() or "",
                  "source": self.folder}
        return [str(word).format(**values) for word in words]

    def source(self):
        """The file whose lines count; where versions need different ones, the build chooses."""
        return self.folder / self.filled([self.counter_source])[0]

    def why_not(self):
        """What keeps the peer from being built, before it is tried; empty: nothing."""
        absent = [program for program in self.needs if not shutil.which(program)]
        if absent:
            return f"{', '.join(absent)} not found"
        folder = self.root_folder()
        if folder and not Path(folder).is_dir():
            return f"what {self.root} names is not a folder"
        return ""


def described(folder):
    text = (folder / "peer.toml").read_text()
    fields = tomllib.loads(text)
    unknown = set(fields) - set(peer.__dataclass_fields__)
    if unknown or fields.get("kind") not in KINDS:
        raise SystemExit(f"bench: {folder.name}/peer.toml: unknown {sorted(unknown) or 'kind'}")
    return peer(name=folder.name, folder=folder, out=OUT / folder.name, **fields)


def akt():
    program = build.ROOT / "build" / "bench" / "bin"
    return peer(
        name="akt", title="akt", language="C++", folder=FOLDER / "akt", out=program,
        rows=["{out}/bench_rows"], counter=["{out}/peer_counter"], counter_source="counter.cpp",
        size=["{out}/peer_counter"], memory="growth of resident memory",
        settings="Defaults, WORKERS workers; mailboxes are unbounded. Asks are a loop of "
                 "`co_await` in one handler, `blocked` uses `akt::offload`.")


def everyone():
    """akt first, then the peers by name."""
    return [akt()] + [described(f) for f in sorted(FOLDER.iterdir()) if (f / "peer.toml").exists()]


def chosen(names):
    """The peers that `names` (comma separated) asks for, akt always among them; all if empty."""
    known = everyone()
    wanted = {name for name in names.split(",") if name}
    unknown = wanted - {p.name for p in known}
    if unknown:
        raise SystemExit(f"bench: no such peer: {', '.join(sorted(unknown))}; there are "
                         f"{', '.join(p.name for p in known)}")
    return [p for p in known if not wanted or p.name in wanted or p.name == "akt"]
