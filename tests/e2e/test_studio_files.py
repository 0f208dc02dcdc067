"""Salif brings a procedure of another tool in, compares editions, and the studio gives files back as it took them."""

from __future__ import annotations

import os
import re
from dataclasses import replace

import pytest
from lxml import etree
from playwright.sync_api import Page, expect

from migraflow import engine
from migraflow.engine.diagram import Diagram
from migraflow.engine.layout.drawn import Drawn, drawn
from migraflow.engine.reader import read_diagram
from migraflow.engine.xml import BPMN, parse
from migraflow.services import procedures
from migraflow.services.house import bundles_in
from tests.counter import Counter
from tests.e2e.axe import violations
from tests.e2e.conftest import Desk
from tests.elsewhere import MODELS
from tests.hostile import CAMUNDA, FILES, SPOKEN, spiff
from tests.small import WORKFLOWS

BUNDLES = {one.id: one for one in bundles_in(WORKFLOWS)}
ALL = sorted(BUNDLES)
SOME = (
    ALL
    if os.environ.get("MIGRAFLOW_SOAK")
    else ["demande_services", "offre_internationale", "suivi_placement", *ALL[:2]]
)
ROUND = """async (files) => {
  const modeler = document.querySelector("[data-modeler]").modeler, saved = {};
  for (const [id, xml] of Object.entries(files)) {
    await modeler.importXML(xml);
    saved[id] = (await modeler.saveXML({ format: true })).xml;
  }
  return saved;
}"""
"""Every file through the page's own modeler."""


def said(root: etree._Element) -> list[tuple[str, str, str]]:
    """The extension elements of a file: whose they are, what they say."""
    return sorted(
        (str(holder.getparent().get("id")), etree.QName(one).localname, " ".join(sorted(map(str, one.attrib.items())))
         + " ".join((one.text or "").split()))
        for holder in root.iter(BPMN + "extensionElements")
        for one in holder.iter(etree.Element)
        if one is not holder
    )  # fmt: skip


def rounded(seen: Drawn) -> dict[str, object]:
    """Where everything stands, to the px."""
    return {
        "shapes": {id: tuple(round(side) for side in box) for id, box in boxes(seen.shapes)},
        "labels": {id: tuple(round(side) for side in box) for id, box in boxes(seen.labels)},
        "lines": {id: [(round(x), round(y)) for x, y in line] for id, line in sorted(seen.lines.items())},
        "closed": seen.closed,
    }


def unplaced(diagram: Diagram) -> Diagram:
    """What a file means, wherever in it that is written."""
    return replace(diagram, nodes={id: replace(node, line=0) for id, node in diagram.nodes.items()})


def boxes(found):
    return [(id, (box.x, box.y, box.width, box.height)) for id, box in sorted(found.items())]


def test_every_procedure_comes_out_of_the_studio_as_it_went_in(desk: Desk, counter: Counter) -> None:
    """Through the editor's model and back by the save path: the same meaning, extensions and drawing."""
    page = desk("salif")
    page.goto("/studio/demande_services")
    expect(page.locator(".djs-shape").first).to_be_visible()
    page.wait_for_function("document.querySelector('[data-modeler]')?.modeler")
    saved = page.evaluate(ROUND, {id: BUNDLES[id].files["procedure.bpmn"].decode() for id in SOME})
    for id in SOME:
        draft = counter.wish("salif", procedures.open_draft, procedure=id)
        kept = counter.wish("salif", procedures.save_draft, procedure=id, files={"procedure.bpmn": saved[id]},
                            version=draft.version)  # fmt: skip
        before, after = BUNDLES[id].files["procedure.bpmn"], kept.files["procedure.bpmn"].encode()
        assert unplaced(read_diagram(after)) == unplaced(read_diagram(before)), id
        old, new = parse(before), parse(after)
        assert said(new) == said(old), id
        assert rounded(drawn(new)) == rounded(drawn(old)), id


def test_a_draft_that_was_never_drawn_is_drawn_as_it_is_opened(desk: Desk, counter: Counter) -> None:
    id = "plan_formation"
    draft = counter.wish("salif", procedures.open_draft, procedure=id)
    bare = re.sub(r"<bpmndi:BPMNDiagram.*</bpmndi:BPMNDiagram>", "", draft.files["procedure.bpmn"], flags=re.S)
    assert "BPMNShape" not in bare
    counter.wish("salif", procedures.save_draft, procedure=id, files={"procedure.bpmn": bare}, version=draft.version)
    page = desk("salif")
    page.goto(f"/studio/{id}")
    expect(page.locator(".djs-shape").first).to_be_visible()
    kept = counter.wish("salif", procedures.open_draft, procedure=id).files["procedure.bpmn"]
    assert unplaced(read_diagram(kept.encode())) == unplaced(read_diagram(bare.encode())) and "BPMNShape" in kept


def test_a_procedure_of_another_tool_is_asked_about_and_opened_in_the_studio(desk: Desk) -> None:
    page = desk("salif")
    page.goto("/procedures/importer")
    page.set_input_files("#import-file", {"name": "x.bpmn", "mimeType": "text/xml", "buffer": FILES["xxe"][0]()})
    page.get_by_role("button", name="Lire le fichier").click()
    expect(page.get_by_role("alert")).to_contain_text("DOCTYPE")
    big = {"name": "x.bpmn", "mimeType": "text/xml", "buffer": b"<" * 6_000_000}
    page.set_input_files("#import-file", big)
    assert page.locator("#import-file").evaluate("field => field.validationMessage").startswith("Ce fichier dépasse")
    page.set_input_files("#import-file", {"name": "conge.zip", "mimeType": "application/zip", "buffer": spiff()})
    page.select_option("#import-opener", "accueil")
    page.get_by_role("button", name="Lire le fichier").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Demande de congé")
    page.get_by_label("Requester").select_option("accueil")
    page.get_by_label("se faisait seule").select_option("gone")
    assert not violations(page)
    page.get_by_role("button", name="Appliquer mes réponses").click()
    expect(page.get_by_text("Plus aucune question")).to_be_visible()
    page.get_by_role("link", name="Ouvrir dans l’atelier").click()
    expect(page.locator(".studio-plan button").first).to_be_visible()
    expect(page.locator(".studio-plan")).to_contain_text("Demander")
    page.goto("/procedures/importer")
    expect(page.get_by_role("link", name="Demande de congé")).to_be_visible()


def test_models_of_other_tools_are_answered_on_their_page_until_nothing_is_asked(desk: Desk) -> None:
    """One of Camunda, whose form and condition are understood; one of the MIWG with questions."""
    page = desk("salif")
    brought(page, CAMUNDA, asked=0)
    for path in MODELS:
        if path.stem == "A.4.1":
            brought(page, path.read_bytes(), asked=3)


def brought(page: Page, model: bytes, asked: int) -> None:
    """A model sent, its questions answered by the first repair offered, and given up."""
    page.goto("/procedures/importer")
    page.set_input_files("#import-file", {"name": "modele.bpmn", "mimeType": "text/xml", "buffer": model})
    page.select_option("#import-opener", "accueil")
    page.get_by_role("button", name="Lire le fichier").click()
    expect(page.get_by_text("modele.bpmn")).to_be_visible()
    questions = page.locator("form .matching select")
    expect(questions).to_have_count(asked)
    for place in questions.all():
        place.select_option(index=1)
    if asked:
        page.get_by_role("button", name="Appliquer mes réponses").click()
    expect(page.get_by_text("Plus aucune question")).to_be_visible()
    expect(page.get_by_text("Reste à régler")).to_have_count(0)


def test_scripts_in_names_are_shown_and_never_run(desk: Desk) -> None:
    page = desk("salif")
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.goto("/procedures/importer")
    page.set_input_files("#import-file", {"name": "x.bpmn", "mimeType": "text/xml", "buffer": SPOKEN})
    page.get_by_role("button", name="Lire le fichier").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("<script>alert(1)</script>")
    page.get_by_role("link", name="Ouvrir dans l’atelier").click()
    expect(page.locator(".studio-plan")).to_contain_text("<script>alert(1)</script>")
    expect(page.locator(".djs-shape").first).to_be_visible()


def test_two_editions_are_read_side_by_side(desk: Desk, counter: Counter) -> None:
    """A renamed step: its sentence, chosen by keyboard, lights the place on both drawings; narrow, they are stacked."""
    id = "verification_employeur"
    diagram = BUNDLES[id].files["procedure.bpmn"].decode()
    step = next(one for one in read_diagram(diagram.encode()).nodes.values() if one.kind is engine.Kind.USER)
    draft = counter.wish("salif", procedures.open_draft, procedure=id)
    files = {"procedure.bpmn": diagram.replace(f'name="{step.name}"', 'name="Regarder"', 1)}
    counter.wish("salif", procedures.save_draft, procedure=id, files=files, version=draft.version)
    page = desk("salif")
    page.goto(f"/comparaisons/{id}")
    sentence = page.locator(f'[data-shows="{step.id}"]')
    expect(sentence).to_contain_text("s'appelle maintenant « Regarder »".replace("'", "’"))
    sentence.press("Enter")
    expect(sentence).to_have_attribute("aria-pressed", "true")
    expect(page.locator(f'.compared [data-element="{step.id}"].here')).to_have_count(2)
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        assert not violations(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    left, right = (one.bounding_box() for one in page.locator(".compared").all())
    assert left and right and right["y"] >= left["y"] + left["height"], "one above the other"
