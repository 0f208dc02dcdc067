"""What an edition changed, and what a working copy would change, asked before anybody publishes."""

from __future__ import annotations

import pytest

from migraflow.domain.errors import NotAllowed, NotFound
from migraflow.services import comparing, procedures
from migraflow.wiring import Agency
from tests.cast import Cast
from tests.counter import Counter
from tests.small import petit_secret, petite_demande, publish


def test_each_edition_tells_what_it_changed(agency: Agency, cast: Cast) -> None:
    counter = Counter(agency, cast)
    publish(agency, petit_secret(), petite_demande())
    first = counter.wish("salif", procedures.sheet, procedure="petite_demande").editions[0].sha
    publish(agency, petite_demande({"P30D": "P15D"}))
    second = counter.wish("salif", procedures.sheet, procedure="petite_demande").editions[0].sha
    wish = {"procedure": "petite_demande"}
    assert counter.wish("awa", comparing.edition_changes, sha=first, **wish) == ()
    [change] = counter.wish("awa", comparing.edition_changes, sha=second, **wish)
    assert change.sentence() == "« Délai de recours passé » attend P15D au lieu de P30D."
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
