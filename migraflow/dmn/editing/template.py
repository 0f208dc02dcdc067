"""A new decision table, to begin with."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

MODEL = "https://www.omg.org/spec/DMN/20191111/MODEL/"


Column = tuple[str, str, str]
"""A condition: its name in the case, its words, its type."""


def blank_table(id: str, question: str, inputs: Sequence[Column], output: tuple[str, str], namespace: str) -> bytes:
    """A file with one table of one rule that always applies. `output` is (name in the case, type)."""
    numbered = list(enumerate(inputs, 1))
    tests = "".join(f'        <inputEntry id="{id}_regle_1_{n}"><text>-</text></inputEntry>\n' for n, _ in numbered)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="{MODEL}" id="{id}_modele" name={quoteattr(question)} namespace={quoteattr(namespace)}>
{"".join(declared(one) for one in inputs)}  <decision id="{id}" name="{id}">
    <question>{escape(question)}</question>
    <variable id="{id}_resultat" name="{id}" />
{"".join(needed(id, n, one) for n, one in numbered)}    <decisionTable id="{id}_table" hitPolicy="FIRST">
{"".join(head(id, n, one) for n, one in numbered)}      <output id="{id}_sortie_1" name={quoteattr(output[0])}{
        typed(output[1])
    } />
      <annotation name="Raison" />
      <rule id="{id}_regle_1">
{tests}        <outputEntry id="{id}_regle_1_s1"><text>null</text></outputEntry>
        <annotationEntry><text></text></annotationEntry>
      </rule>
    </decisionTable>
  </decision>
</definitions>
""".encode()


def declared(column: Column) -> str:
    """The input of a condition."""
    name, _, kind = column
    return (
        f"  <inputData id={quoteattr(f'donnee_{name}')} name={quoteattr(name)}>\n"
        f"    <variable id={quoteattr(f'donnee_{name}_v')} name={quoteattr(name)}{typed(kind)} />\n  </inputData>\n"
    )


def needed(id: str, number: int, column: Column) -> str:
    """That the decision asks for it."""
    return (
        f"    <informationRequirement id={quoteattr(f'{id}_besoin_{number}')}>\n"
        f"      <requiredInput href={quoteattr(f'#donnee_{column[0]}')} />\n    </informationRequirement>\n"
    )


def head(id: str, number: int, column: Column) -> str:
    """Its column."""
    name, label, kind = column
    return (
        f'      <input id="{id}_entree_{number}" label={quoteattr(label)}>\n'
        f'        <inputExpression id="{id}_expression_{number}"{typed(kind)}>\n'
        f"          <text>{escape(name)}</text>\n        </inputExpression>\n      </input>\n"
    )


def typed(kind: str) -> str:
    """The type of a variable, nothing when it is not known."""
    return f" typeRef={quoteattr(kind)}" if kind else ""
