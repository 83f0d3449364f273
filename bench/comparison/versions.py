# SPDX-License-Identifier: Apache-2.0
"""What a peer and the tools of its language call themselves."""
import subprocess

import build
import processes
from comparison.build_log import scrubbed

SECONDS_MAX = 60
TOOLS = {"go": ["go", "version"], "cargo": ["rustc", "--version"], "java": ["java", "-version"],
         "g++": ["g++", "--version"]}


def told(p, command, stderr):
    """What the command prints. Without one that can be run it is left out, with a line."""
    try:
        status, output, _ = processes.ended(command, SECONDS_MAX, stderr=stderr)
        why = f"{command[0]} ended with status {status}"
    except (OSError, subprocess.TimeoutExpired) as error:
        status, output, why = 1, "", str(error)
    if status != 0:
        build.say(f"{p.title} without the version that {' '.join(command)} would tell: {why}")
        return ""
    return output.strip()


def toolchain(p):
    for tool in p.needs:
        if tool in TOOLS:
            return scrubbed(told(p, TOOLS[tool], subprocess.STDOUT).partition("\n")[0])
    return ""


def version(p):
    """A command tells that of a local copy better than peer.toml does; empty: it should and did
    not."""
    if p.version_command and (p.root_folder() or "{root}" not in p.version_command):
        return told(p, p.filled(p.version_command), subprocess.DEVNULL)
    return p.version
