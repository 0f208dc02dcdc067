"""Small decision files built for the tests."""

NAMESPACE = "https://www.omg.org/spec/DMN/20230324/MODEL/"


def definitions(inside: str, namespace: str = "urn:agence") -> bytes:
    """A DMN file around these elements."""
    head = f'<definitions xmlns="{NAMESPACE}" name="essai" id="d" namespace="{namespace}">'
    return f"{head}{inside}</definitions>".encode()


def escaped(text: str) -> str:
    """A text as XML writes it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def given(name: str, kind: str = "Any") -> str:
    """An input."""
    return f'<inputData id="i_{name}" name="{name}"><variable name="{name}" typeRef="{kind}"/></inputData>'


def decision(name: str, logic: str, needs: str = "", kind: str = "Any") -> str:
    """A decision; `needs` lists ids, separated by blanks: i_ inputs, d_ decisions, k_ knowledge, s_ services."""
    required = ""
    for each in needs.split():
        if each.startswith("i_"):
            required += f'<informationRequirement><requiredInput href="#{each}"/></informationRequirement>'
        elif each.startswith("d_"):
            required += f'<informationRequirement><requiredDecision href="#{each}"/></informationRequirement>'
        else:
            required += f'<knowledgeRequirement><requiredKnowledge href="#{each}"/></knowledgeRequirement>'
    variable = f'<variable name="{name}" typeRef="{kind}"/>'
    return f'<decision id="d_{name}" name="{name}">{variable}{required}{logic}</decision>'


def literal(text: str, kind: str = "") -> str:
    """A literal expression."""
    typed = f' typeRef="{kind}"' if kind else ""
    return f"<literalExpression{typed}><text>{escaped(text)}</text></literalExpression>"


def table(
    inputs: list[str], rules: list[list[str]], policy: str = "UNIQUE", outputs: str = "sortie", **more: str
) -> str:
    """A decision table; an input is `text` or `text:type`, a rule lists its cells, outputs last.

    `more`: `aggregation`, `values` (output values), `default`, `allowed` (input values of the first column).
    """
    head = f'<decisionTable id="t" hitPolicy="{policy}" aggregation="{more.get("aggregation", "")}">'
    for place, each in enumerate(inputs):
        text, _, kind = each.partition(":")
        typed = f'typeRef="{kind}"' if kind else ""
        allowed = tests("inputValues", more.get("allowed", "")) if place == 0 else ""
        head += f"<input><inputExpression {typed}><text>{escaped(text)}</text></inputExpression>{allowed}</input>"
    for name in outputs.split():
        limits = tests("outputValues", more.get("values", "")) + tests("defaultOutputEntry", more.get("default", ""))
        head += f'<output name="{name}">{limits}</output>'
    for number, cells in enumerate(rules, 1):
        entries = "".join(
            tests("inputEntry" if place < len(inputs) else "outputEntry", cell) for place, cell in enumerate(cells)
        )
        head += f'<rule id="r{number}">{entries}</rule>'
    return head + "</decisionTable>"


def tests(tag: str, text: str) -> str:
    """An element around a FEEL text, nothing for an empty one."""
    return f"<{tag}><text>{escaped(text)}</text></{tag}>" if text else ""
