"""What one element says of itself: form, deadline, instructions, rule, effect, repetition, delay."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lxml import etree

from migraflow.engine.bundle import PROCEDURE
from migraflow.engine.editing.sheet import ACTIVITIES, Moot, Sheet, clear_extension, extension
from migraflow.engine.procedure_file import load
from migraflow.engine.repairs.events import TIMES, define, timer_of, write_time
from migraflow.engine.repairs.folder import append
from migraflow.engine.repairs.paper import remove as cut
from migraflow.engine.repairs.paper import set_property
from migraflow.engine.xml import BPMN, SPIFF, Element, attribute, children, extensions, first

Facts = Mapping[str, str]
Change = Callable[[Sheet, str, Facts], None]
MULTIPLE = "multiInstanceLoopCharacteristics"


def keeping(name: str) -> Change:
    """The change that writes one extension property, or erases it."""

    def change(sheet: Sheet, element: str, facts: Facts) -> None:
        node, value = sheet.node(element), facts.get("value", "").strip()
        if value:
            set_property(node, name, value)
            return
        for one in list(extensions(node, "property")):
            if one.get("name") == name:
                cut(one)
        if not list(extensions(node, "property")):
            clear_extension(node, "properties")

    change.__doc__ = f"Write the property ``{name}``; an empty value erases it."
    return change


def instructions(sheet: Sheet, element: str, facts: Facts) -> None:
    """What the agent reads above the form."""
    node, text = sheet.find(element), facts.get("value", "").strip()
    written = first(node, "documentation")
    if written is not None:
        cut(written)
    if text:
        written = etree.Element(BPMN + "documentation")
        written.text = text
        node.insert(0, written)


def script(sheet: Sheet, element: str, facts: Facts) -> None:
    """The lines of a calculation."""
    node = sheet.node(element)
    if node.tag != BPMN + "scriptTask":
        raise Moot(element)
    written = first(node, "script")
    if written is None:
        written = etree.SubElement(node, BPMN + "script")
    written.text = facts.get("value", "").strip()


def decision(sheet: Sheet, element: str, facts: Facts) -> None:
    """The table a rule step asks."""
    node = sheet.node(element)
    clear_extension(node, "calledDecisionId")
    if facts.get("value"):
        extension(node, "calledDecisionId").text = facts["value"]


def called(sheet: Sheet, element: str, facts: Facts) -> None:
    """The procedure a call follows."""
    node = sheet.node(element)
    node.set("calledElement", facts.get("value", ""))


def kind(sheet: Sheet, element: str, facts: Facts) -> None:
    """Make a step of another kind: a person's, an effect, a calculation, a rule, a call."""
    node = sheet.step(element)
    wanted = facts.get("value", "")
    if BPMN + wanted not in ACTIVITIES or wanted == "subProcess" or node.tag == BPMN + "subProcess":
        raise Moot(element)
    sheet.become(node, wanted)


def operator(sheet: Sheet, element: str, facts: Facts) -> None:
    """What a service step does; another operator asks for other parameters, so the old ones go."""
    node, wanted = sheet.node(element), facts.get("value", "")
    if next((one.get("id") for one in extensions(node, "serviceTaskOperator")), "") == wanted:
        raise Moot(element)
    clear_extension(node, "serviceTaskOperator")
    if wanted:
        written = extension(node, "serviceTaskOperator")
        written.set("id", wanted)
        etree.SubElement(written, f"{{{SPIFF}}}parameters")


def parameter(sheet: Sheet, element: str, facts: Facts) -> None:
    """One parameter of an effect (`name`): FEEL, or nothing."""
    node, name, value = sheet.node(element), facts.get("name", ""), facts.get("value", "").strip()
    table = next(extensions(node, "parameters"), None)
    if table is None or not name:
        raise Moot(element)
    for one in [one for one in table if one.get("id") == name]:
        table.remove(one)
    if value:
        written = etree.SubElement(table, f"{{{SPIFF}}}parameter")
        for word, said in (("id", name), ("type", "str"), ("value", value)):
            written.set(word, said)


def result(sheet: Sheet, element: str, facts: Facts) -> None:
    """The variable that keeps what an effect answers."""
    for one in extensions(sheet.node(element), "serviceTaskOperator"):
        one.attrib.pop("resultVariable", None)
        if facts.get("value"):
            one.set("resultVariable", facts["value"])


def repeat(sheet: Sheet, element: str, facts: Facts) -> None:
    """Do a step once for each entry of a list: `value` the list, `item` the variable of one, `order` ``sequence``."""
    node, over = sheet.step(element), facts.get("value", "").strip()
    for mark in (MULTIPLE, "standardLoopCharacteristics"):
        old = first(node, mark)
        if old is not None:
            kept = first(old, "loopDataInputRef")
            if mark == MULTIPLE and over and kept is not None:
                change_repeat(old, over, facts)
                return
            cut(old)
    if over:
        change_repeat(new_repeat(sheet, node), over, facts)


def new_repeat(sheet: Sheet, node: Element) -> Element:
    """An empty loop marker, where the schema wants it: before what only this kind of step has."""
    mark = etree.Element(BPMN + MULTIPLE)
    own = {BPMN + name for name in ("script", "laneSet", "startEvent", "endEvent", "sequenceFlow")} | set(ACTIVITIES)
    place = next((index for index, child in enumerate(node) if child.tag in own), len(node))
    node.insert(place, mark)
    etree.SubElement(mark, BPMN + "loopDataInputRef")
    item = etree.SubElement(mark, BPMN + "inputDataItem")
    item.set("id", sheet.fresh(f"{attribute(node, 'id')}_element"))
    return mark


def change_repeat(mark: Element, over: str, facts: Facts) -> None:
    """Write a loop marker."""
    source, item = first(mark, "loopDataInputRef"), first(mark, "inputDataItem")
    if source is None:
        return
    source.text = over
    if item is None:
        item = etree.Element(BPMN + "inputDataItem")
        source.addnext(item)
    item.set("name", facts.get("item", "").strip() or attribute(item, "name") or "element")
    if "order" in facts:
        mark.set("isSequential", "true" if facts["order"] == "sequence" else "false")


def timer(sheet: Sheet, element: str, facts: Facts) -> None:
    """When a delay is over: `kind` timeDuration, timeDate or timeCycle, `value` FEEL or ISO text."""
    wanted, text = facts.get("kind", ""), facts.get("value", "").strip()
    definition = timer_of(sheet, element)
    if wanted not in TIMES:
        raise Moot(element)
    write_time(definition, wanted, text)


def message(sheet: Sheet, element: str, facts: Facts) -> None:
    """Which message an event waits for; one nobody has declared is declared, sent by those who open cases."""
    node, name = sheet.node(element), facts.get("value", "")
    holder = next(iter([*children(node, "messageEventDefinition"), node]))
    if not name:
        holder.attrib.pop("messageRef", None)
        return
    holder.set("messageRef", define(sheet, "message", name))
    declare(sheet, name, facts.get("label", ""), sheet.role_of(node))


def declare(sheet: Sheet, name: str, label: str, role: str) -> None:
    """Say in ``procedure.toml`` who may send a message: those who open cases, else the `role` that waits for it."""
    known = load(sheet.files.get(PROCEDURE, b""))
    if name not in known.get("messages", {}):
        roles = known.get("ouvert_par") or [role] * bool(role)
        append(sheet, "messages", name, {"libelle": label or name, "roles": roles})


def interrupts(sheet: Sheet, element: str, facts: Facts) -> None:
    """Whether an attached event stops the step it is attached to."""
    node = sheet.node(element)
    if node.tag != BPMN + "boundaryEvent":
        raise Moot(element)
    node.set("cancelActivity", "true" if facts.get("value") == "true" else "false")
