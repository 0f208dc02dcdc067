"""Changes of ``roles.toml``: one role at a time, comments and the other roles as they were."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from migraflow.domain.access import Permission, Role, Scope, read_roles

CODE = re.compile(r"[a-z][a-z0-9_]{1,39}")
HEAD = re.compile(r"^\[([a-z0-9_]+)\]\s*$")


def with_role(text: str, role: Role) -> str:
    """The file with `role` as given; a new one is put at the end."""
    lines = text.splitlines()
    span = section(lines, role.code)
    said = written(role)
    if span is None:
        return text.rstrip("\n") + "\n\n" + "\n".join([f"[{role.code}]", *said.values()]) + "\n"
    start, end = span
    left = dict(said)
    for number in range(start, end):
        key = lines[number].partition("=")[0].strip()
        if key in left:
            lines[number] = left.pop(key)
    lines[start + 1 : start + 1] = left.values()
    return "\n".join(lines) + "\n"


def without_role(text: str, code: str) -> str:
    """The file without a role, and without the comment right above it."""
    lines = text.splitlines()
    span = section(lines, code)
    if span is None:
        return text
    start, end = span
    while start and lines[start - 1].startswith("# ") and not lines[start - 1].startswith("# ---"):
        start -= 1
    kept = [*lines[:start], *lines[end:]]
    return "\n".join(kept) + "\n"


def section(lines: list[str], code: str) -> tuple[int, int] | None:
    """Where a role's section begins, and where the last of its lines ends."""
    start = next((n for n, line in enumerate(lines) if (found := HEAD.match(line)) and found[1] == code), None)
    if start is None:
        return None
    end = start + 1
    while end < len(lines) and "=" in lines[end] and not lines[end].startswith(("#", "[")):
        end += 1
    while end < len(lines) and not lines[end].strip():
        end += 1
    return start, end


def written(role: Role) -> dict[str, str]:
    """The lines of a role by their key."""
    order = [permission.value for permission in Permission if permission in role.permissions]
    return {
        "nom": f"nom = {quoted(role.name_fr)}",
        "name": f"name = {quoted(role.name_en)}",
        "portee": f'portee = "{role.scope.value}"',
        "permissions": "permissions = [" + ", ".join(f'"{one}"' for one in order) + "]",
    }


def quoted(words: str) -> str:
    """A text as TOML writes it: like JSON, accents left as they are."""
    return json.dumps(" ".join(words.split()), ensure_ascii=False)


def compared(before: str, after: str) -> Iterator[tuple[str, str, str]]:
    """(role, before, after) of every role that changed, in words of the file."""
    old, new = read_roles(before), read_roles(after)
    for code in dict.fromkeys([*old, *new]):
        was, now = shown(old.get(code)), shown(new.get(code))
        if was != now:
            yield code, was, now


def shown(role: Role | None) -> str:
    """A role in one line."""
    if role is None:
        return ""
    granted = ", ".join(sorted(role.permissions))
    return f"{role.name_fr} · {role.scope.value} · {granted}"


EMPTY_SCOPE = Scope.OFFICE
"""How far a new role reaches until somebody says otherwise."""
