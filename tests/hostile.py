"""Files made to harm: each is refused with a sentence, none is kept. Small diagrams of other tools to begin from."""

from __future__ import annotations

import io
import json
import stat
import zipfile
from collections.abc import Callable, Mapping
from html import escape

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
SPIFF = "http://spiffworkflow.org/bpmn/schema/1.0/core"
TOML = b'id = "petite"\ntitre = "Petite"\nprefixe = "PT"\nouvert_par = ["accueil"]\n'


def diagram(body: str, *, name: str = "Demande de congé", head: str = "") -> bytes:
    """A diagram of one process with `body` in it."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}<definitions xmlns="{MODEL}" xmlns:spiffworkflow="{SPIFF}" '
        f'targetNamespace="x"><process id="p" name="{escape(name)}" isExecutable="true">{body}</process></definitions>'
    ).encode()


def steps(*names: str, more: str = "") -> str:
    """A start, user tasks in a row, an end."""
    ids = ["debut", *[f"t{place}" for place in range(len(names))], "fin"]
    tasks = "".join(f'<userTask id="t{place}" name="{escape(name)}"/>' for place, name in enumerate(names))
    flows = "".join(
        f'<sequenceFlow id="f{place}" sourceRef="{one}" targetRef="{ids[place + 1]}"/>'
        for place, one in enumerate(ids[:-1])
    )
    return f'<startEvent id="debut"/>{tasks}<endEvent id="fin" name="Fini"/>{flows}{more}'


HONEST = diagram(steps("Remplir", "Valider"))


def zipped(files: Mapping[str, bytes], mode: int = stat.S_IFREG | 0o644) -> bytes:
    """A zip of `files`."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as parcel:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name)
            entry.external_attr, entry.compress_type = mode << 16, zipfile.ZIP_DEFLATED
            parcel.writestr(entry, content)
    return written.getvalue()


def own(**files: bytes) -> bytes:
    """A procedure of ours in a zip; names are paths with ``/`` written ``__``."""
    kept = {f"petite/{path.replace('__', '/')}.json": content for path, content in files.items()}
    honest = HONEST.replace(b'id="p"', b'id="petite"')
    return zipped({"petite/procedure.toml": TOML, "petite/procedure.bpmn": honest, **kept})


SPIFF_FORM = {
    "title": "Demande",
    "type": "object",
    "required": ["firstName"],
    "properties": {
        "firstName": {"type": "string", "title": "Prénom"},
        "days": {"type": "number", "minimum": 1},
        "kind": {"type": "string", "enum": ["court", "long"], "enumNames": ["Court", "Long"]},
        "why": {"type": "string"},
        "from": {"type": "string", "format": "date"},
    },
}


def spiff(script: str = "import os") -> bytes:
    """A model of SpiffWorkflow with its JSON-schema form, a script in Python and a condition in it."""
    asks = (
        '<extensionElements><spiffworkflow:properties><spiffworkflow:property name="formJsonSchemaFilename" '
        'value="leave-schema.json"/></spiffworkflow:properties></extensionElements>'
    )
    body = (
        '<laneSet id="ls"><lane id="l" name="Requester"><flowNodeRef>a</flowNodeRef></lane></laneSet>'
        f'<startEvent id="s"/><userTask id="a" name="Demander">{asks}</userTask>'
        f'<scriptTask id="c" name="Calculer"><script>{escape(script)}</script></scriptTask>'
        '<exclusiveGateway id="g" name="Long ?" default="non"/><endEvent id="e" name="Accordé"/>'
        '<endEvent id="r" name="Refusé"/><sequenceFlow id="f1" sourceRef="s" targetRef="a"/>'
        '<sequenceFlow id="f2" sourceRef="a" targetRef="c"/><sequenceFlow id="f3" sourceRef="c" targetRef="g"/>'
        '<sequenceFlow id="oui" sourceRef="g" targetRef="e"><conditionExpression>firstName == "Awa"'
        '</conditionExpression></sequenceFlow><sequenceFlow id="non" sourceRef="g" targetRef="r"/>'
    )
    look = {"why": {"ui:widget": "textarea"}}
    return zipped(
        {
            "conge/conge.bpmn": diagram(body),
            "conge/leave-schema.json": json.dumps(SPIFF_FORM).encode(),
            "conge/leave-uischema.json": json.dumps(look).encode(),
            "conge/process_model.yaml": b"display_name: x",
        }
    )


CAMUNDA = diagram(
    '<startEvent id="s"/><userTask id="a" name="Approuver la facture"><extensionElements>'
    '<c:formData xmlns:c="http://camunda.org/schema/1.0/bpmn"><c:formField id="approved" label="Accord ?" '
    'type="boolean"/><c:formField id="amount" label="Montant" type="long"><c:validation><c:constraint '
    'name="required"/></c:validation></c:formField></c:formData></extensionElements></userTask>'
    '<exclusiveGateway id="g" name="Accord ?" default="non"/><endEvent id="e" name="Payée"/><endEvent id="r" '
    'name="Rejetée"/><sequenceFlow id="f1" sourceRef="s" targetRef="a"/><sequenceFlow id="f2" sourceRef="a" '
    'targetRef="g"/><sequenceFlow id="oui" sourceRef="g" targetRef="e"><conditionExpression>${approved == true}'
    '</conditionExpression></sequenceFlow><sequenceFlow id="non" sourceRef="g" targetRef="r"/>',
    name="Facture",
)


def bomb(depth: int = 10) -> str:
    """A declaration of entities that double at each level."""
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, depth))
    return f'<!DOCTYPE definitions [<!ENTITY l0 "ha">{lines}]>'


def blocks(deep: int) -> dict[str, bytes]:
    """Shared blocks that each name the next twice: few files, endless fields."""
    found = {}
    for place in range(deep):
        inner = {name: {"$ref": f"registers/b{(place + 1) % deep}.json"} for name in ("a", "b")}
        found[f"registers__b{place}"] = json.dumps({"type": "object", "properties": inner}).encode()
    return found


def links(*pairs: tuple[str, str]) -> str:
    """References of data objects to one another."""
    return "".join(f'<dataObjectReference id="{one}" dataObjectRef="{other}"/>' for one, other in pairs)


NODES = "".join(f'<task id="a{place}"/>' for place in range(100_000))
ENDLESS = json.dumps({"type": "object", "properties": {"a": {"$ref": "registers/b0.json"}}}).encode()
FILES: Mapping[str, tuple[Callable[[], bytes], str]] = {
    "xxe": (lambda: diagram(steps("A"), head='<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'), "doctype"),
    "xxe in another encoding": (
        lambda: diagram(steps("A"), head='<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>')
        .decode().replace("UTF-8", "UTF-16").encode("utf-16"), "doctype"),
    "entity bomb": (lambda: diagram(steps("A"), head=bomb()), "doctype"),
    "entity bomb in another encoding": (
        lambda: diagram(steps("&l9;").replace("&amp;", "&"), head=bomb()).decode().replace("UTF-8", "UTF-16")
        .encode("utf-16"), ""),
    "50 MB": (lambda: b"<" * 50_000_000, "parcel_too_large"),
    "4 MB": (lambda: diagram(steps("A" * 4_000_000)), "too_big"),
    "100,000 nodes": (lambda: diagram(NODES), "too_many_elements"),
    "100,000 nodes with short names": (lambda: diagram("<task/>" * 100_000), "too_many_elements"),
    "2,000 steps": (lambda: diagram(steps(*("A",) * 2_000)), "too_many_steps"),
    "deep as a well": (lambda: diagram("<subProcess>" * 5_000 + "</subProcess>" * 5_000), ""),
    "zip bomb": (lambda: zipped({f"p/forms/f{n}.json": bytes(1_900_000) for n in range(60)}), "parcel_swells"),
    "zip of one long file": (lambda: zipped({"p/procedure.bpmn": bytes(40_000_000)}), "parcel_swells"),
    "many files": (lambda: zipped({f"p/forms/f{n}.json": b"{}" for n in range(400)}), "parcel_many_files"),
    "traversal": (lambda: zipped({"../../etc/cron.d/x": b"", "p/procedure.toml": TOML}), "parcel_escapes"),
    "absolute path": (lambda: zipped({"/etc/passwd": b"", "p/procedure.toml": TOML}), "parcel_escapes"),
    "windows path": (lambda: zipped({"p\\..\\x": b"", "p/procedure.toml": TOML}), "parcel_escapes"),
    "link": (lambda: zipped({"p/procedure.toml": b"/etc/passwd"}, stat.S_IFLNK | 0o777), "parcel_escapes"),
    "torn zip": (lambda: own()[:-30], "parcel_unreadable"),
    "zip without diagram": (lambda: zipped({"a/readme.txt": b"x"}), "parcel_one_diagram"),
    "two folders": (lambda: zipped({"a/procedure.toml": TOML, "b/procedure.toml": TOML}), "parcel_one_folder"),
    "folder that leads up": (lambda: zipped({"P-X/procedure.toml": TOML}), "parcel_one_folder"),
    "flow to nothing": (
        lambda: diagram(steps("A", more='<sequenceFlow id="z" sourceRef="t0" targetRef="nulle_part"/>')),
        "reference_dangling"),
    "event on nothing": (
        lambda: diagram(steps("A", more='<boundaryEvent id="b" attachedToRef="nulle_part"/>')), "reference_dangling"),
    "lane of nobody": (
        lambda: diagram('<laneSet id="l"><lane id="l1" name="x"><flowNodeRef>nulle_part</flowNodeRef></lane></laneSet>'
                        + steps("A")), "reference_dangling"),
    "endless data": (lambda: diagram(steps("A", more=links(("d1", "d2"), ("d2", "d1")))), "reference_endless"),
    "data of itself": (lambda: diagram(steps("A", more=links(("d1", "d1")))), "reference_endless"),
    "endless blocks": (lambda: own(forms__a=ENDLESS, **blocks(3)), "form_invalid"),
    "doubling blocks": (lambda: own(forms__a=ENDLESS, **blocks(60)), "form_invalid"),
    "deep form": (lambda: own(forms__a=b"[" * 100_000), "form_invalid"),
    "deep words": (lambda: zipped({"petite/procedure.toml": TOML + b"x = " + b"[" * 50_000,
                                   "petite/procedure.bpmn": HONEST}), "toml_unreadable"),
    "not a diagram": (lambda: b"<html><body>Bonjour</body></html>", "not_bpmn"),
    "no XML at all": (lambda: b"\x00\x01\x02" * 100, "not_xml"),
    "nothing": (lambda: b"  ", "import_empty"),
}  # fmt: skip
"""Each file by what it is, and the code of its refusal ("" where the library may be first with another)."""
EVIL = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
SPOKEN = diagram(steps(EVIL, more=f"<textAnnotation id='n'><text>{escape(EVIL)}</text></textAnnotation>"), name=EVIL)
"""A diagram that holds together, whose names are scripts: taken, and shown as what they are."""
