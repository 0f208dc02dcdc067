"""A register as a table to take away: the rows one may see, the questions one may read, nothing sensitive."""

from __future__ import annotations

from collections.abc import Iterator

from migraflow.documents import sheets
from migraflow.domain.access import Permission
from migraflow.domain.accesses import AccessObject
from migraflow.domain.register_cells import cell_of
from migraflow.domain.registers import Register, Row
from migraflow.domain.sensitive import without_sensitive
from migraflow.services import accesses
from migraflow.services.register_folder import lists_of, register_of
from migraflow.services.work import Work
from migraflow.store import registers as store

MOST_ROWS = 50_000
CSV, XLSX = "csv", "xlsx"


def table(
    work: Work, *, register: str, kind: str, query: str = "", state: str = "", region: str = ""
) -> tuple[str, bytes]:
    """The name and the bytes of a file with the rows of `register`, narrowed as its list is. Raises NotFound."""
    work.require(Permission.SEE_REGISTER)
    one = register_of(work, register)
    form, lists = without_sensitive(one.form), lists_of(work)
    titles = ["Clé", *(field.label for field in form.fields)]
    sought = store.Sought(query, state, region)
    rows = [
        [row.key, *(cell_of(field, row.values.get(field.name), lists) for field in form.fields)]
        for row in every(work, one, sought)
    ]
    told = " · ".join(
        [
            one.form.title,
            *(
                f"{name} : {value}"
                for name, value in (("recherche", query), ("état", state), ("région", region))
                if value
            ),
            kind,
        ]
    )
    accesses.note_export(work, AccessObject.REGISTER, told, len(rows))
    name = f"{one.name}-{work.now:%Y-%m-%d}.{kind}"
    return name, sheets.to_xlsx(titles, rows, name=one.form.title) if kind == XLSX else sheets.to_csv(titles, rows)


def every(work: Work, register: Register, sought: store.Sought) -> Iterator[Row]:
    """The rows this person may see, page by page, at most MOST_ROWS."""
    found = store.page(work.store, register, sought, seen_by=work.actor, limit=MOST_ROWS)
    yield from found[:MOST_ROWS]
