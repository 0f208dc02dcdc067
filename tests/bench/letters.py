"""A letter on paper, beside an empty sheet drawn by the same compiler in the same run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import typst

from migraflow.documents import letter as paper
from migraflow.domain.letters import Known, LetterModel, Signed, filled_letter, labels_of
from migraflow.services.house import lists_in
from migraflow.services.letter_folder import FOLDER, folder_models, letterhead
from migraflow.services.letter_models import SPECIMEN
from tests.bench.table import Measured, beside, middle, p95, timed

WORKFLOWS = Path(__file__).resolve().parents[2] / "workflows"
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
SIGNED = Signed("", "Kayes", "Direction régionale de Kayes", NOW.date(), "7K3F-9QXA-M2TD", "http://anpe/verifier/7K3F")
PROMISED = 200.0
"""Milliseconds a letter may take."""


def run(count: int) -> Iterator[Measured]:
    """Draw every model `count` times, each time for somebody else; and as many empty sheets."""
    models = list(folder_models(WORKFLOWS / FOLDER).values())
    labels = labels_of(lists_in(WORKFLOWS / "reference"), {})
    fonts = typst.Fonts(include_system_fonts=False)
    empty = typst.Compiler(sheet(), font_paths=fonts)
    for model in models:
        one(model, labels, -1)  # the first sight of a model reads its file and its fonts
    letters = [timed(lambda m=model, n=number: one(m, labels, n)) for number in range(count) for model in models]
    blank = [timed(lambda n=number: bare(empty, n)) for number in range(len(letters))]
    note = f"{len(letters)} letters, {len(models)} models; promised {PROMISED:.0f} ms"
    yield beside("a letter as PDF", middle(letters), middle(blank), "ms", note)
    yield beside("a letter as PDF, 95 in 100", p95(letters), p95(blank), "ms", "beside an empty typst sheet")


def one(model: LetterModel, labels: dict[str, object], number: int) -> bytes:
    """One letter for the person `number`."""
    person = {**SPECIMEN["personne"], "nom": f"Fatoumata Diarra {number}"}
    filled = filled_letter(model, Known({**SPECIMEN, **model.example, "personne": person}, labels, NOW))
    return paper.pdf(filled, replace(SIGNED, number=f"{number:06}/2026/DR-KAYES"), letterhead(WORKFLOWS / FOLDER))


def bare(compiler: typst.Compiler, number: int) -> object:
    """One sheet with a number on it."""
    return compiler.compile(sheet(), sys_inputs={"n": str(number)}, format="pdf")


def sheet() -> bytes:
    """A sheet with nothing but a number."""
    return b'#set page(paper: "a4")\n#sys.inputs.at("n", default: "")'
