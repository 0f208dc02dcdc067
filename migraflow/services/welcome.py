"""What the frame of every page tells a person about themselves: name, duties, what they may open, what is late."""

from __future__ import annotations

from dataclasses import dataclass

from migraflow.domain.access import Permission
from migraflow.services import tasks
from migraflow.services.work import Work
from migraflow.store import organisations


@dataclass(frozen=True, slots=True)
class Welcome:
    """`duties` are the person's roles and place in words; `late` counts their tasks past the deadline."""

    name: str
    duties: str
    language: str
    permissions: frozenset[Permission]
    late: int


def welcome(work: Work) -> Welcome:
    """The person of this session, in the words of their language."""
    work.require_signed_in()
    actor = work.actor
    return Welcome(
        name=actor.name,
        duties=", ".join(filter(None, (*role_names(work), place_name(work)))),
        language=actor.language,
        permissions=frozenset(actor.grants),
        late=tasks.counts(work).late if work.actor.may(Permission.COMPLETE_TASK) else 0,
    )


def role_names(work: Work) -> tuple[str, ...]:
    """The actor's roles in words, what stands in brackets left out."""
    roles = [work.house.roles[code] for code in sorted(work.actor.roles) if code in work.house.roles]
    names = [role.name_en if work.actor.language == "en" else role.name_fr for role in roles]
    return tuple(name.split(" (")[0] for name in names)


def place_name(work: Work) -> str:
    """Where the actor works: the region's name, empty for those who serve the whole country."""
    found = organisations.region(work.store, work.actor.region) if work.actor.region else None
    return found.name if found else ""
