"""Runs one module of the house in a process of its own, with a limit on time and memory. Only JSON is exchanged."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

SECONDS = 10
MEMORY = 1_500_000_000
"""Address space of the child, in bytes; the interpreter with its libraries takes about a third of it."""
SOURCES = Path(__file__).resolve().parents[2]


class TooLong(Exception):
    """The child had to be stopped."""


class Failed(Exception):
    """The child ended without an answer: it wanted too much memory, or met a mistake of ours."""


def in_child(module: str, parcel: Any, seconds: float) -> Any:
    """What ``python -m module`` answers to `parcel`. Raises TooLong, Failed."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(SOURCES), os.environ.get("PYTHONPATH", "")))}
    try:
        done = subprocess.run(
            [sys.executable, "-m", module],
            input=json.dumps(parcel).encode(),
            capture_output=True,
            timeout=seconds,
            env=environment,
            check=True,
        )
        return json.loads(done.stdout)
    except subprocess.TimeoutExpired as error:
        raise TooLong from error
    except (subprocess.CalledProcessError, ValueError) as error:
        raise Failed from error


def limit_memory() -> None:
    """Bound the memory of this process where the system knows how to."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
