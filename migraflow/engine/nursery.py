"""The process that bears the children of `child`: ``python -m migraflow.engine.nursery <descriptor>``.

Reading the engine in takes most of a second; it is read in once here, and each child is a fork that has it already.
Nothing of a parcel is read before the fork, so one child can leave nothing to the next. It serves only the process
that started it, by the socket it was given, and ends with it.
"""

from __future__ import annotations

import gc
import json
import os
import runpy
import signal
import socket
import sys

LATE = 1.0
"""Seconds after the time a child was given at which it ends itself; whoever asked has turned away by then."""


def main() -> None:
    """Bear a child for each wish that comes, until the other end is closed."""
    line = socket.socket(fileno=int(sys.argv[1]))
    gc.freeze()
    while True:
        wish, descriptors, _, _ = socket.recv_fds(line, 4096, 1)
        reap(os.WNOHANG)
        if not wish:
            break
        if os.fork() == 0:
            line.close()
            attend(json.loads(wish), descriptors[0])
        os.close(descriptors[0])
        line.send(b"1")
    reap(0)


def reap(how: int) -> None:
    """Let go of the children that have ended; with `how` 0, wait for all."""
    try:
        while os.waitpid(-1, how)[0]:
            pass
    except ChildProcessError:
        return


def attend(wish: dict[str, object], connection: int) -> None:
    """The child: run the module with the connection as its input and output, and end whatever happens."""
    try:
        signal.setitimer(signal.ITIMER_REAL, float(str(wish["seconds"])) + LATE)
        os.dup2(connection, 0)
        os.dup2(connection, 1)
        os.close(connection)
        runpy.run_module(str(wish["module"]), run_name="__main__", alter_sys=True)
        sys.stdout.flush()
    finally:
        os._exit(0)


if __name__ == "__main__":
    main()
