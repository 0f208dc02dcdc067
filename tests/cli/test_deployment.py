"""What is put into service on machines (docs/deployment) asks only for commands, options and settings that exist."""

from __future__ import annotations

import re
import shlex
from configparser import ConfigParser
from pathlib import Path

import pytest

from migraflow import settings
from migraflow.cli import parser

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "deployment"
UNITS = sorted(FOLDER.glob("*.service"))
PROGRAM = re.compile(r"(?:^|[/ '])migraflow ((?:[\w$(){}%/.+-]+ ?)+)")
SETTING = re.compile(r"\bMIGRAFLOW_([A-Z_]+)")


def unit(path: Path) -> ConfigParser:
    """A unit as systemd reads it: keys keep their letters, a key may come twice."""
    found = ConfigParser(interpolation=None, strict=False, comment_prefixes=("#",))
    found.optionxform = str  # pyright: ignore[reportAttributeAccessIssue]
    found.read_string(path.read_text(encoding="utf-8"))
    return found


def plain(said: str) -> str:
    """A command without the path of its program, and with a word for whatever the shell puts in."""
    return re.sub(r"\$\([^)]*\)", "maintenant", said.replace("/bin/migraflow", " migraflow"))


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_runs_commands_that_exist(path: Path) -> None:
    service = unit(path)["Service"]
    commands = [said for key, said in service.items() if key in {"ExecStart", "ExecStartPost"}]
    told = [match[1] for said in commands for match in PROGRAM.finditer(plain(said))]
    assert len(told) == len(commands) > 0
    for words in told:
        assert parser().parse_args(shlex.split(words.rstrip("' "))).run


def test_a_reload_of_the_pages_sends_what_the_server_listens_to() -> None:
    assert unit(FOLDER / "migraflow-web.service")["Service"]["ExecReload"] == "/bin/kill -USR1 $MAINPID"


@pytest.mark.parametrize("name", ["compose.yaml", "migraflow.env.example", "Dockerfile"])
def test_a_machine_is_told_settings_that_are_read(name: str) -> None:
    program = Path(settings.__file__).read_text(encoding="utf-8")
    read = set(re.findall(r'"([A-Z][A-Z_]+)"', program)) | {f"{way}_" for way in ("SMTP", "SMS")}
    named = set(SETTING.findall((FOLDER / name).read_text(encoding="utf-8")))
    unknown = {word for word in named if word not in read and not word.startswith(("SMTP_", "SMS_"))}
    assert unknown == set()
    assert named or name == "Dockerfile"
