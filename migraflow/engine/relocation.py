"""The memory of a case rewritten for another edition: each token at the step of the same name, or of the mapped one.

What cannot be taken over is told as a `Reason`; nothing is guessed, nothing is reset: a token keeps its state, data,
due time and items.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from SpiffWorkflow.util.task import TaskState

from migraflow.engine.build import START
from migraflow.engine.compile import Compiled
from migraflow.engine.diagram import Kind
from migraflow.engine.events import BoundarySpec, CatchSpec, GuardSpec
from migraflow.engine.gateways import EventGatewaySpec, JoinSpec
from migraflow.engine.nodes import NodeSpec, ProcessSpec, Split
from migraflow.engine.scopes import RepeatSpec, SubSpec
from migraflow.engine.spiff import LIVE

Entry = dict[str, Any]

SENTENCES = {
    "step_gone": (
        "« {name} » n’existe plus dans la nouvelle édition. Dites quelle étape la remplace, puis relancez l’essai.",
        "“{name}” no longer exists in the new edition. Say which step replaces it, then try again.",
    ),
    "step_other": (
        "« {name} » n’est plus une étape du même genre : ce qui est commencé ne peut pas y continuer.",
        "“{name}” is no longer a step of the same kind: what has begun cannot go on there.",
    ),
    "wait_other": (
        "« {name} » n’attend plus la même chose dans la nouvelle édition.",
        "“{name}” no longer waits for the same thing in the new edition.",
    ),
    "repeat_other": (
        "La répétition de « {name} » est faite autrement : les éléments commencés ne peuvent pas continuer.",
        "“{name}” is repeated in another way: the items that have begun cannot go on.",
    ),
    "join_flow": (
        "La jonction « {name} » n’attend plus la branche que ce dossier a déjà finie.",
        "The join “{name}” no longer waits for the branch this case has already finished.",
    ),
    "join_short": (
        "La jonction « {name} » attendrait une branche que ce dossier n’a pas commencée : il y resterait bloqué.",
        "The join “{name}” would wait for a branch this case never began: it would be stuck there.",
    ),
    "step_failed": (
        "Le dossier ne peut pas continuer dans la nouvelle édition : {reason}.",
        "The case cannot go on in the new edition: {reason}.",
    ),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a case cannot follow another edition; `element` is the step it stands at."""

    code: str
    element: str
    facts: Mapping[str, str]

    def sentence(self, language: str = "fr") -> str:
        """The reason in words."""
        return SENTENCES[self.code][language == "en"].format_map(self.facts)


@dataclass
class Relocation:
    """One rewriting: from `old` to `new` by `mapping` (old element → new element); what it found on the way.

    `content` is the memory as rewritten, `standing` the elements where it stands now with their procedures.
    """

    old: Compiled
    new: Compiled
    mapping: Mapping[str, str]
    content: dict[str, Any]
    reasons: list[Reason] = field(default_factory=list[Reason])
    standing: dict[str, str] = field(default_factory=dict[str, str])

    def why(self, code: str, spec: NodeSpec) -> None:
        """Note a reason once."""
        node = spec.node
        reason = Reason(code, spec.element, {"name": node.label if node is not None else spec.name})
        if reason not in self.reasons:
            self.reasons.append(reason)

    def target(self, name: str) -> str:
        """The name of a spec in the new edition: suffixes like `` [split]`` stay, elements are mapped."""
        base, mark, rest = name.partition(" [")
        return self.mapping.get(base, base) + mark + rest

    def run(self) -> None:
        """Rewrite `content` in place."""
        inner: dict[str, Any] = self.content["inner"]
        self.content["reached"] = " ".join(map(self.target, self.content["reached"].split()))
        home = self.old.bundle.id
        ahead = [(self.content["scope"], self.old.specs[home], self.new.specs[home])]
        kept: dict[str, Any] = {}
        while ahead:
            scope, old, new = ahead.pop()
            for entry in list(scope["tasks"]):
                before = old.task_specs[entry["spec"]]
                self.place(entry, scope, old, new)
                if entry["id"] not in inner or not isinstance(before, SubSpec):
                    continue
                after = new.task_specs[entry["spec"]]
                if isinstance(after, SubSpec):
                    kept[entry["id"]] = inner[entry["id"]]
                    ahead.append((inner[entry["id"]], self.old.specs[before.spec], self.new.specs[after.spec]))
            self.split(scope, new)
        self.content["inner"] = {host: kept[host] for host in inner if host in kept}

    def place(self, entry: Entry, scope: dict[str, Any], old: ProcessSpec, new: ProcessSpec) -> None:
        """Attach one task to its node of the new edition."""
        before: Any = old.task_specs[entry["spec"]]
        after: Any = new.task_specs.get(self.target(entry["spec"]))
        entry["was"] = entry["spec"]
        beside = isinstance(before, BoundarySpec | GuardSpec) and entry["state"] & TaskState.WAITING
        if not entry["state"] & LIVE:
            entry["spec"] = after.name if type(after) is type(before) else START
        elif beside and gone(before, after, self):
            scope["tasks"].remove(entry)
        elif self.refused(entry, before, after, scope, old, new):
            entry["spec"] = START
        else:
            entry["spec"] = after.name
            if after.element and after.node.kind is not Kind.SUBPROCESS:
                self.standing[after.element] = new.procedure

    def refused(
        self, entry: Entry, before: Any, after: Any, scope: dict[str, Any], old: ProcessSpec, new: ProcessSpec
    ) -> bool:
        """Whether a living task cannot stand at `after`, with the reason noted."""
        code = ""
        if after is None:
            code = "step_gone"
        elif isinstance(before, RepeatSpec) != isinstance(after, RepeatSpec) or before.instance != after.instance:
            code = "repeat_other"
        elif type(after) is not type(before):
            code = "step_other"
        elif isinstance(before, RepeatSpec):
            ways = (before.repeat.standard, before.repeat.sequential)
            code = "" if ways == (after.repeat.standard, after.repeat.sequential) else "repeat_other"
        elif isinstance(before, CatchSpec):
            rivals = self.rivals(entry, scope, old) == self.rivals_now(entry, scope, old, new)
            code = "" if before.kind is after.kind and rivals else "wait_other"
        elif isinstance(before, JoinSpec) and after.flows:
            code = "" if flow_of(entry) in after.flows else "join_flow"
        if code:
            self.why(code, before)
        return bool(code)

    def rivals(self, entry: Entry, scope: dict[str, Any], old: ProcessSpec) -> set[str]:
        """The events of the gateway a waiting event stands behind, as the new edition calls them; none elsewhere."""
        gateway = self.gateway(entry, scope, old)
        return {self.target(way.target) for way in gateway.ways} if gateway else set()

    def rivals_now(self, entry: Entry, scope: dict[str, Any], old: ProcessSpec, new: ProcessSpec) -> set[str]:
        """The same, as the new edition draws them."""
        gateway = self.gateway(entry, scope, old)
        after: Any = new.task_specs.get(self.target(gateway.name)) if gateway else None
        return {way.target for way in after.ways} if isinstance(after, EventGatewaySpec) else set()

    def gateway(self, entry: Entry, scope: dict[str, Any], old: ProcessSpec) -> Any:
        """The event gateway right above a task, in the old edition."""
        above = next((one for one in scope["tasks"] if one["id"] == entry["up"]), None)
        name = None if above is None else above.get("was", above["spec"])
        found = None if name is None else old.task_specs.get(name)
        return found if isinstance(found, EventGatewaySpec) else None

    def split(self, scope: dict[str, Any], new: ProcessSpec) -> None:
        """Put a split above each living host that has events now and stands under none."""
        specs = {entry["id"]: entry["spec"] for entry in scope["tasks"]}
        for entry in list(scope["tasks"]):
            name = f"{entry['spec']} [split]"
            host: Any = new.task_specs.get(entry["spec"])
            waits = entry["state"] & LIVE and isinstance(new.task_specs.get(name), Split) and not host.instance
            if waits and specs.get(entry["up"]) != name:
                self.content["drawn"] += 1
                token = str(uuid5(UUID(self.content["case"]), str(self.content["drawn"])))
                made = {"id": token, "up": entry["up"], "spec": name, "state": int(TaskState.COMPLETED),
                        "since": entry["since"], "set": []}  # fmt: skip
                scope["tasks"].insert(scope["tasks"].index(entry), made)
                entry["up"] = token


def gone(before: Any, after: Any, move: Relocation) -> bool:
    """Whether an event that waits beside a step or scope is no longer drawn there: it stops waiting."""
    if type(after) is not type(before) or after.kind is not before.kind:
        return True
    return move.target(before.node.attached) != after.node.attached


def flow_of(entry: Entry) -> str:
    """The flow a task came in on, as its snapshot has it."""
    return next((str(value) for key, value in entry.get("own", ()) if key == "flow"), "")
