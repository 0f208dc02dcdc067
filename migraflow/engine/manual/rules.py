"""Decision tables of the manual."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from migraflow import dmn
from migraflow.dmn.tables import Table
from migraflow.domain.manual import RuleText
from migraflow.engine.compile import Compiled
from migraflow.engine.manual.forms import own_forms

POLICIES: Mapping[str, str] = {
    "UNIQUE": "Une seule ligne convient.",
    "FIRST": "La première ligne qui convient décide.",
    "PRIORITY": "De toutes les lignes qui conviennent, la réponse la plus forte décide.",
    "ANY": "Les lignes qui conviennent disent toutes la même chose.",
    "COLLECT": "Toutes les lignes qui conviennent comptent.",
    "RULE ORDER": "Toutes les lignes qui conviennent comptent, dans leur ordre.",
    "OUTPUT ORDER": "Toutes les lignes qui conviennent comptent, la plus forte d’abord.",
}
SUMS: Mapping[str, str] = {
    "SUM": "Leurs réponses s’additionnent.",
    "MIN": "La plus petite réponse vaut.",
    "MAX": "La plus grande réponse vaut.",
    "COUNT": "On compte les lignes.",
}


@dataclass(frozen=True, slots=True)
class Rules:
    """The tables in words, and the numbers of the decisions they belong to, by id and by name."""

    texts: tuple[RuleText, ...]
    numbers: Mapping[str, str]


def rules_of(compiled: Compiled) -> Rules:
    """The procedure's tables, by file and in their order there; a column that is a question bears its words."""
    labels = {field.name: field.label for form in own_forms(compiled).values() for _, field in form.walk()}
    texts: list[RuleText] = []
    numbers: dict[str, str] = {}
    for _, content in sorted(compiled.bundle.under("rules/").items()):
        model = dmn.parse(content)
        names = {key: one.name for key, one in model.decisions.items()}
        for table in model.tables:
            number = f"R{len(texts) + 1}"
            texts.append(rule_text(number, table, names.get(table.decision, table.decision), labels))
            numbers.update({key: number for key, name in names.items() if table.decision in (key, name)})
            numbers[table.decision] = number
    return Rules(tuple(texts), numbers)


def rule_text(number: str, table: Table, title: str, labels: Mapping[str, str]) -> RuleText:
    """One table."""
    outputs = [output.name or title for output in table.outputs]
    columns = (*(column.text for column in table.inputs), *outputs)
    return RuleText(
        number=number,
        id=table.decision,
        title=title,
        policy=" ".join(filter(None, (POLICIES.get(table.hit_policy, ""), SUMS.get(table.aggregation, "")))),
        inputs=len(table.inputs),
        columns=tuple(labels.get(column, column) for column in columns),
        rows=tuple(rows(table)),
    )


def rows(table: Table) -> Iterator[tuple[str, ...]]:
    """The rows as their author wrote them; « – » where a cell asks nothing."""
    for rule in table.rules:
        tests = (cell.text.strip() for cell in rule.tests)
        yield (*("–" if text in ("", "-") else text for text in tests), *(cell.text.strip() for cell in rule.outputs))
    if any(output.default for output in table.outputs):
        default = (output.default.text if output.default else "" for output in table.outputs)
        yield (*("sinon" if place == 0 else "–" for place in range(len(table.inputs))), *default)
