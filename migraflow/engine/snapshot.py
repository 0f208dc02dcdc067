"""The memory of a case as bytes: its tokens and data, never its specification.

Tasks are written as a list, data as the difference from the task above; reading depends on neither the order of the
list nor that of any key, so a store that reorders JSON loses nothing. Nothing in a snapshot is ever evaluated.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from SpiffWorkflow.task import Task

from migraflow.domain.errors import StepFailed
from migraflow.engine.live import Case, Scope
from migraflow.engine.merge import same
from migraflow.engine.spiff import Token
from migraflow.engine.values import Unkeepable, decoded, encoded

FORMAT = 1
WRITER = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"))
QUICK = 1
"""How hard zlib tries: a tenth smaller would take three times as long."""
MAX_BYTES = 2_000_000
"""Of the uncompressed text: more than that is files put into the data instead of beside it."""


class Unrestorable(ValueError):
    """A snapshot that does not fit the edition it is read with."""


def dump(case: Case, identity: UUID, drawn: int) -> bytes:
    """The snapshot of `case`. `identity` and `drawn` let the next advance go on drawing tokens."""
    try:
        content = {
            "format": FORMAT,
            "case": str(identity),
            "drawn": drawn,
            "reached": case.reached,
            "scope": dump_scope(case),
            "inner": {str(host): dump_scope(scope) for host, scope in case.subprocesses.items()},
        }
    except Unkeepable as error:
        raise StepFailed("", str(error)) from error
    text = WRITER.encode(content).encode()
    if len(text) > MAX_BYTES:
        raise StepFailed("", f"les données du dossier dépassent {MAX_BYTES // 1_000_000} Mo")
    return zlib.compress(text, QUICK)


def dump_scope(scope: Case | Scope) -> dict[str, Any]:
    """One scope: its tasks, the last one completed, whether it is over."""
    last = scope.last_task
    names = {identifier: str(identifier) for identifier in scope.tasks}
    return {
        "over": scope.completed,
        "root": names[scope.task_tree.id],
        "last": None if last is None else names.get(last.id),
        "tasks": [dump_task(task, names) for task in scope.tasks.values()],
    }


def dump_task(task: Token, names: Mapping[UUID, str]) -> dict[str, Any]:
    """One task, its scope's tasks named; `set` and `gone` are how its data differs from that of the task above."""
    above = task.parent
    base: Mapping[str, Any] = {} if above is None else above.data
    changed = {key: value for key, value in task.data.items() if key not in base or differs(value, base[key])}
    found: dict[str, Any] = {
        "id": names[task.id],
        "up": None if above is None else names[above.id],
        "spec": task.task_spec.name,
        "state": task._state,
        "since": task.last_state_change,
        "set": encoded_pairs(changed),
    }
    gone = sorted(key for key in base if key not in task.data)
    if gone:
        found["gone"] = gone
    if task.internal_data:
        found["own"] = encoded_pairs(task.internal_data)
    return found


def differs(value: Any, other: Any) -> bool:
    """Whether two values differ; the very same object never does."""
    return value is not other and not same(value, other)


def encoded_pairs(values: Mapping[str, Any]) -> list[list[Any]]:
    """A mapping as pairs: its order is part of the data (columns of a table a person filled in)."""
    return [[key, encoded(value)] for key, value in values.items()]


def decoded_pairs(pairs: list[list[Any]]) -> dict[str, Any]:
    """The mapping `encoded_pairs` wrote."""
    return {key: decoded(value) for key, value in pairs}


def load(specs: Mapping[str, Any], name: str, snapshot: bytes) -> tuple[Case, UUID, int]:
    """The case in `snapshot`, attached to its specs; with its identity and how many tokens it has drawn."""
    return restored(specs, name, content_of(snapshot))


def content_of(snapshot: bytes) -> dict[str, Any]:
    """What `dump` wrote, as plain values. Raises Unrestorable."""
    try:
        content = json.loads(zlib.decompress(snapshot))
        if content["format"] != FORMAT:
            raise Unrestorable(f"format {content['format']}")
    except (zlib.error, KeyError, ValueError, TypeError) as error:
        raise Unrestorable(f"{type(error).__name__}: {error}") from error
    return content


def restored(specs: Mapping[str, Any], name: str, content: Mapping[str, Any]) -> tuple[Case, UUID, int]:
    """`load`, from the plain values of a snapshot."""
    try:
        case = Case(specs[name], dict(specs), deserializing=True)
        case.reached = content["reached"]
        fill(case, content["scope"])
        restore_inner(case, content["inner"])
        return case, UUID(content["case"]), int(content["drawn"])
    except (KeyError, ValueError, TypeError) as error:
        raise Unrestorable(f"{type(error).__name__}: {error}") from error


def restore_inner(case: Case, inner: Mapping[str, Any]) -> None:
    """The subprocesses, outer ones first whatever their order."""
    left = dict(inner)
    while left:
        hosts = [case.get_task_from_id(UUID(host)) for host in left]
        known: list[Token] = [host for host in hosts if host is not None]
        if not known:
            raise Unrestorable("a subprocess without host")
        for host in known:
            scope = Scope(case.subprocess_specs[host.task_spec.spec], host.id, case, deserializing=True)
            fill(scope, left.pop(str(host.id)))
            case.subprocesses[host.id] = scope


def fill(scope: Case | Scope, content: Mapping[str, Any]) -> None:
    """Put the tasks of `content` into `scope`, parents first."""
    entries = {entry["id"]: entry for entry in content["tasks"]}
    made: dict[str, Token] = {}
    for identifier in entries:
        chain: list[str] = []
        current: str | None = identifier
        while current is not None and current not in made:
            chain.append(current)
            current = entries[current]["up"]
        for missing in reversed(chain):
            made[missing] = made_task(scope, entries[missing], made)
    scope.tasks = {made[identifier].id: made[identifier] for identifier in entries}
    scope.task_tree = made[content["root"]]
    scope.completed = content["over"]
    scope.last_task = made.get(content["last"]) if content["last"] else None


def made_task(scope: Case | Scope, entry: Mapping[str, Any], made: Mapping[str, Token]) -> Token:
    """One task under the task above it, which is among `made`."""
    task: Token = Task.__new__(Task)  # all of what __init__ writes, without the clock it reads and the search it makes
    above = None if entry["up"] is None else made[entry["up"]]
    task.id = UUID(entry["id"])
    task.workflow, task.task_spec = scope, scope.spec.task_specs[entry["spec"]]
    task._parent, task._children, task._state = None, [], entry["state"]
    task.triggered, task.thread_id = False, 0
    task.last_state_change = entry["since"]
    task.internal_data = decoded_pairs(entry["own"]) if "own" in entry else {}
    task.data = {}
    if above is not None:
        task._parent = above.id
        above._children.append(task.id)
        task.data.update(above.data)
    for key in entry.get("gone", ()):
        task.data.pop(key, None)
    task.data.update(decoded_pairs(entry["set"]))
    return task
