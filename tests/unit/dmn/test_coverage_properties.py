"""The search for gaps and overlaps, against tables thrown at random: it finds what running the table finds."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from migraflow import dmn
from tests.unit.dmn import models

bounds = st.integers(0, 6)
texts = st.sampled_from(["Kayes", "Gao", "Ségou"])


@st.composite
def number_cells(draw: st.DrawFn) -> str:
    """A cell on numbers."""
    low, high = sorted((draw(bounds), draw(bounds)))
    left, right = draw(st.sampled_from("[]")), draw(st.sampled_from("[]"))
    return draw(st.sampled_from(["-", f"< {low}", f">= {low}", f"{low}", f"{left}{low}..{high}{right}", f"not({low})"]))


text_cells = st.just("-") | texts.map(lambda text: f'"{text}"') | texts.map(lambda text: f'not("{text}")')
rows = st.lists(st.tuples(number_cells(), text_cells), min_size=1, max_size=5)


@settings(max_examples=150, deadline=None)
@given(rows)
def test_a_table_is_called_complete_exactly_when_every_input_has_a_rule(cells: list[tuple[str, str]]) -> None:
    rules = [[number, text, str(place)] for place, (number, text) in enumerate(cells)]
    logic = models.table(["n:number", "t:string"], rules, "COLLECT")
    model = build(logic)
    single = build(models.table(["n:number", "t:string"], rules, "UNIQUE"))
    found = dmn.check(single)
    every_text = ("Kayes", "Gao", "Ségou", "?")
    counts = [matched(model, Decimal(half) / 2, text) for half in range(-2, 15) for text in every_text]
    assert (0 in counts) == any(each.flaw is dmn.Flaw.GAP for each in found)
    assert (max(counts) > 1) == any(each.flaw is dmn.Flaw.OVERLAP for each in found)
    assert not [each for each in found if each.flaw not in (dmn.Flaw.GAP, dmn.Flaw.OVERLAP)]


def build(logic: str) -> dmn.Model:
    """A model with one table over a number and a text."""
    inside = models.given("n", "number") + models.given("t", "string") + models.decision("avis", logic, "i_n i_t")
    return dmn.parse(models.definitions(inside))


def matched(model: dmn.Model, number: Decimal, text: str) -> int:
    """How many rules apply."""
    value = model.evaluate("avis", {"n": number, "t": text}).value
    return len(value) if isinstance(value, list) else -1
