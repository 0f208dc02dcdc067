"""The command line as somebody types it, in an installation of the test's own."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from migraflow.cli import main
from tests.architecture.source import ROOT

Typed = Callable[..., "Said"]
WORKFLOWS = ROOT / "workflows"
NAME = "plan_formation"


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str


@pytest.fixture
def migraflow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Typed:
    """``migraflow("account", "list")`` in a house of its own; `typed` is what comes through the keyboard."""
    monkeypatch.setenv("MIGRAFLOW_VAR", str(tmp_path / "var"))
    monkeypatch.delenv("MIGRAFLOW_DATABASE_URL", raising=False)

    def command(*words: object, typed: str = "", **environment: str) -> Said:
        for name, value in environment.items():
            monkeypatch.setenv(f"MIGRAFLOW_{name}", value)
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        code = main([str(word) for word in words])
        written = capsys.readouterr()
        return Said(code, written.out, written.err)

    return command


@pytest.fixture
def workflows(tmp_path: Path) -> Path:
    """A folder with one procedure and all that stands around it."""
    target = tmp_path / "workflows"
    for path in WORKFLOWS.iterdir():
        if path.is_file():
            target.mkdir(exist_ok=True)
            shutil.copy(path, target)
        elif not (path / "procedure.toml").exists() or path.name == NAME:
            shutil.copytree(path, target / path.name)
    return target
