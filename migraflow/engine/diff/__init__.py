"""What changes from one edition of a procedure to another, in sentences a manager would say.

Diagram, forms, rules, messages and outcomes are compared as what they mean, never as text: a diagram drawn anew, a file
written in another order or a comment change nothing.
"""

from collections.abc import Mapping

from migraflow.domain.access import Role
from migraflow.domain.calendar import Deadline
from migraflow.engine.compile import Compiled
from migraflow.engine.diff.change import Area, Change, Naming
from migraflow.engine.diff.facts import facts_changed
from migraflow.engine.diff.forms import forms_changed
from migraflow.engine.diff.rules import rules_changed
from migraflow.engine.diff.steps import steps_changed

__all__ = ["Area", "Change", "compare"]


def compare(
    before: Compiled, after: Compiled, roles: Mapping[str, Role], deadlines: Mapping[str, Deadline]
) -> tuple[Change, ...]:
    """The changes from `before` to `after` in the procedure itself (not in those it calls), steps first.

    `roles` and `deadlines` give the words for lanes and times.
    """
    naming = Naming(roles, deadlines)
    return (
        *steps_changed(before, after, naming),
        *forms_changed(before, after),
        *rules_changed(before.bundle, after.bundle),
        *facts_changed(before.procedure, after.procedure, naming),
    )
