"""A table comes in: every line's fate is told before anything is written, then the house writes it part by part."""

from __future__ import annotations

import pytest

from migraflow import worker
from migraflow.documents import sheets
from migraflow.domain.errors import NotAllowed, NotFound, Unfit
from migraflow.domain.fates import Fate
from migraflow.domain.registers import Deed
from migraflow.services import register_exports, register_imports, registers
from migraflow.store.register_imports import State
from tests.counter import Counter

AGENCIES = """N° d’agrément;Agence;Type;Zone;Agréée le;Jusqu'au;Caution;État;Téléphone
BPPP-001/DNT;Sahel Emploi;bppp;"Kayes ; bamako";03/02/2025;03/02/2027;1 500 000 F CFA;Agréée;76 00 00 01
BPPP-002/DNT;=cmd|' /C calc'!A0;ETT;;31/02/2025;;;;
BPPP-003/DNT;Niger Travail;;;01/01/2024;01/01/2023;;Agréée;
;Sans numéro;;;;;;Agréée;
BPPP-001/DNT;Sahel Emploi bis;;;;;;Agréée;
BPPP-004/DNT;Mandé Placement;Entreprise de travail temporaire;;;;;À vérifier;
"""


def received(counter: Counter, first: str = "moussa", register: str = "agences", text: str = AGENCIES) -> str:
    """A file somebody sends; the number of the import."""
    wish = {"register": register, "name": "liste DNT.csv", "content": text.encode("cp1252")}
    return counter.wish(first, register_imports.receive, **wish)


def tried(counter: Counter, ref: str, first: str = "moussa", **wish: object) -> register_imports.ImportSheet:
    """An import tried with the columns as they were matched."""
    columns = dict(counter.wish(first, register_imports.sheet, ref=ref).columns)
    counter.wish(first, register_imports.attempt, ref=ref, columns=columns)
    return counter.wish(first, register_imports.sheet, ref=ref, **wish)


def test_every_line_is_told_its_fate_and_nothing_is_written(counter: Counter) -> None:
    found = tried(counter, received(counter))
    assert dict(found.columns)["Agréée le"] == "date_agrement"
    fates = {line.number: line.fate for line in found.lines}
    assert fates == {2: Fate.NEW, **dict.fromkeys((3, 4, 5, 6), Fate.REFUSED), 7: Fate.NEW}
    reasons = {line.number: [(one.column, one.code) for one in line.reasons] for line in found.lines}
    assert ("Agréée le", "date_expected") in reasons[3] and ("Type", "choice_unknown") in reasons[3]
    assert [code for _, code in reasons[4]] == ["rule"]
    assert reasons[5] == [("N° d’agrément", "register_key_missing")]
    assert [code for _, code in reasons[6]] == ["register_line_twice"]
    assert found.counts == {Fate.NEW: 2, Fate.CHANGES: 0, Fate.UNCHANGED: 0, Fate.REFUSED: 4}
    assert counter.wish("moussa", registers.listing, register="agences").page.rows == ()


def test_the_house_writes_what_was_accepted_once_and_the_rows_say_why(counter: Counter) -> None:
    ref = received(counter)
    tried(counter, ref)
    with pytest.raises(Unfit):
        counter.wish("moussa", register_imports.begin, ref=ref, reason="  ")
    counter.wish("moussa", register_imports.begin, ref=ref, reason="Liste de la DNT")
    assert counter.wish("moussa", register_imports.sheet, ref=ref).state is State.BEGUN
    worker.sweep(counter.agency)
    assert counter.wish("moussa", register_imports.sheet, ref=ref).state is State.ENDED
    rows = counter.wish("moussa", registers.listing, register="agences").page.rows
    assert [row.label for row in rows] == ["Mandé Placement", "Sahel Emploi"]
    seen = counter.wish("moussa", registers.sheet, register="agences", key=rows[1].key)
    assert seen.row.values["zone"] == ["kayes", "bamako"] and seen.row.values["telephone"] == "76 00 00 01"
    assert seen.row.values["caution"]["devise"] == "XOF"
    assert (seen.history[0].deed, seen.history[0].reason) == (Deed.IMPORTED, "Liste de la DNT (liste DNT.csv)")
    with pytest.raises(Unfit):
        counter.wish("moussa", register_imports.begin, ref=ref, reason="encore")
    assert worker.sweep(counter.agency) == 0


def test_what_was_taken_away_comes_back_unchanged_and_a_corrected_cell_is_told(counter: Counter) -> None:
    ref = received(counter)
    tried(counter, ref)
    counter.wish("moussa", register_imports.begin, ref=ref, reason="Liste de la DNT")
    worker.sweep(counter.agency)
    for kind in (register_exports.XLSX, register_exports.CSV):
        _, content = counter.wish("moussa", register_exports.table, register="agences", kind=kind)
        back = {"register": "agences", "name": f"retour.{kind}", "content": content}
        again = tried(counter, counter.wish("moussa", register_imports.receive, **back))
        assert [line.fate for line in again.lines] == [Fate.UNCHANGED, Fate.UNCHANGED]
    _, content = counter.wish("moussa", register_exports.table, register="agences", kind="csv", query="sahel")
    corrected = content.decode("utf-8-sig").replace("76 00 00 01", "76 00 00 09").encode()
    wish = {"register": "agences", "name": "corrige.csv", "content": corrected}
    (line,) = tried(counter, counter.wish("moussa", register_imports.receive, **wish)).lines
    assert (line.fate, line.fields) == (Fate.CHANGES, ("Téléphone",))


def test_the_refused_lines_are_given_back_as_they_came_with_their_reasons(counter: Counter) -> None:
    ref = received(counter)
    tried(counter, ref)
    name, titles, lines = counter.wish("moussa", register_imports.refused, ref=ref)
    assert (name, titles[0], len(lines)) == ("liste DNT.csv", "N° d’agrément", 4)
    assert lines[0][1][1].startswith("=cmd|") and lines[0][0].reasons
    given = sheets.to_csv(titles, [cells for _, cells in lines]).decode("utf-8-sig")
    assert ";'=cmd|" in given


def test_an_import_is_its_senders_alone_and_needs_the_right_to_write(counter: Counter) -> None:
    ref = received(counter)
    for other in ("rokia", "fanta", "mariam"):
        with pytest.raises((NotFound, NotAllowed)):
            counter.wish(other, register_imports.sheet, ref=ref)
    with pytest.raises(NotAllowed):
        received(counter, "fanta")
    with pytest.raises(NotFound):
        received(counter, "djeneba", "placements")


def test_nobody_brings_in_rows_of_another_region(counter: Counter) -> None:
    offer = {"reference": "OI-1", "intitule_poste": "Maçon", "nb_postes": "5", "statut": "publiee"}
    wish = {"register": "offres", "row": "", "answers": offer, "version": 0, "key": counter.key()}
    counter.wish("moussa", registers.save, **wish)
    text = "Offre;Dossier;Nom et prénoms;Région;État\nOI-1;DS-1;Awa;Kayes;Confirmée\nOI-1;DS-2;Ali;Sikasso;Confirmée\n"
    found = tried(counter, received(counter, "awa", "candidatures", text), "awa")
    assert [line.fate for line in found.lines] == [Fate.NEW, Fate.REFUSED]
    assert found.lines[1].reasons[0].code == "register_region_out_of_reach"


def test_two_columns_for_one_question_are_refused(counter: Counter) -> None:
    ref = received(counter)
    with pytest.raises(Unfit) as refused:
        counter.wish("moussa", register_imports.attempt, ref=ref, columns={"Agence": "type", "Type": "type"})
    assert refused.value.code == "import_field_twice"
