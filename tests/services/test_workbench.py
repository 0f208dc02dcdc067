"""Salif changes a procedure at his workbench: what he may choose from, simple forms, tidying, publishing."""

from __future__ import annotations

import json

import pytest

from migraflow.domain.errors import ChecksFailed, Conflict, NotAllowed, NotSignedIn, Unfit
from migraflow.domain.forms import Kind
from migraflow.engine.bundle import DIAGRAM
from migraflow.services import procedures, workbench
from migraflow.services.form_writing import NewField
from migraflow.services.workbench import Bench, Text
from migraflow.wiring import Agency
from tests.cast import Cast
from tests.counter import Counter

PROCEDURE = "petite_demande"
PASSPORT = (
    NewField("Numéro du passeport", Kind.TEXT, required=True),
    NewField("Validité", Kind.CHOICE, choices=("Plus de six mois", "Moins de six mois")),
)


@pytest.fixture
def cast(counter: Counter) -> Cast:
    """The cast of an agency whose small procedure is published."""
    return counter.cast


def bench_of(agency: Agency, cast: Cast, first: str = "salif") -> Bench:
    return agency.perform(workbench.open_bench, cast.token(first), procedure=PROCEDURE)


def test_salif_finds_everything_a_step_may_refer_to(agency: Agency, cast: Cast) -> None:
    bench = bench_of(agency, cast)
    assert (bench.number, bench.mine) == (2, True)
    assert bench.diagram == bench.draft.files[DIAGRAM]
    assert "accueil" in {role.code for role in bench.roles}
    assert "DS-01 · " in next(line.label for line in bench.deadlines if line.code == "DS-01")
    assert all(form.code.startswith("forms/") for form in workbench.forms_in(bench.draft.files))


def test_two_roles_never_read_the_same(agency: Agency, cast: Cast) -> None:
    names = agency.perform(workbench.role_names, cast.token("awa"))
    assert len(set(names.values())) == len(names)
    assert "(" not in names["conseiller"]


def test_role_names_are_for_people_of_the_house(agency: Agency) -> None:
    with pytest.raises(NotSignedIn):
        agency.perform(workbench.role_names, None)


def test_a_counsellor_does_not_open_the_workbench(agency: Agency, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        bench_of(agency, cast, "awa")


def test_a_drawing_saved_from_an_older_sight_is_refused(agency: Agency, cast: Cast) -> None:
    bench = bench_of(agency, cast)
    wish = {"procedure": PROCEDURE, "xml": bench.diagram + "\n", "version": bench.draft.version}
    agency.perform(workbench.save_diagram, cast.token("salif"), **wish)
    with pytest.raises(Conflict):
        agency.perform(workbench.save_diagram, cast.token("salif"), **wish)


def test_tidying_draws_every_step_and_leaves_what_the_procedure_says(agency: Agency, cast: Cast) -> None:
    bench = bench_of(agency, cast)
    draft = agency.perform(workbench.tidy, cast.token("salif"), procedure=PROCEDURE, version=bench.draft.version)
    assert "BPMNShape" in draft.files[DIAGRAM]
    findings = agency.perform(procedures.check_draft, cast.token("salif"), procedure=PROCEDURE)
    assert not [finding for finding in findings if finding.severity == "error"]


def test_a_drawing_that_is_none_cannot_be_tidied(agency: Agency, cast: Cast) -> None:
    bench = bench_of(agency, cast)
    draft = agency.perform(
        workbench.save_diagram, cast.token("salif"), procedure=PROCEDURE, xml="<bpmn", version=bench.draft.version
    )
    with pytest.raises(Unfit) as refusal:
        agency.perform(workbench.tidy, cast.token("salif"), procedure=PROCEDURE, version=draft.version)
    assert refusal.value.code == "diagram_unreadable"


def test_a_new_form_stands_in_the_folder_and_passes_the_checks(agency: Agency, cast: Cast) -> None:
    bench = bench_of(agency, cast)
    path, draft = agency.perform(
        workbench.add_form, cast.token("salif"), procedure=PROCEDURE, title="Contrôle du passeport", fields=PASSPORT,
        version=bench.draft.version,
    )  # fmt: skip
    assert path == "forms/controle_du_passeport.json"
    assert json.loads(draft.files[path])["required"] == ["numero_du_passeport"]
    findings = agency.perform(procedures.check_draft, cast.token("salif"), procedure=PROCEDURE)
    assert not [finding for finding in findings if finding.severity == "error"]


@pytest.mark.parametrize(
    ("kind", "text", "understood"),
    [
        (Text.CONDITION, 'recevabilite = "recevable"', True),
        (Text.CONDITION, 'recevabilite == "recevable"', False),
        (Text.TIMER, "P15D", True),
        (Text.TIMER, 'delai("DS-01")', True),
        (Text.TIMER, "P15", False),
        (Text.SCRIPT, "nb := nb + 1\n// compte", True),
        (Text.SCRIPT, "print(1)", False),
    ],
)
def test_a_text_is_judged_while_it_is_typed(
    agency: Agency, cast: Cast, kind: Text, text: str, understood: bool
) -> None:
    verdict = agency.perform(workbench.judge, cast.token("salif"), text=text, kind=kind)
    assert (verdict == "") is understood


def renamed(bench: Bench, agency: Agency, cast: Cast, *, old: str, new: str) -> None:
    """Salif changes words of the diagram by hand."""
    wish = {"xml": bench.diagram.replace(old, new), "version": bench.draft.version}
    agency.perform(workbench.save_diagram, cast.token("salif"), procedure=PROCEDURE, **wish)


def test_an_edition_without_stale_examples_is_published_at_once(agency: Agency, cast: Cast) -> None:
    renamed(bench_of(agency, cast), agency, cast, old="Clôturer le dossier", new="Fermer le dossier")
    row = agency.perform(workbench.publish, cast.token("salif"), procedure=PROCEDURE, note="Des noms plus clairs")
    assert (row.number, row.current, row.note) == (2, True, "Des noms plus clairs")


STORY = json.dumps({"titre": "Une histoire qui ne se passe pas", "etapes": [{"verifier": {"ouvertes": []}}]})


def test_stale_examples_are_set_aside_only_when_salif_says_so(agency: Agency, cast: Cast) -> None:
    bench, path = bench_of(agency, cast), "scenarios/impossible.json"
    agency.perform(
        procedures.save_draft, cast.token("salif"), procedure=PROCEDURE, files={path: STORY},
        version=bench.draft.version,
    )  # fmt: skip
    with pytest.raises(ChecksFailed) as refusal:
        agency.perform(workbench.publish, cast.token("salif"), procedure=PROCEDURE, note="Essai")
    assert [finding.file for finding in refusal.value.findings] == [path]  # pyright: ignore[reportAttributeAccessIssue]
    titles = agency.perform(workbench.scenario_titles, cast.token("salif"), procedure=PROCEDURE)
    assert titles[path] == "Une histoire qui ne se passe pas"
    renamed(bench_of(agency, cast), agency, cast, old="Clôturer le dossier", new="Fermer le dossier")
    row = agency.perform(workbench.publish, cast.token("salif"), procedure=PROCEDURE, note="Essai", set_aside=True)
    assert (row.number, row.current) == (2, True)


def test_nothing_graver_than_a_stale_example_can_be_set_aside(agency: Agency, cast: Cast) -> None:
    renamed(bench_of(agency, cast), agency, cast, old="sourceRef=", new="source=")
    with pytest.raises(ChecksFailed):
        agency.perform(workbench.publish, cast.token("salif"), procedure=PROCEDURE, note="Essai", set_aside=True)
    assert bench_of(agency, cast).number == 2
