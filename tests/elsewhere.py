"""Diagrams of other tools: the reference models of the BPMN MIWG, read from `../shared/conformance` or the folder named
by MIGRAFLOW_CONFORMANCE_DIR."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
FOLDER = Path(os.environ.get("MIGRAFLOW_CONFORMANCE_DIR") or REPOSITORY.parent / "shared" / "conformance") / "bpmn-miwg"
MODELS = sorted(FOLDER.glob("[AB].*.bpmn"))
present = pytest.mark.skipif(
    not MODELS, reason=f"BPMN MIWG models absent: nothing in {FOLDER}; set MIGRAFLOW_CONFORMANCE_DIR to run them"
)
