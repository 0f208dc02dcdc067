"""Event logs as other tools read them: XES (IEEE 1849-2016) and OCEL 2.0 (JSON), written piece by piece."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from xml.sax.saxutils import quoteattr

from migraflow.domain.mining import Happened, Logged

EXTENSIONS = (
    ("Concept", "concept", "http://www.xes-standard.org/concept.xesext"),
    ("Time", "time", "http://www.xes-standard.org/time.xesext"),
    ("Lifecycle", "lifecycle", "http://www.xes-standard.org/lifecycle.xesext"),
    ("Organizational", "org", "http://www.xes-standard.org/org.xesext"),
)
GLOBALS = (
    '<global scope="trace"><string key="concept:name" value=""/></global>',
    '<global scope="event"><string key="concept:name" value=""/><date key="time:timestamp" '
    'value="1970-01-01T00:00:00.000+00:00"/><string key="lifecycle:transition" value="complete"/></global>',
    '<classifier name="Activité" keys="concept:name"/>',
    '<classifier name="Activité et étape de sa vie" keys="concept:name lifecycle:transition"/>',
)
OBJECTS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "dossier": (("procedure", "string"), ("issue", "string")),
    "tache": (("etape", "string"),),
    "agence": (("region", "string"),),
    "edition": (("procedure", "string"),),
}
"""The types of OCEL objects with their attributes."""
EVENT_ATTRIBUTES = (("element", "string"), ("role", "string"), ("transition", "string"))


def xes(cases: Iterable[Logged], title: str) -> Iterator[str]:
    """The log as XES: one trace per case, one event per entry of its journal."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1849.2016" xes.features="" '
    yield 'xmlns="http://www.xes-standard.org/">\n'
    for name, prefix, uri in EXTENSIONS:
        yield f'<extension name="{name}" prefix="{prefix}" uri="{uri}"/>\n'
    yield "\n".join(GLOBALS) + "\n" + string("concept:name", title) + "\n"
    for case in cases:
        yield "<trace>" + "".join(
            (
                string("concept:name", str(case.case)),
                string("procedure", case.procedure),
                string("region", case.region),
                string("outcome", case.outcome),
            )
        )
        yield from (f"\n<event>{xes_event(event)}</event>" for event in case.events)
        yield "\n</trace>\n"
    yield "</log>\n"


def xes_event(event: Happened) -> str:
    """The attributes of one event."""
    return "".join(
        (
            string("concept:name", event.activity),
            string("concept:instance", event.task) if event.task else "",
            string("lifecycle:transition", event.transition),
            string("org:role", event.role),
            string("org:group", event.office),
            f'<date key="time:timestamp" value="{moment(event.at)}"/>',
            string("element", event.element),
            string("kind", event.kind),
            string("edition", event.edition[:12]),
        )
    )


def string(key: str, value: str) -> str:
    """A text attribute; characters XML cannot hold are left out."""
    plain = "".join(sign for sign in value if sign >= " " or sign in "\t\n")
    return f'<string key="{key}" value={quoteattr(plain)}/>'


def moment(at: datetime) -> str:
    """A moment as both standards write it."""
    return at.isoformat(timespec="milliseconds")


def ocel(cases: Iterable[Logged]) -> Iterator[str]:
    """The log as OCEL 2.0 JSON. Objects are gathered while events are written."""
    objects: dict[str, str] = {}
    types: set[str] = set()
    yield '{"objectTypes": ' + json.dumps([typed(name, pairs) for name, pairs in OBJECTS.items()])
    yield ', "events": ['
    comma = ""
    for case in cases:
        facts, tied = (
            (("procedure", case.procedure), ("issue", case.outcome)),
            ((f"agence-{case.office}", "suivi par"),),
        )
        objects[f"dossier-{case.case}"] = made(f"dossier-{case.case}", "dossier", case.opened, facts, tied)
        objects.setdefault(f"agence-{case.office}", office(case.office, case.region, case.opened))
        for event in case.events:
            types.add(event.activity)
            yield comma + ocel_event(event, objects)
            comma = ", "
    yield '], "eventTypes": ' + json.dumps(
        [typed(name, EVENT_ATTRIBUTES) for name in sorted(types)], ensure_ascii=False
    )
    yield ', "objects": [' + ", ".join(objects.values()) + "]}\n"


def typed(name: str, pairs: Iterable[tuple[str, str]]) -> dict[str, object]:
    """A type with its attributes."""
    return {"name": name, "attributes": [{"name": each, "type": kind} for each, kind in pairs]}


def made(
    id: str, kind: str, at: datetime, facts: Iterable[tuple[str, str]], tied: Iterable[tuple[str, str]] = ()
) -> str:
    """An object."""
    attributes = [{"name": name, "time": moment(at), "value": value} for name, value in facts]
    ties = [{"objectId": other, "qualifier": how} for other, how in tied]
    return json.dumps({"id": id, "type": kind, "attributes": attributes, "relationships": ties}, ensure_ascii=False)


def office(code: str, region: str, at: datetime) -> str:
    """An office as an object."""
    return made(f"agence-{code}", "agence", at, (("region", region),))


def ocel_event(event: Happened, objects: dict[str, str]) -> str:
    """One event; what it is about for the first time is added to `objects`."""
    tied = [(f"dossier-{event.case}", "dossier")]
    if event.task:
        name = f"tache-{event.task}"
        objects.setdefault(name, made(name, "tache", event.at, (("etape", event.activity),)))
        tied.append((name, "tâche"))
    if event.office:
        objects.setdefault(f"agence-{event.office}", office(event.office, event.region, event.at))
        tied.append((f"agence-{event.office}", "lieu"))
    if event.edition:
        name = f"edition-{event.edition[:12]}"
        objects.setdefault(name, made(name, "edition", event.at, (("procedure", event.procedure),)))
        tied.append((name, "suit"))
    return json.dumps(
        {
            "id": f"{event.case}-{event.number}",
            "type": event.activity,
            "time": moment(event.at),
            "attributes": [
                {"name": "element", "value": event.element},
                {"name": "role", "value": event.role},
                {"name": "transition", "value": event.transition.value},
            ],
            "relationships": [{"objectId": other, "qualifier": how} for other, how in tied],
        },
        ensure_ascii=False,
    )
