"""A new decision table, to begin with."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

MODEL = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def blank_table(
    id: str, question: str, inputs: Sequence[tuple[str, str, str]], output: tuple[str, str], namespace: str
) -> bytes:
    """A file with one table of one rule that always applies.

    `inputs` are (name in the case, words, type); `output` is (name, type)."""
    data = "".join(
        f"  <inputData id={quoteattr(f'donnee_{name}')} name={quoteattr(name)}>\n"
        f"    <variable id={quoteattr(f'donnee_{name}_v')} name={quoteattr(name)}{typed(kind)} />\n  </inputData>\n"
        for name, _, kind in inputs
    )
    needs = "".join(
        f"    <informationRequirement id={quoteattr(f'{id}_besoin_{n}')}>\n"
        f"      <requiredInput href={quoteattr(f'#donnee_{name}')} />\n    </informationRequirement>\n"
        for n, (name, _, _) in enumerate(inputs, 1)
    )
    heads = "".join(
        f'      <input id="{id}_entree_{n}" label={quoteattr(label)}>\n'
        f'        <inputExpression id="{id}_expression_{n}"{typed(kind)}>\n          <text>{escape(name)}</text>\n'
        "        </inputExpression>\n      </input>\n"
        for n, (name, label, kind) in enumerate(inputs, 1)
    )
    tests = "".join(
        f'        <inputEntry id="{id}_regle_1_{n}"><text>-</text></inputEntry>\n' for n, _ in enumerate(inputs, 1)
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="{MODEL}" id="{id}_modele" name={quoteattr(question)} namespace={quoteattr(namespace)}>
{data}  <decision id="{id}" name="{id}">
    <question>{escape(question)}</question>
    <variable id="{id}_resultat" name="{id}" />
{needs}    <decisionTable id="{id}_table" hitPolicy="FIRST">
{heads}      <output id="{id}_sortie_1" name={quoteattr(output[0])}{typed(output[1])} />
      <annotation name="Raison" />
      <rule id="{id}_regle_1">
{tests}        <outputEntry id="{id}_regle_1_s1"><text>null</text></outputEntry>
        <annotationEntry><text></text></annotationEntry>
      </rule>
    </decisionTable>
  </decision>
</definitions>
""".encode()


def typed(kind: str) -> str:
    """The type of a variable, nothing when it is not known."""
    return f" typeRef={quoteattr(kind)}" if kind else ""
