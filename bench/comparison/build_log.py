# SPDX-License-Identifier: Apache-2.0
"""What a build's log says to a reader of the page."""
import re

CMAKE_ERROR = re.compile(r"^CMake Error at .*:\n+((?:[ ]+\S.*\n)+)", re.MULTILINE)


def scrubbed(text):
    """What may stand on a page: no registry, no folder of this machine."""
    text = re.sub(r"https?://\S+", "the registry", text)
    return re.sub(r"(?<![\w.])/(?:[\w.+-]+/)+([\w.+-]+)", r"\1", text)


def said(log):
    """The line of a build's log that tells most: the first that speaks of an error, or the last."""
    log = CMAKE_ERROR.sub(lambda found: f"CMake error: {' '.join(found[1].split())}\n", log)
    lines = [line.strip() for line in log.splitlines() if line.strip()]
    errors = [line for line in lines if re.search(r"(?i)\berror\b|forbidden", line)]
    errors = errors or [line for line in lines if re.search(r"(?i)not found", line)]
    return scrubbed((errors or lines[-1:] or ["no output"])[0])[:200]
