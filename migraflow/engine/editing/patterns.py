"""Common ways of working, drawn in one go: have it approved, wait or remind, refer to a partner."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from lxml import etree

from migraflow.engine.bundle import PROCEDURE
from migraflow.engine.editing import notices, steps, traits
from migraflow.engine.editing.exits import set_condition, set_default
from migraflow.engine.editing.sheet import Moot, Sheet, inside, slug
from migraflow.engine.procedure_file import load
from migraflow.engine.repairs.flows import free_path
from migraflow.engine.repairs.folder import append
from migraflow.engine.repairs.paper import set_property
from migraflow.engine.xml import BPMN, Element, attribute

Facts = Mapping[str, str]
FORM = "formJsonSchemaFilename"
SCHEMA = "https://json-schema.org/draft/2020-12/schema"
REFUSED = "rejete"
DECISIONS = (("approuver", "Approuver"), ("corriger", "Faire corriger"), ("rejeter", "Rejeter"))


def insert_pattern(sheet: Sheet, element: str, facts: Facts) -> None:
    """Draw the pattern named by `pattern` after a step; `role` does what is new."""
    PATTERNS[facts.get("pattern", "")](sheet, element, facts)


def approve(sheet: Sheet, element: str, facts: Facts) -> None:
    """A second person approves, sends back to be corrected, or rejects with a motive and the way of appeal."""
    step = sheet.step(element)
    sheet.only_exit(step)
    what = attribute(step, "name") or element
    variable = f"decision_{slug(element)}"
    asked = stepped(sheet, element, f"Valider : {what}", facts, instructions="Approuvez, faites corriger ou rejetez.")
    give_form(sheet, asked, f"Valider : {what}", decision_fields(variable))
    choice = sheet.near("exclusiveGateway", f"choix_{slug(element)}", asked, name="Quelle décision ?")
    sheet.give(choice, sheet.role_of(asked))
    out = sheet.only_exit(asked)
    sheet.turn(out, "sourceRef", choice)
    sheet.link(asked, choice)
    out.set("name", "approuvé")
    named_exit(sheet, choice, step, "à corriger", f'{variable} = "corriger"')
    told = refusal(sheet, choice, facts)
    named_exit(sheet, choice, told, "rejeté", f'{variable} = "rejeter"')
    set_default(sheet, attribute(choice, "id"), {"value": attribute(out, "id")})
    sheet.chosen = attribute(asked, "id")


def refusal(sheet: Sheet, choice: Element, facts: Facts) -> Element:
    """The step that tells of a refusal, and the end behind it."""
    told = sheet.near("userTask", "notifier_rejet", choice, name="Notifier le rejet motivé")
    sheet.give(told, facts.get("telling") or sheet.role_of(choice))
    traits.instructions(sheet, attribute(told, "id"), {"value": "Dites pourquoi, et comment contester la décision."})
    give_form(sheet, told, "Notifier le rejet", refusal_fields())
    outer = inside(choice).tag == BPMN + "process"
    end = sheet.near("endEvent", f"fin_{REFUSED}" if outer else "fin_rejet", told, name="Rejeté")
    sheet.give(end, sheet.role_of(told))
    sheet.link(told, end)
    issue = attribute(end, "id").removeprefix("fin_")
    if outer and issue not in load(sheet.files.get(PROCEDURE, b"")).get("issues", {}):
        append(sheet, "issues", issue, {"libelle": "Rejeté"})
    return told


def wait(sheet: Sheet, element: str, facts: Facts) -> None:
    """Wait for a message; while it does not come, remind somebody and wait on."""
    name = slug(facts.get("message", "") or "reponse_recue")
    event = awaited(sheet, element, name, facts)
    notices.remind_while_waiting(sheet, attribute(event, "id"), {**facts, "value": facts.get("delay") or "P15D"})


def awaited(sheet: Sheet, element: str, message: str, facts: Facts) -> Element:
    """An event after `element` that waits for a message."""
    step = sheet.step(element)
    flow = sheet.only_exit(step)
    event = sheet.near(
        "intermediateCatchEvent", f"attendre_{message}", step, name=facts.get("awaited") or "Réponse reçue"
    )
    sheet.give(event, facts.get("role") or sheet.role_of(step))
    etree.SubElement(event, BPMN + "messageEventDefinition")
    target = sheet.target(flow)
    sheet.turn(flow, "targetRef", event)
    sheet.link(event, target)
    traits.message(sheet, attribute(event, "id"), {"value": message, "label": attribute(event, "name")})
    return event


def refer(sheet: Sheet, element: str, facts: Facts) -> None:
    """Refer to a partner, wait for the answer with reminders, and write it down, by the partner or the focal point."""
    partner = stepped(
        sheet, element, "Saisir le partenaire", facts, instructions="Dites au partenaire ce qui est demandé."
    )
    give_form(sheet, partner, "Saisir le partenaire", referral_fields())
    wait(
        sheet, attribute(partner, "id"), {"message": "reponse_partenaire", "awaited": "Réponse du partenaire", **facts}
    )
    event = sheet.chosen
    noted = stepped(sheet, event, "Noter la réponse du partenaire", facts)
    give_form(sheet, noted, "La réponse du partenaire", answer_fields())
    sheet.chosen = attribute(partner, "id")


PATTERNS: Mapping[str, Callable[[Sheet, str, Facts], None]] = {"approve": approve, "wait": wait, "refer": refer}


def stepped(sheet: Sheet, element: str, name: str, facts: Facts, instructions: str = "") -> Element:
    """A new person's step after `element`."""
    steps.add_after(sheet, element, {"name": name, "role": facts.get("role", "")})
    made = sheet.chosen
    traits.instructions(sheet, made, {"value": instructions})
    if facts.get("deadline"):
        set_property(sheet.node(made), "delai", facts["deadline"])
    return sheet.node(made)


def named_exit(sheet: Sheet, choice: Element, target: Element, name: str, condition: str) -> None:
    """A named exit of a choice."""
    flow = sheet.link(choice, target)
    flow.set("name", name)
    set_condition(sheet, attribute(flow, "id"), {"value": condition})


def give_form(sheet: Sheet, node: Element, title: str, fields: Mapping[str, Mapping[str, object]]) -> None:
    """A new form for a step; a field whose entry says ``required`` must be answered."""
    path = free_path(sheet, slug(title))
    form = {
        "$schema": SCHEMA,
        "$id": path.removeprefix("forms/").removesuffix(".json"),
        "title": title,
        "type": "object",
        "properties": {
            name: {word: said for word, said in field.items() if word != "required"} for name, field in fields.items()
        },
        "required": [name for name, field in fields.items() if field.get("required")],
    }
    sheet.files[path] = json.dumps(form, ensure_ascii=False, indent=1).encode() + b"\n"
    set_property(node, FORM, path)


def text_field(title: str, *, required: bool = False, **words: object) -> dict[str, object]:
    """A field of several lines."""
    return {"title": title, "type": "string", "x-kind": "long-text", "maxLength": 2000, "required": required, **words}


def decision_fields(variable: str) -> dict[str, Mapping[str, object]]:
    """What the one who approves answers."""
    options = [{"const": code, "title": label} for code, label in DECISIONS]
    return {
        variable: {"title": "Décision", "type": "string", "x-kind": "choice", "oneOf": options, "required": True},
        f"motif_{variable}": text_field("Motif", required=True, **{"x-show-if": f'{variable} != "approuver"'}),
    }


def refusal_fields() -> dict[str, Mapping[str, object]]:
    """What is told of a refusal."""
    return {
        "motif_rejet": text_field("Motif donné à la personne", required=True, minLength=20),
        "voies_recours": text_field(
            "Comment contester",
            required=True,
            **{"x-default": '"Vous pouvez contester cette décision dans les trente jours, à l’agence."'},
        ),
        "date_notification": {"title": "Date de la notification", "type": "string", "format": "date", "x-kind": "date",
                              "x-default": "today()", "required": True},
    }  # fmt: skip


def referral_fields() -> dict[str, Mapping[str, object]]:
    """What is asked of a partner."""
    return {
        "partenaire_saisi": {
            "title": "Partenaire",
            "type": "string",
            "x-kind": "text",
            "maxLength": 200,
            "required": True,
        },
        "objet_saisine": text_field("Ce qui est demandé", required=True),
    }


def answer_fields() -> dict[str, Mapping[str, object]]:
    """What a partner answered, and who wrote it down."""
    modes = [{"const": "partenaire", "title": "Par le partenaire"}, {"const": "point_focal", "title": "Par l’agence"}]
    return {
        "mode_saisie": {"title": "Saisie", "type": "string", "x-kind": "choice", "oneOf": modes, "required": True},
        "date_reponse": {"title": "Date de la réponse", "type": "string", "format": "date", "x-kind": "date",
                         "required": True},
        "reponse_partenaire_texte": text_field("Réponse", required=True),
    }  # fmt: skip


__all__ = ["PATTERNS", "Moot", "insert_pattern"]
