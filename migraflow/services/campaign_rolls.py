"""Lists of a campaign to take away: to sign, for the employer, the results; on paper or as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import cast

from migraflow.documents import roll, sheets
from migraflow.domain.accesses import AccessAction, AccessObject
from migraflow.domain.campaigns import Application, Campaign, Standing, Wanted
from migraflow.domain.errors import Unfit
from migraflow.domain.shown import day, phone
from migraflow.domain.values import at_path
from migraflow.services import accesses
from migraflow.services.campaign_models import model as model_of
from migraflow.services.campaign_opening import tell
from migraflow.services.campaigns import batch_of, campaign_of
from migraflow.services.letter_folder import FOLDER, letterhead
from migraflow.services.people import label
from migraflow.services.work import Work
from migraflow.store import applications as store

SIGN, EMPLOYER, RESULTS = "emargement", "employeur", "resultats"
KINDS = (SIGN, EMPLOYER, RESULTS)
"""A list with room to sign, the list the employer gets (only who agreed), the results with their explanation."""
PAPER, FORMS = 3_000, ("pdf", "xlsx", "csv")
"""People one printed list holds; a region at a time is less."""
NAMED: Mapping[Standing, str] = {
    Standing.RECEIVED: "Reçue", Standing.ELIGIBLE: "Éligible", Standing.EXCLUDED: "Écartée",
    Standing.CHOSEN: "Retenue", Standing.WAITING: "Liste d’attente", Standing.PASSED_OVER: "Non retenue",
    Standing.WITHDRAWN: "Retirée", Standing.READ: "Lue", Standing.REFUSED: "Refusée",
}  # fmt: skip
COLUMNS: Mapping[str, tuple[tuple[str, int], ...]] = {
    SIGN: (("N°", 0), ("Nom et prénoms", 4), ("Sexe", 0), ("Né·e", 2), ("Téléphone", 2), ("Dossier", 2),
           ("Signature", 4)),
    EMPLOYER: (("Rang", 0), ("Nom et prénoms", 4), ("Sexe", 0), ("Né·e", 2), ("Métier", 4), ("Expérience", 0)),
    RESULTS: (("Rang", 0), ("Nom et prénoms", 4), ("Sexe", 0), ("Âge", 0), ("Note", 0), ("Points", 6), ("Résultat", 2),
              ("Motif", 3)),
}  # fmt: skip


def printed(work: Work, *, ref: str, kind: str, form: str, wanted: Wanted) -> tuple[str, str, bytes]:
    """A list of the applications that fit `wanted` and that this person may see: its name, its type, its bytes.

    Raises Unfit ``list_kind``, ``list_form``, ``list_too_long`` (most) for paper.
    """
    campaign = campaign_of(work, ref)
    if kind not in KINDS:
        raise Unfit("list_kind")
    if form not in FORMS:
        raise Unfit("list_form")
    rows = chosen(work, campaign, kind, wanted)
    if form == "pdf" and len(rows) > PAPER:
        raise Unfit("list_too_long", count=str(len(rows)), most=str(PAPER))
    tell(work, campaign, "export", len(rows), {"quoi": kind, "forme": form, "region": wanted.region})
    accesses.note(work, AccessObject.DOCUMENT, case_ref=campaign.ref, action=AccessAction.EXPORT)
    name = f"{campaign.ref}-{kind}{f'-{wanted.region}' if wanted.region else ''}.{form}"
    return (name, *drawn(work, campaign, kind, form, rows))


def chosen(work: Work, campaign: Campaign, kind: str, wanted: Wanted) -> list[Application]:
    """The rows of a list, by region, then office, then rank; for the employer only who agreed."""
    rows = store.page(work.store, campaign.id, wanted, seen_by=work.actor, after=0, limit=100_000)
    if kind == EMPLOYER:
        taken = [row for row in rows if row.standing is Standing.CHOSEN]
        rows = [row for row in taken if row.facts.get("consentement_employeur") is True]
    return sorted(rows, key=lambda row: (row.region, row.office, row.rank or 10**9, row.id))


def drawn(work: Work, campaign: Campaign, kind: str, form: str, rows: Sequence[Application]) -> tuple[str, bytes]:
    """A list as bytes of `form`, with its type."""
    titles = [title for title, _ in COLUMNS[kind]]
    if form == "pdf":
        return "application/pdf", paper(work, campaign, kind, rows)
    more = ["Région", "Structure"]
    cells = [
        [*line(work, kind, row, place), label(work.house.lists, "regions", row.region),
         label(work.house.lists, "structures", row.office)]
        for place, row in enumerate(rows, start=1)
    ]  # fmt: skip
    if form == "csv":
        return "text/csv; charset=utf-8", sheets.to_csv([*titles, *more], cells)
    kind_of = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return kind_of, sheets.to_xlsx([*titles, *more], cells, name=campaign.ref)


def paper(work: Work, campaign: Campaign, kind: str, rows: Sequence[Application]) -> bytes:
    """A list on paper, a part for each office."""
    lists = work.house.lists
    groups: list[roll.Group] = []
    for (region, office), part in groupby(rows, key=lambda row: (row.region, row.office)):
        title = ", ".join(filter(None, (label(lists, "regions", region), label(lists, "structures", office)))) or "—"
        groups.append(roll.Group(title, [line(work, kind, row, place) for place, row in enumerate(part, start=1)]))
    made = roll.Roll(
        title={SIGN: "Liste d’émargement", EMPLOYER: "Liste pour l’employeur", RESULTS: "Résultats"}[kind],
        subtitle=f"{campaign.ref} · {campaign.title} · {len(rows)} personnes",
        day=day(work.now.date()),
        titles=[title for title, _ in COLUMNS[kind]],
        widths=[width for _, width in COLUMNS[kind]],
        groups=groups or [roll.Group("Personne", [])],
        sign=kind == SIGN,
        wide=kind == RESULTS,
    )
    return roll.pdf(made, letterhead(work.settings.workflows / FOLDER))


def line(work: Work, kind: str, row: Application, place: int) -> list[str]:
    """One row of a list."""
    born = at_path(row.facts, "identite.date_naissance")
    year = at_path(row.facts, "identite.annee_naissance")
    told = day(born) if isinstance(born, date) else f"vers {year}" if year else ""
    rank = str(row.rank or "")
    if kind == SIGN:
        call = str(at_path(row.facts, "identite.telephone") or "")
        return [str(place), row.name, row.sex, told, phone(call) if call else "", row.case_ref, ""]
    if kind == EMPLOYER:
        job = label(work.house.lists, "citp", str(row.facts.get("code_citp") or ""))
        return [rank, row.name, row.sex, told, job, str(row.facts.get("experience_ans") or 0)]
    points = cast("Mapping[str, int]", row.details.get("points") or {})
    shown = ", ".join(f"{name} {number}" for name, number in points.items())
    why = row.reason or ", ".join(row.filters)
    return [rank, row.name, row.sex, str(row.age or ""), str(row.score or ""), shown, NAMED[row.standing], why]


def template(work: Work, *, ref: str) -> tuple[str, str, bytes]:
    """A blank list with the titles a campaign understands, to be filled in by a region."""
    campaign = campaign_of(work, ref)
    titles = [names[0] for names in model_of(work, campaign.model).columns.values()]
    kind_of = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return f"modele-{campaign.ref}.xlsx", kind_of, sheets.to_xlsx(titles, [], name="Liste")


def fates(work: Work, *, ref: str, batch: int) -> tuple[str, str, bytes]:
    """Every line of a list with its fate, as a table to send back to whoever wrote it."""
    campaign, found = batch_of(work, ref, batch)
    rows = store.lines_of_batch(work.store, found.id, "", 0, 100_000)
    cells = [
        [row.line, row.name, row.fate.value, "; ".join(f"{path} : {told}" for path, told in row.problems),
         "; ".join(f"{near.ref} ({near.score})" for near in row.near)]
        for row in rows
    ]  # fmt: skip
    content = sheets.to_csv(("Ligne", "Nom", "Sort", "Pourquoi", "Ressemble à"), cells)
    return f"{campaign.ref}-liste-{batch}.csv", "text/csv; charset=utf-8", content
