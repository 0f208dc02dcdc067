"""What was decided of the figures holds for one state of the cells: every change of a cell ends it."""

from __future__ import annotations

from collections import Counter

from migraflow.domain.measures import Dimension
from migraflow.store import disclosures, facts
from migraflow.store.database import Database

KAYES = ("kayes", *[""] * (len(Dimension) - 1))
KIDAL = ("kidal", *KAYES[1:])


def asked_in(places: tuple[str, ...], n: int, month: str = "2026-05") -> Counter[facts.CellKey]:
    """Requests of a month somewhere."""
    return Counter({("demande", month, "", 0, places): n})


def test_a_correction_of_the_region_alone_ends_what_was_decided(database: Database) -> None:
    with database.session() as store:
        facts.add(store, asked_in(KAYES, 9) + asked_in(KAYES, 2, "2025-03"))
        before = disclosures.revisions(store, "demande")
        assert set(before) == {"2025", "2026"}
        for text in ("a", "b"):
            disclosures.keep(store, "demande", "2026", "region", before["2026"], text)
        assert disclosures.decided(store, "demande", "2026", "region", before["2026"]) == "b"
        moved = asked_in(KIDAL, 4)
        moved.subtract(asked_in(KAYES, 4))
        facts.add(store, moved)
        after = disclosures.revisions(store, "demande")
        assert after == {"2025": before["2025"], "2026": before["2026"] + 1}
        assert disclosures.decided(store, "demande", "2026", "region", after["2026"]) is None


def test_counting_all_cells_anew_ends_all_decisions(database: Database) -> None:
    with database.session() as store:
        facts.add(store, asked_in(KAYES, 9))
        before = disclosures.revisions(store, "demande")
        facts.fill(store)
        assert disclosures.revisions(store, "demande") == {"2026": before["2026"] + 1}
        assert ("demande", "2026", before["2026"] + 1) in disclosures.all_revisions(store)
        assert disclosures.held(store, "demande", "2026", before["2026"] + 1) == set()
