# SPDX-License-Identifier: Apache-2.0
"""The systems that are compared: akt, and what the folders of bench/peers say of themselves."""
import os
import re
import shutil
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

import build
from arguments import known

FOLDER = build.ROOT / "bench" / "peers"
OUT = build.ROOT / "build" / "peers"
KINDS = ("cargo", "go", "maven", "erlang", "cmake")
# akt's row that stands for a row of the contract under another name.
OF_AKT = {"work64": "stir64"}


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
        named = os.environ.get(self.root) if self.root else None
        return str(Path(named).resolve()) if named else None

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
        if folder and self.kind == "go" and go_module(folder) != self.module.partition("@")[0]:
            return f"what {self.root} names is no checkout of {self.module.partition('@')[0]}"
        return ""


def go_module(folder):
    """The module whose source the folder is; empty: of none."""
    try:
        named = re.search(r"^module\s+(\S+)", Path(folder, "go.mod").read_text(), re.MULTILINE)
    except (OSError, ValueError):
        return ""
    return named[1] if named else ""


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
    """The peers of these names, akt always among them; all if there are none."""
    everybody = everyone()
    wanted = known(names, [p.name for p in everybody], "peer")
    return [p for p in everybody if p.name in wanted or p.name == "akt"]
