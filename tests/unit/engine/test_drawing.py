"""A diagram as a picture: everything drawn, nothing of what people write taken for markup, the same each time."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from migraflow.engine.drawing import extent, plates, svg
from migraflow.engine.layout import lay_out
from migraflow.engine.xml import Unreadable

WORKFLOWS = Path(__file__).parents[3] / "workflows"
SVG = "{http://www.w3.org/2000/svg}"
PLAIN = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t">
<process id="p" isExecutable="true"><startEvent id="s" name="Début"/><userTask id="t" name="{name}"/><endEvent id="e"/>
<sequenceFlow id="a" sourceRef="s" targetRef="t"/><sequenceFlow id="b" sourceRef="t" targetRef="e"/></process>
</definitions>"""


def drawn(name: str) -> bytes:
    """A little procedure with one step of that name, laid out."""
    return lay_out(PLAIN.format(name=name).encode())


@pytest.mark.parametrize("procedure", ["demande_services", "offre_internationale", "referencement_protection"])
def test_every_name_of_a_procedure_can_be_read_in_its_picture(procedure: str) -> None:
    content = (WORKFLOWS / procedure / "procedure.bpmn").read_bytes()
    picture = etree.fromstring(svg(content, {"accueil": "Accueil"}).encode())
    words = " ".join(" ".join(text.itertext()) for text in picture.iter(f"{SVG}text"))
    flat = "".join(words.split())
    model = etree.fromstring(content)
    for kind in ("userTask", "serviceTask", "callActivity", "boundaryEvent", "exclusiveGateway", "sequenceFlow"):
        for one in model.iter(f"{{*}}{kind}"):
            assert "".join((one.get("name") or "").split()) in flat


def test_the_same_diagram_gives_the_same_picture() -> None:
    assert svg(drawn("Vérifier"), {}) == svg(drawn("Vérifier"), {})


def test_what_people_write_is_never_markup() -> None:
    picture = svg(drawn("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b"), {}, title='"><script>')
    root = etree.fromstring(picture.encode())
    assert not list(root.iter(f"{SVG}script"))
    assert "<script>alert(1)</script>" in "".join("".join(text.itertext()) for text in root.iter(f"{SVG}text"))


def test_what_is_no_diagram_is_refused() -> None:
    with pytest.raises(Unreadable):
        svg(b"<html/>", {})


def test_the_pages_of_an_atlas_cover_the_whole_plane() -> None:
    content = (WORKFLOWS / "demande_services" / "procedure.bpmn").read_bytes()
    whole = extent(content)
    pages = plates(content, 2600, 1750)
    assert len(pages) > 4
    for x, y in ((whole.x, whole.y), (whole.right - 1, whole.bottom - 1), (whole.x + 2590, whole.y + 1740)):
        assert any(page.x <= x <= page.right and page.y <= y <= page.bottom for page in pages)
    assert max(page.right for page in pages) >= whole.right
    parts = [svg(content, {}, part=page) for page in pages]
    assert max(len(part) for part in parts) < len(svg(content, {}))
    assert plates(drawn("Vérifier"), 2600, 1750) == [extent(drawn("Vérifier"))]
