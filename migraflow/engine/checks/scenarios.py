"""Scenario files: they name elements, messages and outcomes that exist."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from migraflow.domain.authored_json import read_json
from migraflow.engine.checks.study import Study, near

VERBS = frozenset({"tache", "attendre", "message", "signal", "effet", "verifier"})


def check_scenarios(study: Study, elements: set[str], messages: set[str]) -> None:
    """Every scenario. `elements` and `messages` are those of the procedure and of all it calls."""
    for path, content in study.bundle.under("scenarios/").items():
        try:
            scenario = cast(Any, read_json(content))
            if not isinstance(scenario, dict) or not isinstance(scenario.get("etapes", []), list):
                raise ValueError("un objet avec une liste « etapes » est attendu")
        except (ValueError, RecursionError) as error:
            study.add("scenario_unreadable", file=path, reason=str(error))
            continue
        for number, step in enumerate(scenario.get("etapes", []), start=1):
            check_step(study, path, number, step, elements, messages)
        end = scenario.get("fin")
        if end is not None and str(end) not in study.facts.issues:
            study.add("scenario_end", str(end), file=path, near=near(str(end), study.facts.issues))


def check_step(study: Study, path: str, number: int, step: Any, elements: set[str], messages: set[str]) -> None:
    """One step of a scenario."""
    if not isinstance(step, Mapping) or len(VERBS & step.keys()) != 1:
        study.add("scenario_word", str(number), file=path)
        return
    verify = step.get("verifier", {})
    waiting = verify.get("ouvertes", []) if isinstance(verify, Mapping) else None
    if not isinstance(waiting, list):
        study.add("scenario_word", str(number), file=path)
        return
    for element in (*([step["tache"]] if "tache" in step else ()), *waiting):
        if str(element) not in elements:
            study.add("scenario_element", str(element), file=path, near=near(str(element), elements))
    for verb in ("message", "signal"):
        if verb in step and str(step[verb]) not in messages:
            study.add("scenario_message", str(step[verb]), file=path, near=near(str(step[verb]), messages))
