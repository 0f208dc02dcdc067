"""Every code the checker may give, with its severity and its sentences."""

from __future__ import annotations

from collections.abc import Mapping

from migraflow.engine.checks.word import Words
from migraflow.engine.checks.words_drawing import DRAWING
from migraflow.engine.checks.words_files import FILES
from migraflow.engine.checks.words_links import LINKS

WORDS: Mapping[str, Words] = {**FILES, **DRAWING, **LINKS}
