"""The outside in one process: a post office that speaks SMTP and keeps what it is brought."""

from __future__ import annotations

import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from migraflow.channels.email import Email
from migraflow.settings import Smtp


class Post(socketserver.StreamRequestHandler):
    """A post office of one counter: speaks enough SMTP, keeps what it gets, says no when told to."""

    def handle(self) -> None:
        """One conversation."""
        self.say("220 essai")
        for line in self.rfile:
            word = line.decode().strip().upper()
            refusal = next((said for start, said in self.server.refusals.items() if word.startswith(start)), None)
            if refusal:
                self.say(refusal)
            elif word == "DATA":
                self.say("354 oui")
                lines = iter(self.rfile.readline, b".\r\n")
                self.server.kept.append(b"".join(lines))
                self.say("250 pris")
            elif word == "QUIT":
                self.say("221 au revoir")
                break
            else:
                self.say("250 oui")

    def say(self, line: str) -> None:
        """One answer."""
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def standing(server: socketserver.TCPServer) -> Iterator[socketserver.TCPServer]:
    """A server that answers while the test runs."""
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


@contextmanager
def post_office(**refusals: str) -> Iterator[tuple[list[bytes], Email]]:
    """A post office, what it has taken, and a channel that goes there."""
    office = socketserver.TCPServer(("127.0.0.1", 0), Post)
    office.kept, office.refusals = [], {word.replace("_", " "): said for word, said in refusals.items()}
    with standing(office):
        port = office.server_address[1]
        yield office.kept, Email(Smtp("127.0.0.1", port, sender="ANPE <avis@anpe.exemple>", security="none"))
