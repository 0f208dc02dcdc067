"""Reminders, notices and letters: what goes out beside a step while it waits, or after it is done."""

from __future__ import annotations

import json
from collections.abc import Mapping

from lxml import etree

from migraflow.engine.editing import steps, traits
from migraflow.engine.editing.sheet import ACTIVITIES, Moot, Sheet, slug
from migraflow.engine.repairs.events import replace_event, write_time
from migraflow.engine.xml import BPMN, Element, attribute

Facts = Mapping[str, str]
FIRST_REMINDER = 'delai("{deadline}")'
A_WEEK = "P7D"


def reminder(sheet: Sheet, element: str, facts: Facts) -> None:
    """Tell somebody when a step has waited for so long; the step goes on. `kind`, `value`: when; `notice`, `to`: what
    and whom."""
    host = sheet.step(element)
    event = sheet.near("boundaryEvent", f"rappel_{slug(element)}", host, name=facts.get("name") or "Rappel")
    event.set("attachedToRef", element)
    event.set("cancelActivity", "false")
    definition = replace_event(event, "timer")
    write_time(definition, facts.get("kind") or "timeDuration", facts.get("value", "").strip() or A_WEEK)
    told = notice_step(sheet, event, facts, f"avis_{attribute(event, 'id')}")
    end = sheet.near("endEvent", f"fin_{attribute(event, 'id')}", told, name="Rappelé")
    for node in (event, told, end):
        sheet.give(node, sheet.role_of(host))
    sheet.link(event, told)
    sheet.link(told, end)
    sheet.chosen = element


def notice_step(sheet: Sheet, beside: Element, facts: Facts, wish: str) -> Element:
    """A service step that sends a notice."""
    name = facts.get("title") or "Envoyer le rappel"
    told = sheet.near("serviceTask", wish, beside, name=name)
    fill(sheet, told, "avis", {"modele": facts.get("notice", ""), "a": facts.get("to") or "personne"})
    return told


def fill(sheet: Sheet, node: Element, operator: str, words: Mapping[str, str]) -> None:
    """Give a service step its operator and plain words as parameters."""
    identifier = attribute(node, "id")
    traits.operator(sheet, identifier, {"value": operator})
    for name, word in words.items():
        if word:
            traits.parameter(sheet, identifier, {"name": name, "value": json.dumps(word, ensure_ascii=False)})


def notice_after(sheet: Sheet, element: str, facts: Facts) -> None:
    """Send a notice once a step is done: `notice` its model, `to` a role or « personne »."""
    effect_after(sheet, element, "avis", {"modele": facts["notice"], "a": facts.get("to") or "personne"},
                 facts.get("title") or "Envoyer l’avis")  # fmt: skip


def letter_after(sheet: Sheet, element: str, facts: Facts) -> None:
    """Hand out a letter once a step is done: `letter` the code of its model."""
    effect_after(sheet, element, "lettre", {"modele": facts["letter"]}, facts.get("title") or "Remettre la lettre")


def effect_after(sheet: Sheet, element: str, operator: str, words: Mapping[str, str], name: str) -> None:
    """A service step right after another."""
    steps.add_after(sheet, element, {"name": name, "kind": "serviceTask"})
    fill(sheet, sheet.node(sheet.chosen), operator, words)
    sheet.chosen = element


def drop_reminders(sheet: Sheet, element: str, facts: Facts) -> None:
    """Take the reminders of a step away, with what they send."""
    host = sheet.step(element)
    found = [one for one in steps.attached(sheet, host) if one.get("cancelActivity") == "false" and timed(one)]
    if not found:
        raise Moot(element)
    for one in found:
        steps.remove(sheet, attribute(one, "id"), {})
    sheet.chosen = element


def timed(event: Element) -> bool:
    """Whether an event waits for a time."""
    return event.find(BPMN + "timerEventDefinition") is not None


def remind_while_waiting(sheet: Sheet, element: str, facts: Facts) -> None:
    """Let a wait without end send a reminder each time a delay has passed, and wait on."""
    event = sheet.node(element)
    if event.tag in ACTIVITIES:
        reminder(sheet, element, {**facts, "kind": "timeCycle", "value": facts.get("value") or '"R3/P7D"'})
        return
    if event.tag != BPMN + "intermediateCatchEvent" or not sheet.entering(event):
        raise Moot(element)
    choice = choice_before(sheet, event)
    delay = sheet.near("intermediateCatchEvent", f"delai_{slug(element)}", event, name="Sans réponse")
    write_time(etree.SubElement(delay, BPMN + "timerEventDefinition"), "timeDuration", facts.get("value") or "P15D")
    told = notice_step(sheet, delay, facts, f"rappel_{slug(element)}")
    for node in (delay, told):
        sheet.give(node, sheet.role_of(event))
    sheet.link(choice, delay)
    sheet.link(delay, told)
    sheet.link(told, choice)
    sheet.chosen = element


def choice_before(sheet: Sheet, event: Element) -> Element:
    """The choice between events that leads to `event`, drawn where there is none."""
    entering = sheet.entering(event)
    if len(entering) == 1 and sheet.source(entering[0]).tag == BPMN + "eventBasedGateway":
        return sheet.source(entering[0])
    wish = f"attente_{slug(attribute(event, 'id'))}"
    choice = sheet.near("eventBasedGateway", wish, event, name="Attendre, ou rappeler")
    sheet.give(choice, sheet.role_of(event))
    for flow in entering:
        sheet.turn(flow, "targetRef", choice)
    sheet.link(choice, event)
    return choice
