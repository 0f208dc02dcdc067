"""Everything that can go wrong, as one tree. Errors carry facts; ``ui/words`` turns facts into sentences.

MigraflowError
├── Refused              a person's wish cannot be granted; nothing has changed
│   ├── NotSignedIn      no session, or it has expired
│   ├── SignInFailed     wrong name or password, or too many tries
│   ├── NotFound         absent, or invisible to this person (the two are never told apart)
│   ├── NotAllowed       visible, but the permission is missing
│   ├── AnswersRejected  one reason per field
│   ├── AlreadyDone      somebody else was first: who, and when
│   ├── Suspended        an authority has stopped the case: who, when, what, why
│   ├── Conflict         the object moved on while the person was working on it
│   ├── ChecksFailed     a procedure may not be published: its findings
│   └── Unfit            any other wish that cannot be granted: a code and its facts
└── Broken               our own files or data are wrong; the step is rolled back
    ├── BrokenBundle     a procedure folder that cannot be compiled
    └── StepFailed       a step raised while running: which element, and why
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime


class MigraflowError(Exception):
    """Root of every error migraflow raises on purpose."""


class Refused(MigraflowError):
    """A person's wish cannot be granted; nothing has changed."""


class NotSignedIn(Refused):
    """No session, or it has expired."""


class SignInFailed(Refused):
    """Wrong name or password, account closed, or too many tries: `wait` is the number of seconds to wait, 0 if none."""

    def __init__(self, wait: int = 0) -> None:
        super().__init__("sign-in failed")
        self.wait = wait


class NotFound(Refused):
    """Absent or invisible: a person who may not see a thing is not told that it exists."""

    def __init__(self, noun: str, key: object = "") -> None:
        super().__init__(f"{noun} {key} not found")
        self.noun = noun
        self.key = str(key)


class NotAllowed(Refused):
    """The thing is visible, but this person lacks the permission on it."""

    def __init__(self, permission: str) -> None:
        super().__init__(f"permission {permission} missing")
        self.permission = permission


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field.

    `path` is the field's place in the answers (``identite.nom``, ``pieces.0.numero``); `code` is a key of
    ``ui/words/answers``; `facts` fill its sentence; `message` is the author's own sentence for a rule of the form.
    """

    path: str
    code: str
    facts: Mapping[str, str]
    message: str = ""


class AnswersRejected(Refused):
    """The answers of a form cannot be accepted: one reason per field, in the form's order."""

    def __init__(self, errors: Sequence[FieldError]) -> None:
        super().__init__("; ".join(f"{e.path}: {e.code}" for e in errors))
        self.errors = tuple(errors)


class AlreadyDone(Refused):
    """Somebody else completed, claimed or cancelled it first."""

    def __init__(self, who: str, when: datetime | None) -> None:
        super().__init__(f"already done by {who} at {when}")
        self.who = who
        self.when = when


class Suspended(Refused):
    """A case is suspended: `what` in words (a destination, an employer, the case itself), by `who`, `when`, `why`."""

    def __init__(self, *, who: str, when: datetime, what: str, why: str) -> None:
        super().__init__(f"{what} suspended by {who} at {when}: {why}")
        self.who = who
        self.when = when
        self.what = what
        self.why = why


class Conflict(Refused):
    """The object changed while the person was working on it; reading it again shows the present state."""


class ChecksFailed(Refused):
    """A draft may not be published; `findings` are ``engine.Finding`` values of severity ERROR."""

    def __init__(self, findings: Sequence[object]) -> None:
        super().__init__(f"{len(findings)} finding(s)")
        self.findings = tuple(findings)


class Unfit(Refused):
    """A wish that cannot be granted for the reason named by `code` (a key of ``ui/words/refusals``)."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


class Broken(MigraflowError):
    """Our own files or data are wrong."""


class BrokenBundle(Broken):
    """A procedure folder that cannot be compiled: which file, which element, why."""

    def __init__(self, file: str, element: str, reason: str) -> None:
        super().__init__(f"{file}#{element}: {reason}")
        self.file = file
        self.element = element
        self.reason = reason


class StepFailed(Broken):
    """A step raised while running: the case stays as it was before the step."""

    def __init__(self, element: str, reason: str) -> None:
        super().__init__(f"{element}: {reason}")
        self.element = element
        self.reason = reason
