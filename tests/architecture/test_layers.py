"""The layers are kept by a machine: ``[tool.importlinter]`` in pyproject.toml."""

from __future__ import annotations

import subprocess
import sys

from tests.architecture.source import ROOT


def test_every_contract_of_the_house_is_kept() -> None:
    command = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(
        [sys.executable, "-c", command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[done.stdout.find("Contracts") :] + done.stderr
