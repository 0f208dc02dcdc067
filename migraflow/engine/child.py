"""Runs one module of the house in a process of its own, with a limit on time and memory. Only JSON is exchanged."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from threading import Lock
from typing import Any

SECONDS = 10
MEMORY = 1_500_000_000
"""Address space of the child, in bytes; the interpreter with its libraries takes about a third of it."""
SOURCES = Path(__file__).resolve().parents[2]


class TooLong(Exception):
    """The child had to be stopped."""


class Failed(Exception):
    """The child ended without an answer: it wanted too much memory, or met a mistake of ours."""


class Nursery:
    """This process's end of its nursery (see `nursery`), which is started by the first wish."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.line: socket.socket | None = None
        self.process: subprocess.Popen[bytes] | None = None

    def bear(self, module: str, connection: socket.socket, seconds: float) -> None:
        """Have a child run `module` on the other end of `connection`. Raises Failed."""
        wish = json.dumps({"module": module, "seconds": seconds}).encode()
        with self.lock:
            # It may have been ended from outside since: then a new one is started, once.
            if not self.heard(wish, connection):
                self.close()
                if not self.heard(wish, connection):
                    raise Failed

    def heard(self, wish: bytes, connection: socket.socket) -> bool:
        """Whether the nursery took a wish."""
        line = self.line or self.started()
        try:
            socket.send_fds(line, [wish], [connection.fileno()])
            return line.recv(1) == b"1"
        except OSError:
            return False

    def started(self) -> socket.socket:
        """The line to a new nursery."""
        self.line, theirs = socket.socketpair()
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "migraflow.engine.nursery", str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                env=surroundings(),
            )
        return self.line

    def close(self) -> None:
        """End the nursery once its children have ended."""
        line, process, self.line, self.process = self.line, self.process, None, None
        if line:
            line.close()
        if process:
            process.wait()

    def forget(self) -> None:
        """In a fork of this process: the nursery is the other's."""
        self.__init__()


NURSERY = Nursery()
FORKS = hasattr(os, "fork")
if FORKS:
    os.register_at_fork(after_in_child=NURSERY.forget)


def in_child(module: str, parcel: Any, seconds: float) -> Any:
    """What ``python -m module`` answers to `parcel`. Raises TooLong, Failed."""
    letter = json.dumps(parcel).encode()
    try:
        return json.loads(answered(module, letter, seconds) if FORKS else answered_afresh(module, letter, seconds))
    except (subprocess.TimeoutExpired, TimeoutError) as error:
        raise TooLong from error
    except (subprocess.CalledProcessError, OSError, ValueError) as error:
        raise Failed from error


def answered(module: str, letter: bytes, seconds: float) -> bytes:
    """The answer of a child of the nursery; empty when it failed."""
    ours, theirs = socket.socketpair()
    with ours:
        with theirs:
            NURSERY.bear(module, theirs, seconds)
        ours.settimeout(seconds)
        ours.sendall(letter)
        ours.shutdown(socket.SHUT_WR)
        with ours.makefile("rb") as answer:
            return answer.read()


def answered_afresh(module: str, letter: bytes, seconds: float) -> bytes:
    """The answer of a child that reads everything in itself, where a process cannot be forked."""
    command = [sys.executable, "-m", module]
    return subprocess.run(
        command, input=letter, capture_output=True, timeout=seconds, env=surroundings(), check=True
    ).stdout


def surroundings() -> dict[str, str]:
    """What a child finds in its environment: ours, and where the house's modules are."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join((str(SOURCES), os.environ.get("PYTHONPATH", "")))}


def limit_memory() -> None:
    """Bound the memory of this process where the system knows how to."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
