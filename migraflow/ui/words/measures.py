"""Words of the columns of figures, by the key of their head, and of where work waits."""

from __future__ import annotations

from migraflow.domain.figure_words import HEADS

FR = {
    **HEADS["fr"],
    "since": "Du",
    "until": "Au",
    "all_regions": "Toutes les régions",
    "masked": "Les effectifs de moins de 5 sont masqués, et d'autres avec eux quand un total les révélerait.",
}

EN = {
    **HEADS["en"],
    "since": "From",
    "until": "To",
    "all_regions": "All regions",
    "masked": "Counts under 5 are hidden, and others with them where a total would give them away.",
}
