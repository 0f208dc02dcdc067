"""Targets of indicators with their history, and their alerts, kept."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from migraflow.domain.targets import Alert, Goal
from migraflow.store.database import Session, moment, run

COLUMNS = "code, target, threshold, reason, actor, at"
ALERT = "id, code, span, value, threshold, raised, resolved"
IN_FORCE = f"SELECT {COLUMNS} FROM targets WHERE id IN (SELECT MAX(id) FROM targets GROUP BY code)"
HISTORY = f"SELECT {COLUMNS} FROM targets WHERE code = ? ORDER BY id DESC LIMIT ?"
FIX = "INSERT INTO targets (code, target, threshold, reason, at, actor_id, actor) VALUES (?, ?, ?, ?, ?, ?, ?)"
RAISE = "INSERT INTO alerts (code, span, value, threshold, raised) VALUES (?, ?, ?, ?, ?) RETURNING id"
CHECKED = """INSERT INTO alert_checks (id, day) VALUES (1, ?)
ON CONFLICT (id) DO UPDATE SET day = excluded.day WHERE alert_checks.day <> excluded.day"""


def in_force(store: Session) -> dict[str, Goal]:
    """What was fixed last, by code; codes nobody fixed anything for are not there."""
    return {goal.code: goal for goal in map(goal_of, run(store, IN_FORCE))}


def history(store: Session, code: str, most: int) -> tuple[Goal, ...]:
    """What was fixed for one code, the latest first."""
    return tuple(goal_of(row) for row in run(store, HISTORY, (code, most)))


def fix(store: Session, goal: Goal, actor_id: int) -> None:
    """Keep what was fixed, and let figures be held against it at the next look."""
    run(store, FIX, (goal.code, goal.target, goal.threshold, goal.reason, goal.at, actor_id, goal.by))
    run(store, "DELETE FROM alert_checks")


def goal_of(row: Any) -> Goal:
    """A row as a goal."""
    at = moment(row.at)
    assert at is not None
    return Goal(row.code, row.target, row.threshold, row.reason, row.actor, at)


def open_alerts(store: Session) -> dict[str, Alert]:
    """The alerts that stand, by code."""
    found = map(alert_of, run(store, f"SELECT {ALERT} FROM alerts WHERE resolved IS NULL"))
    return {alert.code: alert for alert in found}


def alerts_of(store: Session, code: str, most: int) -> tuple[Alert, ...]:
    """The alerts of one code, the latest first."""
    rows = run(store, f"SELECT {ALERT} FROM alerts WHERE code = ? ORDER BY id DESC LIMIT ?", (code, most))
    return tuple(alert_of(row) for row in rows)


def raise_alert(store: Session, alert: Alert) -> int:
    """Keep a new alert; its number."""
    values = (alert.code, alert.span, alert.value, alert.threshold, alert.raised)
    return int(run(store, RAISE, values).scalar_one())


def resolve(store: Session, alert_id: int, now: datetime) -> None:
    """Note that an alert stands no more."""
    run(store, "UPDATE alerts SET resolved = ? WHERE id = ?", (now, alert_id))


def alert_of(row: Any) -> Alert:
    """A row as an alert."""
    raised = moment(row.raised)
    assert raised is not None
    return Alert(row.id, row.code, row.span, row.value, row.threshold, raised, moment(row.resolved))


def checked(store: Session, day: date) -> bool:
    """Note that figures are held against their thresholds on a day; False when they were already."""
    return run(store, CHECKED, (day.isoformat(),)).rowcount == 1


def is_checked(store: Session, day: date) -> bool:
    """Whether figures were held against their thresholds on a day."""
    return str(run(store, "SELECT day FROM alert_checks").scalar() or "")[:10] == day.isoformat()
