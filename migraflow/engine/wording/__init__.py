"""Every code the checker may give, with its severity and its sentences."""

from __future__ import annotations

from collections.abc import Mapping

from migraflow.engine.wording.drawing import DRAWING
from migraflow.engine.wording.files import FILES
from migraflow.engine.wording.links import LINKS
from migraflow.engine.wording.service import SERVICE
from migraflow.engine.wording.words import Words

WORDS: Mapping[str, Words] = {**FILES, **DRAWING, **LINKS, **SERVICE}
