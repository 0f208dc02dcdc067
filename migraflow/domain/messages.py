"""Words between cases: a message goes to one case, a signal to all that wait for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from migraflow.domain.cases import WaitKind

TIME_TO_LIVE = timedelta(days=30)
"""How long a message waits for somebody to take it, when its author does not say (``validite``)."""


class MessageState(StrEnum):
    """What became of a message."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    EXPIRED = "expired"
    REFUSED = "refused"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Message:
    """A message on its way, or a signal on its way to one case.

    `key` makes it happen once. `correlation` is the key it was sent with ("" for none); `to_case` the only case it may
    reach, None for whichever waits for it. `from_case` and `from_ref` say who sent it.
    """

    key: str
    kind: WaitKind
    name: str
    correlation: str
    payload: Mapping[str, object]
    from_case: int | None
    from_ref: str
    to_case: int | None
    sent: datetime
    expires: datetime
    attempts: int = 0
    id: int = 0


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A message nobody has taken, as its list shows it: nothing of what it carries. `label` is what people call it.

    `to_ref` is the only case it may reach, "" when any that waits for it may; `reason` why it was given up, "" while it
    still waits.
    """

    id: int
    name: str
    correlation: str
    from_ref: str
    to_ref: str
    sent: datetime
    expires: datetime
    state: MessageState
    reason: str
    label: str = ""
