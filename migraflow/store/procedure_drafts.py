"""Own copies of a draft and the changes made to drafts, kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlmodel import col, delete, select, update

from migraflow.store.database import Session
from migraflow.store.procedures import WorkingCopy, packed, unpacked
from migraflow.store.tables.drafts import DraftChangeRecord, OwnCopyRecord

MOST_CHANGES = 100
"""Changes of one draft that can be undone; older ones are forgotten."""


@dataclass(frozen=True, slots=True)
class DraftChange:
    """One change: the files it touched before and after, an empty text where there was none."""

    id: int
    before: Mapping[str, bytes]
    after: Mapping[str, bytes]


def own_copy(store: Session, procedure: str, holder: int) -> WorkingCopy | None:
    """The copy `holder` took for themselves."""
    found = store.get(OwnCopyRecord, (procedure, holder), populate_existing=True)
    if found is None:
        return None
    return WorkingCopy(found.procedure, found.base, found.holder_id, found.holder, found.saved, found.version,
                       unpacked(found.files), own=True)  # fmt: skip


def take_own(store: Session, copy: WorkingCopy) -> WorkingCopy:
    """Keep `copy` as its holder's own, in place of any they had."""
    store.merge(
        OwnCopyRecord(
            procedure=copy.procedure, holder_id=copy.holder_id, holder=copy.holder, base=copy.base, saved=copy.saved,
            version=1, files=packed(copy.files),
        )
    )  # fmt: skip
    store.flush()
    return replace(copy, version=1, own=True)


def save_own(store: Session, copy: WorkingCopy, before: int) -> bool:
    """Write an own copy over version `before`; False when it had moved on."""
    record = OwnCopyRecord
    statement = (
        update(record)
        .where(
            col(record.procedure) == copy.procedure,
            col(record.holder_id) == copy.holder_id,
            col(record.version) == before,
        )
        .values(files=packed(copy.files), saved=copy.saved, version=before + 1, base=copy.base)
    )
    return store.exec(statement).rowcount == 1


def drop_own(store: Session, procedure: str, holder: int) -> None:
    """Forget somebody's own copy."""
    record = OwnCopyRecord
    store.exec(delete(record).where(col(record.procedure) == procedure, col(record.holder_id) == holder))
    store.expire_all()


def add_change(
    store: Session, procedure: str, owner: int, before: Mapping[str, bytes], after: Mapping[str, bytes]
) -> None:
    """Note one change; what had been undone can no longer be made again."""
    record = DraftChangeRecord
    here = (col(record.procedure) == procedure, col(record.owner_id) == owner)
    store.exec(delete(record).where(*here, col(record.undone)))
    store.add(record(procedure=procedure, owner_id=owner, before=packed(before), after=packed(after)))
    store.flush()
    kept = select(col(record.id)).where(*here).order_by(col(record.id).desc()).offset(MOST_CHANGES).limit(1)
    oldest = store.exec(kept).first()
    if oldest is not None:
        store.exec(delete(record).where(*here, col(record.id) <= oldest))


def last_change(store: Session, procedure: str, owner: int) -> DraftChange | None:
    """The change to undo."""
    return one_change(store, procedure, owner, undone=False)


def next_change(store: Session, procedure: str, owner: int) -> DraftChange | None:
    """The undone change to make again."""
    return one_change(store, procedure, owner, undone=True)


def one_change(store: Session, procedure: str, owner: int, *, undone: bool) -> DraftChange | None:
    """The latest change that stands, or the earliest that was undone."""
    record = DraftChangeRecord
    order = col(record.id) if undone else col(record.id).desc()
    found = store.exec(
        select(record)
        .where(col(record.procedure) == procedure, col(record.owner_id) == owner, col(record.undone) == undone)
        .order_by(order)
        .limit(1)
    ).first()
    return None if found is None else DraftChange(found.id or 0, unpacked(found.before), unpacked(found.after))


def mark_change(store: Session, change: int, *, undone: bool) -> None:
    """Note that a change was undone, or made again."""
    record = DraftChangeRecord
    store.exec(update(record).where(col(record.id) == change).values(undone=undone))
    store.expire_all()


def widen_change(store: Session, change: DraftChange, after: Mapping[str, bytes]) -> None:
    """Let a change end in `after`: the drawing of what was changed belongs to the same change."""
    record = DraftChangeRecord
    both = {**change.after, **after}
    store.exec(update(record).where(col(record.id) == change.id).values(after=packed(both)))
    store.expire_all()


def drop_change(store: Session, change: int) -> None:
    """Forget one change."""
    store.exec(delete(DraftChangeRecord).where(col(DraftChangeRecord.id) == change))
    store.expire_all()


def forget_changes(store: Session, procedure: str, owner: int) -> None:
    """Forget the changes of a draft that is no more."""
    record = DraftChangeRecord
    store.exec(delete(record).where(col(record.procedure) == procedure, col(record.owner_id) == owner))
    store.expire_all()
