"""What an edition changed, and what a working copy would change, asked before anybody publishes."""

from __future__ import annotations

import pytest

from migraflow.domain.errors import NotAllowed, NotFound
from migraflow.services import comparing, comparing_sides, procedures
from migraflow.wiring import Agency
from tests.cast import Cast
from tests.counter import Counter
from tests.small import chain, form, petit_secret, petite_demande, publish, task, text


def test_each_edition_tells_what_it_changed(agency: Agency, cast: Cast) -> None:
    counter = Counter(agency, cast)
    publish(agency, petit_secret(), petite_demande())
    first = counter.wish("salif", procedures.sheet, procedure="petite_demande").editions[0].sha
    publish(agency, petite_demande({"P30D": "P15D"}))
    second = counter.wish("salif", procedures.sheet, procedure="petite_demande").editions[0].sha
    wish = {"procedure": "petite_demande"}
    assert counter.wish("awa", comparing.edition_changes, sha=first, **wish) == ()
    [change] = counter.wish("awa", comparing.edition_changes, sha=second, **wish)
    assert change.sentence() == "« Délai de recours passé » attend 15 jours au lieu de 30 jours."
    with pytest.raises(NotFound):
        counter.wish("awa", comparing.edition_changes, sha="0" * 64, **wish)


def test_a_working_copy_tells_what_it_would_change(agency: Agency, cast: Cast) -> None:
    counter = Counter(agency, cast)
    publish(agency, petit_secret(), petite_demande())
    draft = counter.wish("salif", procedures.open_draft, procedure="petite_demande")
    wish = {"procedure": "petite_demande"}
    assert counter.wish("salif", comparing.draft_changes, **wish) == ()
    files = {"procedure.bpmn": draft.files["procedure.bpmn"].replace("Clôturer le dossier", "Fermer le dossier")}
    kept = counter.wish("salif", procedures.save_draft, files=files, version=draft.version, **wish)
    [change] = counter.wish("salif", comparing.draft_changes, **wish) or ()
    assert change.sentence() == "« Clôturer le dossier » s'appelle maintenant « Fermer le dossier »."
    broken = {"procedure.bpmn": "<bpmn:definitions/>"}
    counter.wish("salif", procedures.save_draft, files=broken, version=kept.version, **wish)
    assert counter.wish("salif", comparing.draft_changes, **wish) is None
    with pytest.raises(NotAllowed):
        counter.wish("fanta", comparing.draft_changes, **wish)


def test_two_editions_stand_side_by_side_with_what_differs(agency: Agency, cast: Cast) -> None:
    """A new step is marked on the right, a changed one on both, a form at the steps that ask it."""
    counter = Counter(agency, cast)
    publish(agency, petit_secret(), petite_demande())
    step = task("P_02b", "Vérifier le passeport")
    changed = {
        chain("P_02", "P_02n"): step + chain("P_02", "P_02b", "P_02n"),
        "P30D": "P15D",
        "<bpmn:flowNodeRef>P_02<": "<bpmn:flowNodeRef>P_02b</bpmn:flowNodeRef><bpmn:flowNodeRef>P_02<",
    }
    plan = form("plan", "Plan d'action", objectif=text("But"))
    publish(agency, petite_demande(changed, {"forms/plan.json": plan}))
    found = counter.wish("salif", comparing_sides.side_by_side, procedure="petite_demande")
    assert [number for _, number in found.choices] == [2, 1]
    marks = {one.mark: one for one in found.told}
    assert marks["added"].elements == ("P_02b",)
    assert 'data-element="P_02b"' in found.after_picture and 'data-element="P_02b"' not in found.before_picture
    forms = [one for one in found.told if one.area == "form"]
    assert forms and all(one.elements for one in forms)
    element = forms[0].elements[0]
    assert all(f'data-element="{element}"' in one for one in (found.before_picture, found.after_picture))
    back = counter.wish("awa", comparing_sides.side_by_side, procedure="petite_demande", before=found.after,
                        after=found.before)  # fmt: skip
    assert {one.mark for one in back.told if "P_02b" in one.elements} == {"removed"}
    with pytest.raises(NotFound):
        counter.wish("awa", comparing_sides.side_by_side, procedure="petite_demande", before="0" * 64)


def test_a_draft_is_compared_by_those_who_may_change_it(agency: Agency, cast: Cast) -> None:
    counter = Counter(agency, cast)
    publish(agency, petit_secret(), petite_demande())
    draft = counter.wish("salif", procedures.open_draft, procedure="petite_demande")
    files = {"procedure.bpmn": draft.files["procedure.bpmn"].replace("Clôturer le dossier", "Fermer le dossier")}
    kept = counter.wish("salif", procedures.save_draft, procedure="petite_demande", files=files, version=draft.version)
    found = counter.wish("salif", comparing_sides.side_by_side, procedure="petite_demande")
    assert found.after == comparing_sides.DRAFT and [one.mark for one in found.told] == ["changed"]
    assert comparing_sides.DRAFT not in dict(
        counter.wish("awa", comparing_sides.side_by_side, procedure="petite_demande").choices
    )
    broken = {"procedure.bpmn": "<bpmn:definitions/>"}
    counter.wish("salif", procedures.save_draft, procedure="petite_demande", files=broken, version=kept.version)
    assert counter.wish("salif", comparing_sides.side_by_side, procedure="petite_demande").broken
