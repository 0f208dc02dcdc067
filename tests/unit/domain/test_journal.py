"""The journal cannot be rewritten unseen."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from migraflow.domain.journal import Entry, EntryKind, Sealed, first_broken, sealed

NOON = datetime(2026, 1, 12, 12, tzinfo=UTC)


def chain() -> list[Sealed]:
    """Five entries of one case, written in two steps."""
    entries = [
        Entry(EntryKind.COMPLETED, NOON, number, "Awa Diallo", answers={"age": number, "le": date(2026, 1, number)})
        for number in range(1, 6)
    ]
    first = sealed(entries[:2], last=0, head="")
    return [*first, *sealed(entries[2:], last=2, head=first[-1].seal)]


def test_a_journal_as_it_was_written_holds() -> None:
    assert first_broken(chain()) is None
    assert first_broken([]) is None


@pytest.mark.parametrize("number", range(1, 6))
@pytest.mark.parametrize(
    "change",
    [{"actor": "Moussa"}, {"answers": {"age": Decimal(99)}}, {"at": NOON.replace(hour=13)}, {"confidential": ("x",)},
     {"detail": {"to": "x"}}],
)  # fmt: skip
def test_a_changed_entry_is_found(number: int, change: dict[str, object]) -> None:
    kept = chain()
    forged = replace(kept[number - 1], entry=replace(kept[number - 1].entry, **change))  # type: ignore[arg-type]
    assert first_broken([*kept[: number - 1], forged, *kept[number:]]) == number


def test_an_entry_taken_out_or_put_in_another_place_is_found() -> None:
    kept = chain()
    assert first_broken([*kept[:2], *kept[3:]]) == 4
    assert first_broken([kept[1], kept[0], *kept[2:]]) == 2
