"""Changes of what ``procedure.toml`` says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from migraflow.domain.procedures import MessageFacts, ProcedureFacts
from migraflow.engine.bundle import PROCEDURE
from migraflow.engine.diff.change import Area, Change, Naming, Said


def facts_changed(old: ProcedureFacts, new: ProcedureFacts, naming: Naming) -> Iterator[Change]:
    """Title, summary, who opens and who sees cases, messages, outcomes."""
    if (old.title_fr, old.title_en) != (new.title_fr, new.title_en):
        titles = Said(old.title_fr, old.title("en")), Said(new.title_fr, new.title("en"))
        yield told("title", before=titles[0], after=titles[1])
    if old.summary != new.summary:
        yield told("summary")
    for code, before, after in (
        ("opened_by", old.opened_by, new.opened_by),
        ("confidential", old.confidential, new.confidential),
    ):
        if set(before) != set(after):
            yield told(code, before=people(before, naming), after=people(after, naming))
    yield from messages_changed(old.messages, new.messages, naming)
    yield from issues_changed(old.issues, new.issues)


def told(code: str, **facts: str | Said) -> Change:
    """A change of the procedure as a whole."""
    return Change(code, Area.PROCEDURE, PROCEDURE, "", facts)


def people(roles: tuple[str, ...], naming: Naming) -> Said:
    """Roles in words; « tous » for none."""
    named = [naming.role(role) for role in roles]
    return Said(", ".join(one.fr for one in named) or "tous", ", ".join(one.en for one in named) or "everybody")


def messages_changed(
    old: Mapping[str, MessageFacts], new: Mapping[str, MessageFacts], naming: Naming
) -> Iterator[Change]:
    """What cases may receive."""
    for name in sorted(old.keys() | new.keys()):
        before, after = old.get(name), new.get(name)
        if before is None or after is None:
            label = after.label if after else before.label if before else name
            yield told("message_removed" if after is None else "message_added", name=label)
            continue
        if set(before.roles) != set(after.roles):
            yield told("message_roles", name=after.label, before=people(before.roles, naming),
                       after=people(after.roles, naming))  # fmt: skip
        if before.form != after.form:
            yield told("message_form", name=after.label)


def issues_changed(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Change]:
    """How cases may end."""
    for code in sorted(old.keys() | new.keys()):
        if code not in old:
            yield told("issue_added", name=new[code])
        elif code not in new:
            yield told("issue_removed", name=old[code])
        elif old[code] != new[code]:
            yield told("issue_label", before=old[code], after=new[code])
