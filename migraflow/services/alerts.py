"""Alerts: once a day the figures of the last month that is over are held against their thresholds.

A figure too small to be shown raises nothing and takes nothing back: the quarter is tried instead, and where that is
too small as well, the alert stays as it is. So no notice ever tells what the page would hide.
"""

from __future__ import annotations

from dataclasses import replace

from migraflow.domain.access import Actor, Permission, Scope
from migraflow.domain.indicators import Definition
from migraflow.domain.measures import Unit
from migraflow.domain.notices import Notice, filled
from migraflow.domain.targets import Alert, aimed, beyond, last_month, last_quarter, said, span_of
from migraflow.services import indicators, notices
from migraflow.services.commands import require_house
from migraflow.services.figures import FIGURES
from migraflow.services.work import Work
from migraflow.store import facts
from migraflow.store import notices as notice_store
from migraflow.store import targets as store

RAISED, RESOLVED = "seuil_franchi", "seuil_retabli"
"""The templates of both notices."""
WATCHER = Actor(account_id=0, name="", grants={Permission.SEE_MEASURES: Scope.EVERYWHERE})
"""Figures are read as somebody sees them who sees figures only."""
UNITS = {
    Unit.PERCENT: " %", Unit.DAYS: " jours", Unit.HOURS: " heures", Unit.MONTHS: " mois", Unit.MONEY: " F CFA",
    Unit.WAGES: " mois de salaire", Unit.CASES: " dossiers", Unit.PEOPLE: " personnes", Unit.OFFERS: " offres",
    Unit.POSTS: " postes", Unit.TASKS: " tâches", Unit.RECORDS: " fiches",
}  # fmt: skip


def check_daily(work: Work) -> int:
    """Hold every figure that has a threshold against it, once a day, when all cases are counted.

    How many alerts were raised or taken back; 0 as well when there was nothing to look at.
    """
    require_house(work)
    today = work.now.date()
    if store.is_checked(work.store, today) or facts.uncounted(work.store, 1) or not store.checked(work.store, today):
        return 0
    watching = replace(work, actor=WATCHER)
    goals, standing = store.in_force(work.store), store.open_alerts(work.store)
    moved = 0
    for code, written in work.house.definitions.items():
        definition = aimed(written, goals.get(code))
        if definition.threshold is None and code in standing:
            store.resolve(work.store, standing[code].id, work.now)
        elif definition.threshold is not None and code in FIGURES:
            moved += check(watching, definition, definition.threshold, standing.get(code))
    return moved


def check(work: Work, definition: Definition, threshold: float, standing: Alert | None) -> int:
    """Raise or take back the alert of one indicator: 1 when anything moved."""
    found = figure_of(work, definition.code)
    if found is None:
        return 0
    span, value = found
    if beyond(definition.direction, value, threshold) is (standing is not None):
        return 0
    if standing is None:
        alert = Alert(0, definition.code, span, value, threshold, work.now)
        tell(work, RAISED, definition, replace(alert, id=store.raise_alert(work.store, alert)), span, value)
    else:
        store.resolve(work.store, standing.id, work.now)
        tell(work, RESOLVED, definition, replace(standing, threshold=threshold), span, value)
    return 1


def figure_of(work: Work, code: str) -> tuple[str, float] | None:
    """The span and the headline of the last month that is over, else of the last quarter; None when both are hidden
    or empty."""
    today = work.now.date()
    for slice_ in (last_month(today), last_quarter(today)):
        total = indicators.figure(work, code=code, slice_=slice_).total
        if not total.hidden and total.value is not None:
            return span_of(slice_), float(total.value)
    return None


def tell(work: Work, model: str, definition: Definition, alert: Alert, span: str, value: float) -> None:
    """Send one notice to each role that watches the figures of the whole country."""
    subject, body = notices.words(work, model)
    known: dict[str, object] = {
        "code": definition.code,
        "indicateur": definition.label["fr"],
        "periode": said(span),
        "valeur": worded(value, definition.unit),
        "seuil": worded(alert.threshold, definition.unit),
        "depuis": f"{alert.raised:%d/%m/%Y}",
    }
    for role in work.house.roles.values():
        if Permission.SEE_MEASURES in role.permissions and role.scope is Scope.EVERYWHERE:
            notice = Notice(
                key=f"{model}:{alert.id}:{role.code}",
                model=model,
                subject=filled(subject, known, work.now),
                body=filled(body, known, work.now),
                role=role.code,
            )
            notice_store.add(work.store, notice, work.now)


def worded(value: float, unit: Unit) -> str:
    """A figure in French with its unit."""
    bare = f"{value:,.2f}".rstrip("0").rstrip(".").replace(",", "\u202f").replace(".", ",")
    return f"{bare}{UNITS.get(unit, '')}"
