"""Who may do what, and how far: one picture of ``workflows/roles.toml`` that a reviewer reads as a whole.

When a change of rights is meant, run ``MIGRAFLOW_WRITE_SNAPSHOTS=1 pytest`` on this file and
read the difference before committing it.
"""

from __future__ import annotations

import os
from pathlib import Path

from migraflow.domain.access import Permission, Role, Scope, read_roles
from tests.architecture.source import HOUSE, ROOT, files

PICTURE = Path(__file__).with_name("access_matrix.txt")
MARKS = {Scope.OWN: "o", Scope.OFFICE: "A", Scope.REGION: "R", Scope.EVERYWHERE: "P"}
LEGEND = "o = à soi   A = agence   R = région   P = partout   . = non"


def roles() -> dict[str, Role]:
    return read_roles((ROOT / "workflows" / "roles.toml").read_text(encoding="utf-8"))


def drawn(known: dict[str, Role]) -> str:
    """The matrix as text: a line per role, a column per permission."""
    width = max(map(len, known))
    lines = [LEGEND, ""]
    lines += [f"{'':{width}} {number:2d} {permission.value}" for number, permission in enumerate(Permission, start=1)]
    lines += ["", " " * width + "".join(f"{number:3d}" for number in range(1, len(Permission) + 1))]
    for code, role in known.items():
        cells = (MARKS[role.scope] if permission in role.permissions else "." for permission in Permission)
        lines.append(f"{code:{width}}" + "".join(f"  {cell}" for cell in cells))
    return "\n".join(lines) + "\n"


def test_the_rights_are_those_that_were_agreed() -> None:
    if os.environ.get("MIGRAFLOW_WRITE_SNAPSHOTS"):
        PICTURE.write_text(drawn(roles()), encoding="utf-8")
    assert drawn(roles()) == PICTURE.read_text(encoding="utf-8")


def test_every_permission_is_held_by_some_role() -> None:
    held = {permission for role in roles().values() for permission in role.permissions}
    assert set(Permission) - held == set()


def test_every_permission_opens_some_door() -> None:
    rooms = [*files(HOUSE / "services"), *files(HOUSE / "store")]
    source = "\n".join(path.read_text(encoding="utf-8") for path in rooms)
    assert [permission.name for permission in Permission if f"Permission.{permission.name}" not in source] == []


def test_the_ministry_sees_figures_and_never_a_person() -> None:
    ministry = roles()["ministere"].permissions
    assert Permission.SEE_MEASURES in ministry
    assert not ministry & {Permission.SEE_CASE, Permission.SEE_PERSON, Permission.SEE_SENSITIVE}


def test_whoever_changes_procedures_touches_no_case() -> None:
    manager = roles()["gestionnaire"].permissions
    assert {Permission.CHANGE_PROCEDURE, Permission.PUBLISH_PROCEDURE} <= manager
    assert not manager & {Permission.SEE_CASE, Permission.SEE_PERSON, Permission.COMPLETE_TASK}
