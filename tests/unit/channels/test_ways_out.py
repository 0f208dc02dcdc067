"""Every channel carries the same message, and says whether a later try may do."""

from __future__ import annotations

import email
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import policy
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from migraflow.channels.console import Console
from migraflow.channels.email import written
from migraflow.channels.file import File
from migraflow.channels.outside import channels_of
from migraflow.channels.sms import LONGEST, Sms, short
from migraflow.domain.errors import Unfit
from migraflow.domain.sendings import ChannelKind, Message, reached_by
from migraflow.settings import Settings, read_settings
from tests.post import post_office, standing

WORD = Message(
    "cle-1", "fatoumata@exemple.ml", "Il manque des pièces", "Bonjour Fatoumata,\n\nIl manque la carte NINA.\n"
)


class Gateway(BaseHTTPRequestHandler):
    """An operator's gateway."""

    def do_POST(self) -> None:
        """Keep a call and answer as told."""
        content = self.rfile.read(int(self.headers["content-length"]))
        self.server.kept.append((dict(self.headers), json.loads(content)))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing."""


@contextmanager
def gateway(status: int) -> Iterator[tuple[list[object], Sms]]:
    """A gateway, what it has taken, and a channel that goes there."""
    server = HTTPServer(("127.0.0.1", 0), Gateway)
    server.kept, server.status = [], status
    with standing(server):
        yield server.kept, Sms(f"http://127.0.0.1:{server.server_address[1]}/sms", "secret")


def refusal(send: Callable[[Message], None], word: Message = WORD) -> str:
    """The code a channel refuses with."""
    with pytest.raises(Unfit) as caught:
        send(word)
    return caught.value.code


def test_a_mail_arrives_as_it_was_written() -> None:
    with post_office() as (kept, channel):
        channel.send(WORD)
    mail = email.message_from_bytes(kept[0], policy=policy.default)
    assert (mail["To"], mail["From"], mail["Subject"]) == (WORD.to, "ANPE <avis@anpe.exemple>", WORD.subject)
    assert mail.get_content().split() == WORD.body.split()
    assert mail["Auto-Submitted"] == "auto-generated"


def test_the_same_word_twice_is_one_message_to_mail_programs() -> None:
    first, again = written(WORD, "a@b.ml"), written(WORD, "a@b.ml")
    assert first["Message-ID"] == again["Message-ID"]
    assert first["Message-ID"] != written(Message("cle-2", WORD.to, "", ""), "a@b.ml")["Message-ID"]


def test_no_word_of_an_answer_becomes_a_header() -> None:
    mail = written(Message("k", "a@b.ml\r\nBcc: tous@b.ml", "Objet\r\nBcc: tous@b.ml", "x"), "a@b.ml")
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Objet Bcc: tous@b.ml"


@pytest.mark.parametrize(
    ("refusals", "code"),
    [
        ({"RCPT": "550 inconnu"}, "sending_impossible"),
        ({"RCPT": "450 plus tard"}, "sending_failed"),
        ({"DATA": "554 refusé"}, "sending_impossible"),
        ({"MAIL": "421 fermé"}, "sending_failed"),
        ({"MAIL": "530 connectez-vous"}, "sending_failed"),
    ],
)
def test_a_server_that_says_no_says_whether_to_come_back(refusals: dict[str, str], code: str) -> None:
    with post_office(**refusals) as (kept, channel):
        assert refusal(channel.send) == code
    assert kept == []


def test_a_server_that_is_away_is_tried_later() -> None:
    with post_office() as (_, channel):
        pass
    assert refusal(channel.send) == "sending_failed"
    with gateway(200) as (_, sms):
        pass
    assert refusal(sms.send) == "sending_failed"


def test_an_sms_says_who_speaks_on_one_line() -> None:
    with gateway(202) as (kept, channel):
        channel.send(Message("cle-1", "+22376123456", "Objet", "Bonjour,\n\nvenez."))
    headers, content = kept[0]
    assert content == {"to": "+22376123456", "text": "ANPE : Bonjour, venez.", "reference": "cle-1"}
    assert (headers["Authorization"], headers["Idempotency-Key"]) == ("Bearer secret", "cle-1")


@pytest.mark.parametrize(
    ("status", "code"),
    [(400, "sending_impossible"), (429, "sending_failed"), (503, "sending_failed"), (301, "sending_impossible")],
)
def test_a_gateway_that_says_no_says_whether_to_come_back(status: int, code: str) -> None:
    with gateway(status) as (_, channel):
        assert refusal(channel.send) == code


def test_a_long_sms_is_cut_where_three_end() -> None:
    assert len(short(Message("k", "", "", "mot " * 400))) <= LONGEST
    assert short(Message("k", "", "Objet seul", "")) == "ANPE : Objet seul"


def test_in_development_word_goes_to_a_file_or_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    File(tmp_path, ChannelKind.SMS).send(WORD)
    File(tmp_path, ChannelKind.SMS).send(WORD)
    lines = (tmp_path / "envois" / "sms.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["subject"] for line in lines] == [WORD.subject] * 2
    assert (tmp_path / "envois" / "sms.jsonl").stat().st_mode & 0o077 == 0
    Console(ChannelKind.SMS).send(WORD)
    assert capsys.readouterr().out.count("\n") == 1


def settings(tmp_path: Path, **more: str) -> Settings:
    """An installation with a way out."""
    given = {"MIGRAFLOW_VAR": str(tmp_path), "MIGRAFLOW_SMTP_HOST": "mail", "MIGRAFLOW_SMS_URL": "https://sms"}
    return read_settings({**given, **{f"MIGRAFLOW_{name}": text for name, text in more.items()}})


def test_the_settings_say_which_way_word_goes(tmp_path: Path) -> None:
    def kinds(one: Settings) -> list[str]:
        return [type(channel).__name__ for channel in channels_of(one).values()]

    assert kinds(settings(tmp_path)) == ["Sms", "Email"]
    assert kinds(settings(tmp_path, CHANNELS="file")) == ["File", "File"]
    assert kinds(settings(tmp_path, CHANNELS="console")) == ["Console", "Console"]
    assert kinds(settings(tmp_path, DEMO="1")) == ["File", "File"]
    assert kinds(read_settings({"MIGRAFLOW_VAR": str(tmp_path)})) == ["File", "File"]
    assert "motdepasse" not in repr(settings(tmp_path, SMTP_PASSWORD="motdepasse", SMS_TOKEN="motdepasse"))


@pytest.mark.parametrize(
    ("identity", "way"),
    [
        ({}, None),
        ({"telephone": "+22376123456"}, ("sms", "+22376123456")),
        ({"courriel": "a@b.ml"}, ("courriel", "a@b.ml")),
        ({"telephone": "+22376123456", "courriel": "a@b.ml"}, ("sms", "+22376123456")),
        ({"telephone": "+22376123456", "courriel": "a@b.ml", "canal_avis": "courriel"}, ("courriel", "a@b.ml")),
        ({"telephone": "+22376123456", "canal_avis": "courriel"}, ("sms", "+22376123456")),
        ({"telephone": "+22376123456", "canal_avis": "aucun"}, None),
        ({"courriel": "a@b.ml, c@d.ml"}, None),
        ({"courriel": "a@b.ml\nBcc: x@y.ml"}, None),
    ],
)
def test_people_are_reached_as_they_prefer(identity: dict[str, object], way: tuple[str, str] | None) -> None:
    assert reached_by(identity) == way
