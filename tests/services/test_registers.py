"""Registers at work: who reads and writes which row, what a step of a case writes, what a table brings in."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from migraflow.domain.access import SYSTEM
from migraflow.domain.errors import AnswersRejected, Conflict, NotAllowed, NotFound, Unfit
from migraflow.domain.reference import LivingLists
from migraflow.domain.registers import Deed
from migraflow.services import filling, register_effects, register_seeds, registers
from migraflow.services.register_folder import lists_of
from migraflow.store import cases
from tests.counter import Counter
from tests.small import chain, flow, form, petite_demande, publish, service, text

EMPLOYER = {"raison_sociale": "Agro Ibiza SA", "nature": "employeur", "pays": "ESP", "statut": "a_verifier"}


def put(counter: Counter, first: str, register: str, row: str = "", version: int = 0, **answers: object) -> str:
    """Somebody writes a row; its key."""
    wish = {"register": register, "row": row, "answers": answers, "version": version, "key": counter.key()}
    return counter.wish(first, registers.save, **wish).case_ref


def sheet(counter: Counter, first: str, register: str, key: str) -> registers.RowSheet:
    """The page of a row as somebody sees it."""
    return counter.wish(first, registers.sheet, register=register, key=key)


def labels(counter: Counter, first: str, register: str, **words: str) -> list[str]:
    """The rows somebody finds."""
    return [row.label for row in counter.wish(first, registers.listing, register=register, **words).page.rows]


def application(**words: object) -> Mapping[str, object]:
    """Somebody of Kayes who proposes herself."""
    return {"offre": "OI-2026-000001", "dossier": "DS-2026-KAY-000001", "nom": "Diarra Fatoumata", "region": "kayes",
            "statut": "confirmee", **words}  # fmt: skip


def with_offer(counter: Counter) -> None:
    """An offer to apply to."""
    offer = {
        "reference": "OI-2026-000001",
        "intitule_poste": "Ouvrière agricole",
        "nb_postes": "45",
        "statut": "publiee",
    }
    put(counter, "moussa", "offres", **offer)


def test_a_row_is_put_down_found_without_accents_and_its_story_is_told(counter: Counter) -> None:
    key = put(counter, "moussa", "employeurs", **EMPLOYER)
    assert key == "agro-ibiza-sa_ESP"
    assert labels(counter, "moussa", "employeurs", query="ibi ÀGRO") == ["Agro Ibiza SA"]
    assert labels(counter, "moussa", "employeurs", query="espagne") == ["Agro Ibiza SA"]
    assert labels(counter, "moussa", "employeurs", state="liste_noire") == []
    seen = sheet(counter, "moussa", "employeurs", key)
    assert (seen.state, seen.writable, seen.valid) == ("À vérifier", True, True)
    assert [(entry.deed, entry.actor) for entry in seen.history] == [(Deed.CREATED, "Moussa Keïta")]
    assert ("Pays", "", "Espagne") in seen.history[0].changes


def test_a_settled_row_changes_only_with_a_reason_that_stays_in_its_story(counter: Counter) -> None:
    key = put(counter, "moussa", "employeurs", **{**EMPLOYER, "statut": "verifie"})
    with pytest.raises(AnswersRejected) as refused:
        put(counter, "moussa", "employeurs", key, 1, **{**EMPLOYER, "statut": "suspendu"})
    assert [error.path for error in refused.value.errors] == [registers.REASON]
    why = {registers.REASON: "Plainte confirmée par le consulat"}
    put(counter, "moussa", "employeurs", key, 1, **{**EMPLOYER, "statut": "suspendu", **why})
    told = sheet(counter, "moussa", "employeurs", key).history[0]
    assert (told.reason, told.changes) == ("Plainte confirmée par le consulat", (("État", "Vérifié", "Suspendu"),))


def test_who_comes_second_is_told_and_overwrites_nothing(counter: Counter) -> None:
    key = put(counter, "moussa", "employeurs", **EMPLOYER)
    put(counter, "rokia", "employeurs", key, 1, **EMPLOYER, effectif="12")
    with pytest.raises(Conflict):
        put(counter, "moussa", "employeurs", key, 1, **EMPLOYER, effectif="99")
    who = counter.wish("moussa", registers.last_change, register="employeurs", key=key)
    assert who is not None and who[0] == "Rokia Samaké"
    with pytest.raises(AnswersRejected):
        put(counter, "moussa", "employeurs", **EMPLOYER)


def test_a_row_with_a_name_already_taken_or_a_broken_rule_is_refused(counter: Counter) -> None:
    lots = [{"lot": "1", "nombre": "30"}, {"lot": "2", "nombre": "30"}]
    offer = {"reference": "OI-1", "intitule_poste": "Chauffeur", "nb_postes": "45", "statut": "recue", "lots": lots}
    with pytest.raises(AnswersRejected) as refused:
        put(counter, "moussa", "offres", **offer)
    assert "lots" in [error.path for error in refused.value.errors]


def test_who_may_only_read_writes_nothing_and_who_may_not_read_finds_nothing(counter: Counter) -> None:
    key = put(counter, "moussa", "employeurs", **EMPLOYER)
    for reader in ("fanta", "djeneba", "mariam"):
        assert not sheet(counter, reader, "employeurs", key).writable
        with pytest.raises(NotAllowed):
            put(counter, reader, "employeurs", key, 1, **EMPLOYER, effectif="1")
    for blind in ("fanta", "djeneba", "mariam", "salif"):
        for wish in ({"register": "candidatures"}, {"register": "placements"}, {"register": "rien"}):
            with pytest.raises(NotFound):
                counter.wish(blind, registers.listing, **wish)


def test_an_application_of_kayes_does_not_exist_for_sikasso(counter: Counter) -> None:
    with_offer(counter)
    key = put(counter, "awa", "candidatures", **application())
    assert labels(counter, "awa", "candidatures") == ["Diarra Fatoumata"]
    assert labels(counter, "seydou", "candidatures", query="diarra") == ["Diarra Fatoumata"]
    assert labels(counter, "moussa", "candidatures", region="kayes") != []
    assert labels(counter, "binta", "candidatures") == []
    with pytest.raises(NotFound):
        sheet(counter, "binta", "candidatures", key)
    with pytest.raises(AnswersRejected) as refused:
        put(counter, "awa", "candidatures", **application(dossier="DS-2026-SIK-000002", region="sikasso"))
    assert [(error.path, error.code) for error in refused.value.errors] == [("region", "register_region_out_of_reach")]


def test_rows_are_linked_both_ways_as_far_as_the_reader_sees(counter: Counter) -> None:
    with_offer(counter)
    key = put(counter, "awa", "candidatures", **application())
    assert [one.key for one in sheet(counter, "awa", "candidatures", key).names] == ["OI-2026-000001"]
    assert [one.key for one in sheet(counter, "awa", "offres", "OI-2026-000001").named_by] == [key]
    assert sheet(counter, "mariam", "offres", "OI-2026-000001").named_by == ()


def test_the_ministry_reads_figures_of_people_never_their_rows_and_no_small_ones(counter: Counter) -> None:
    with_offer(counter)
    for number in range(7):
        state = "confirmee" if number < 6 else "retenue"
        put(counter, "awa", "candidatures", **application(dossier=f"DS-2026-KAY-00000{number}", statut=state))
    card = next(one for one in counter.wish("mariam", registers.index) if one.name == "candidatures")
    assert not card.readable
    assert dict(card.counts) == {"Confirmée": None, "Retenue": None}
    seen = next(one for one in counter.wish("moussa", registers.index) if one.name == "candidatures")
    assert dict(seen.counts) == {"Confirmée": 6, "Retenue": 1}
    assert "candidatures" not in {one.name for one in counter.wish("djeneba", registers.index)}


def test_the_first_rows_come_from_the_lists_once_and_stay_what_people_made_of_them(counter: Counter) -> None:
    with counter.agency.working(SYSTEM) as work:
        made = register_seeds.load(work)
    assert made["partenaires"] == 13 and made["fiches_pays"] == 17 and made["references_juridiques"] > 10
    visa = {"code": "CIV", "libelle": "Côte d'Ivoire", "visa": "oui", "statut": "à valider"}
    put(counter, "moussa", "fiches_pays", "CIV", 1, **visa)
    with counter.agency.working(SYSTEM) as work:
        assert set(register_seeds.load(work).values()) == {0}
    lists = counter.agency.house.lists
    assert isinstance(lists, LivingLists)
    assert lists["fiches_pays"].entries["CIV"].more["visa"] == "oui"
    assert lists["fiches_pays"].entries["ESP"] == lists.plain["fiches_pays"].entries["ESP"]


def test_what_a_list_says_is_what_its_register_says_cell_by_cell(counter: Counter) -> None:
    with counter.agency.working(SYSTEM) as work:
        register_seeds.load(work)
    lists = counter.agency.house.lists
    assert isinstance(lists, LivingLists)
    for name in ("structures", "partenaires", "fiches_pays", "exigences_pays", "postes_consulaires"):
        assert lists[name] is not lists.plain[name]
        assert list(lists[name].entries.items()) == list(lists.plain[name].entries.items())


WRITTEN = service(
    "P_02w", "Inscrire l'employeur", "inscrire_registre", "employeur", registre='"employeurs"', motif='"Entretien"',
    valeurs='{raison_sociale: nom_employeur, pays: "ESP", nature: "employeur", statut: "verifie", effectif: "peu"}',
)  # fmt: skip
READ = service("P_02v", "Relire", "lire_registre", "relu", registre='"employeurs"', cle="employeur.cle")
COUNTED = service("P_02c", "Compter", "lire_registre", "combien", registre='"employeurs"', ou='{pays: "ESP"}',
                  compter="true")  # fmt: skip


CHOSEN = {"title": "Employeur connu", "type": "string", "x-kind": "reference", "x-list": "registre:employeurs"}
INTERVIEW = form("entretien", "Entretien", ("projet",), projet=text("Projet", minLength=5), lieu=text("Lieu"),
                 nom_employeur=text("Employeur"), employeur_connu=CHOSEN)  # fmt: skip


def registered(counter: Counter) -> str:
    """A case whose interview writes an employer down, reads it again and counts; its number."""
    way = {flow("P_02", "P_02n"): WRITTEN + READ + COUNTED + chain("P_02", "P_02w", "P_02v", "P_02c", "P_02n")}
    publish(counter.agency, petite_demande(way, {"forms/entretien.json": INTERVIEW}))
    return counter.registered()


def interview(counter: Counter, **answers: object) -> None:
    """Awa holds the interview."""
    counter.do("awa", "Mener", projet="Travailler au loin", nom_employeur="Agro Ibiza SA", **answers)


def test_a_step_writes_a_row_the_next_steps_read_and_both_stories_say_so(counter: Counter) -> None:
    ref = registered(counter)
    interview(counter)
    known = counter.known(ref)
    assert known["employeur"] == {"cle": "agro-ibiza-sa_ESP", "libelle": "Agro Ibiza SA", "nouveau": True}
    assert known["relu"]["etat"] == "verifie" and known["combien"] == 1
    seen = sheet(counter, "awa", "employeurs", "agro-ibiza-sa_ESP")
    assert [(entry.deed, entry.case_ref) for entry in seen.history] == [(Deed.CREATED, ref)]
    assert seen.history[0].reason == "Entretien Non repris : Effectif."
    assert [case for case, _ in seen.cases] == [ref]
    assert "effect" in [item.kind for item in counter.case("awa", ref).timeline]


def test_a_second_case_lays_what_it_knows_over_the_row_and_writes_nothing_twice(counter: Counter) -> None:
    put(counter, "moussa", "employeurs", **EMPLOYER, effectif="12")
    for _ in range(2):
        registered(counter)
        interview(counter)
    seen = sheet(counter, "awa", "employeurs", "agro-ibiza-sa_ESP")
    assert seen.row.values["effectif"] == 12 and seen.row.state == "verifie"
    assert [entry.deed for entry in seen.history] == [Deed.CHANGED, Deed.CREATED]
    assert len(seen.cases) == 2


def test_an_effect_performed_again_under_its_key_writes_once(counter: Counter) -> None:
    ref = registered(counter)
    asked = {"registre": "employeurs", "valeurs": {"raison_sociale": "Sahel Froid", "pays": "MLI"}}
    with counter.agency.working(SYSTEM) as work:
        case = cases.load(work.store, cases.keys_of(work.store, ref)[0])
        first = register_effects.write(work, case, asked, "clef")
        again = register_effects.write(work, case, {**asked, "valeurs": {"raison_sociale": "Autre"}}, "clef")
    assert (first["nouveau"], again["nouveau"], again["cle"]) == (True, False, first["cle"])
    assert len(sheet(counter, "awa", "employeurs", "sahel-froid_MLI").history) == 1


def test_a_step_that_names_a_field_nobody_knows_is_refused_whole(counter: Counter) -> None:
    ref = registered(counter)
    with counter.agency.working(SYSTEM) as work:
        case = cases.load(work.store, cases.keys_of(work.store, ref)[0])
        with pytest.raises(Unfit) as refused:
            register_effects.write(work, case, {"registre": "employeurs", "valeurs": {"nom": "Sahel Froid"}}, "clef")
    assert refused.value.facts == {"register": "employeurs", "field": "nom"}
    assert labels(counter, "awa", "employeurs") == []


def test_a_form_proposes_the_rows_of_a_register_and_the_row_knows_the_case(counter: Counter) -> None:
    key = put(counter, "moussa", "employeurs", **EMPLOYER)
    ref = registered(counter)
    token = counter.task("awa", "Mener").token
    about = filling.About(token=token)
    found = counter.wish("awa", filling.propose, about=about, path="employeur_connu", words="ibi", answers={})
    assert [(choice.code, choice.label) for choice in found] == [(key, "Agro Ibiza SA")]
    with pytest.raises(AnswersRejected):
        interview(counter, employeur_connu="n_existe_pas")
    interview(counter, employeur_connu=key)
    assert [case for case, _ in sheet(counter, "awa", "employeurs", key).cases] == [ref]


def test_a_row_that_shows_a_person_is_named_in_no_form_of_who_may_not_see_them(counter: Counter) -> None:
    with_offer(counter)
    key = put(counter, "awa", "candidatures", **application())
    for first, named in (("awa", True), ("binta", False), ("mariam", False)):
        with counter.agency.working(counter.cast[first]) as work:
            entries = lists_of(work)["registre:candidatures"]
            assert (key in entries.entries) is named
            assert bool(entries.search("diarra")) is named


def test_no_row_of_a_closed_year_is_proposed(counter: Counter) -> None:
    past = {"numero": "C-1", "intitule": "Convention OFII", "statut": "terminee", "date_signature": "2016-01-01"}
    put(counter, "moussa", "conventions", **past, date_fin="2019-01-01")
    with counter.agency.working(counter.cast["moussa"]) as work:
        found = lists_of(work)["registre:conventions"]
        assert found.search("ofii") == () and "C-1" in found.entries
    assert [row.valid for row in counter.wish("moussa", registers.listing, register="conventions").page.rows] == [False]
