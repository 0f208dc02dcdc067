"""A line the test can cut, mend or make slow: between browser and server, or between server and database."""

from __future__ import annotations

import socket
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock, Thread

PIECE = 65_536


@dataclass
class Wire:
    """A listener on loopback that carries every connection on to `there`: a port, or the path of a socket file.

    `slow` holds every piece up by so many seconds.
    """

    there: int | Path
    port: int = 0
    slow: float = 0.0
    listener: socket.socket | None = None
    ends: list[socket.socket] = field(default_factory=list[socket.socket])
    lock: Lock = field(default_factory=Lock)

    def mend(self) -> None:
        """Carry connections from now on, always at the same port."""
        self.listener = socket.create_server(("127.0.0.1", self.port))
        self.port = self.listener.getsockname()[1]
        Thread(target=self.listen, args=(self.listener,), daemon=True).start()

    def cut(self) -> None:
        """Break every connection and refuse new ones."""
        if self.listener is not None:
            with suppress(OSError):
                self.listener.shutdown(socket.SHUT_RDWR)
            self.listener.close()
        with self.lock:
            for end in self.ends:
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
                end.close()
            self.ends.clear()

    def listen(self, listener: socket.socket) -> None:
        """Carry whoever connects."""
        while True:
            try:
                here, _ = listener.accept()
            except OSError:
                return
            self.join(here)

    def join(self, here: socket.socket) -> None:
        """One connection, both ways."""
        try:
            there = self.beyond()
        except OSError:
            here.close()
            return
        with self.lock:
            self.ends += [here, there]
        for one, other in ((here, there), (there, here)):
            Thread(target=self.carry, args=(one, other), daemon=True).start()

    def beyond(self) -> socket.socket:
        """A connection to the other side."""
        if isinstance(self.there, int):
            return socket.create_connection(("127.0.0.1", self.there))
        far = socket.socket(socket.AF_UNIX)
        far.connect(str(self.there))
        return far

    def carry(self, one: socket.socket, other: socket.socket) -> None:
        """Everything `one` says, to `other`, until either is gone."""
        with suppress(OSError):
            while piece := one.recv(PIECE):
                time.sleep(self.slow)
                other.sendall(piece)
        for end in (one, other):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
