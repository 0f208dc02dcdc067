"""The event log: valid for its standards, read by another tool, nobody in it, scoped like the cases."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import jsonschema
import pytest
import r4pm
from lxml import etree

from migraflow.domain.errors import NotAllowed
from migraflow.services import mining
from migraflow.services.mining import Format
from migraflow.store.mining import Wanted
from migraflow.wiring import Agency
from tests.cast import Cast
from tests.counter import Counter
from tests.small import petit_secret, petite_demande, publish

SCHEMAS = Path(__file__).parents[1] / "schemas"
ALL = Wanted(datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))


@pytest.fixture
def counter(agency: Agency, cast: Cast) -> Counter:
    """Two cases of Kayes, one of Sikasso."""
    publish(agency, petit_secret(), petite_demande())
    counter = Counter(agency, cast)
    counter.registered()
    counter.registered()
    counter.registered("kadi")
    return counter


def written(counter: Counter, format: Format, first: str = "moussa") -> str:
    """The log as somebody gets it."""
    return counter.wish(first, lambda work: "".join(mining.pieces(work, wanted=ALL, format=format)))


def test_xes_is_valid_and_another_tool_reads_every_case_and_event(counter: Counter, tmp_path: Path) -> None:
    log = written(counter, Format.XES)
    schema = etree.XMLSchema(etree.parse(SCHEMAS / "xes.xsd"))
    root = etree.fromstring(log.encode())
    schema.assertValid(root)
    path = tmp_path / "log.xes"
    path.write_text(log, encoding="utf-8")
    read = r4pm.import_item("EventLog", str(path))
    r4pm.export_item(read, str(tmp_path / "again.xes"))
    again = etree.parse(tmp_path / "again.xes")
    space = "{http://www.xes-standard.org/}"
    assert len(list(root.iter(f"{space}trace"))) == 3
    for kind in ("trace", "event"):
        assert len(list(again.iter(space + kind))) == len(list(root.iter(space + kind)))


def test_ocel_is_valid_and_another_tool_reads_every_event_and_object(counter: Counter, tmp_path: Path) -> None:
    log = json.loads(written(counter, Format.OCEL))
    jsonschema.validate(log, json.loads((SCHEMAS / "ocel.json").read_text(encoding="utf-8")))
    known = {one["id"] for one in log["objects"]}
    assert {tie["objectId"] for one in log["events"] for tie in one["relationships"]} <= known
    path = tmp_path / "log.json"
    path.write_text(json.dumps(log), encoding="utf-8")
    read = r4pm.import_item("OCEL", str(path))
    r4pm.export_item(read, str(tmp_path / "again.json"))
    again = json.loads((tmp_path / "again.json").read_text(encoding="utf-8"))
    assert len(again["events"]) == len(log["events"]) > 10
    assert len(again["objects"]) == len(log["objects"])


@pytest.mark.parametrize("format", list(Format))
def test_nobody_is_in_it(counter: Counter, format: Format) -> None:
    log = written(counter, format)
    for name in ("Fanta", "Coulibaly", "Diarra", "Kadiatou", "+223"):
        assert name not in log


def test_a_region_gets_its_own_and_who_sees_figures_only_gets_no_cases(counter: Counter) -> None:
    own = etree.fromstring(written(counter, Format.XES, "oumar").encode())
    assert len(list(own.iter("{*}trace"))) == 2
    with pytest.raises(NotAllowed):
        written(counter, Format.XES, "mariam")
