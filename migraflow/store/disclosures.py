"""What may be told of the figures, decided ahead, and how often the cells of a fact and a year have changed."""

from __future__ import annotations

from collections.abc import Iterable

from migraflow.store.database import Session, run

REVISIONS = "SELECT year, revision FROM cell_revisions WHERE fact = ?"
GROWN = """INSERT INTO cell_revisions (fact, year, revision) VALUES (?, ?, 1)
ON CONFLICT (fact, year) DO UPDATE SET revision = cell_revisions.revision + 1"""
ALL_GROWN = "UPDATE cell_revisions SET revision = revision + 1"
FOUND = """INSERT INTO cell_revisions (fact, year, revision)
SELECT fact, SUBSTR(month, 1, 4), 1 FROM cells WHERE level = 0 GROUP BY fact, SUBSTR(month, 1, 4)
ON CONFLICT (fact, year) DO NOTHING"""
KEPT = "SELECT decided FROM disclosures WHERE fact = ? AND year = ? AND axes = ? AND revision = ?"
KEEP = """INSERT INTO disclosures (fact, year, axes, revision, decided) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (fact, year, axes) DO UPDATE SET revision = excluded.revision, decided = excluded.decided"""
EVERY = "SELECT fact, year, revision FROM cell_revisions ORDER BY revision, year DESC, fact"
HELD = "SELECT axes FROM disclosures WHERE fact = ? AND year = ? AND revision = ?"


def revisions(store: Session, fact: str) -> dict[str, int]:
    """How often the cells of a fact have changed, by the years it has any in."""
    return {str(row[0]): int(row[1]) for row in run(store, REVISIONS, (fact,))}


def cells_changed(store: Session, years: Iterable[tuple[str, str]]) -> None:
    """Note that cells of these facts and years have changed. In one order, so that no two workers wait in a circle."""
    for fact, year in sorted(set(years)):
        run(store, GROWN, (fact, year))


def all_cells_changed(store: Session) -> None:
    """Note that any cell may be another one."""
    run(store, ALL_GROWN)


def new_years(store: Session) -> None:
    """Begin to count the changes of facts and years that had no cells so far."""
    run(store, FOUND)


def decided(store: Session, fact: str, year: str, axes: str, revision: int) -> str | None:
    """What was decided of a fact by some axes in a year while its cells were those of `revision`; None when nothing."""
    return run(store, KEPT, (fact, year, axes, revision)).scalar()


def keep(store: Session, fact: str, year: str, axes: str, revision: int, text: str) -> None:
    """Keep what was decided."""
    run(store, KEEP, (fact, year, axes, revision, text))


def all_revisions(store: Session) -> list[tuple[str, str, int]]:
    """How often the cells of each fact and year have changed; those that change least first."""
    return [(str(row[0]), str(row[1]), int(row[2])) for row in run(store, EVERY)]


def held(store: Session, fact: str, year: str, revision: int) -> set[str]:
    """By which axes it was decided of a fact in a year while its cells were those of `revision`."""
    return {str(row[0]) for row in run(store, HELD, (fact, year, revision))}
