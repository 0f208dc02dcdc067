"""The change of ``test_moving.py`` once more, made with nothing but keys, in the list of steps."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.counter import Counter
from tests.e2e.conftest import Staff
from tests.e2e.hands import Keys, Watch
from tests.e2e.managing import PATIENCE, STEP, Manager
from tests.e2e.server import Server
from tests.e2e.test_moving import STORY, next_step, published_by_two, somebody, the_change, year
from tests.year import DEMANDE

__all__ = ["year"]


@pytest.mark.usefixtures("year")
def test_the_same_by_keyboard_in_the_list_of_steps(
    server: Server, counter: Counter, staff: Staff, record_property
) -> None:
    """No drawing is needed, no mouse: whatever is touched is reached by Tab."""
    salif = Manager(Keys(staff("salif").page), drawn=False)
    moussa = Manager(Keys(staff("moussa").page), drawn=False)
    old = counter.open("fanta", DEMANDE)
    watch = Watch((salif.hand, moussa.hand))
    the_change(salif, watch)
    with watch.part("replay"):
        salif.enter("Rejouer")
        salif.press(re.compile("^Rejouer"))
        expect(salif.page.get_by_text("dossiers prendraient un autre chemin")).to_be_visible(timeout=PATIENCE)
    published_by_two(salif, moussa, watch)
    assert begun(server, counter, 6) == STEP
    with watch.part("move"):
        salif.page.goto(f"/procedures/{DEMANDE}")
        salif.moves_cases()
    counter.complete("fanta", old.next_token or "", somebody(STORY, 7))
    assert next_step(server, counter, old.case_ref) == STEP
    with watch.part("roll back"):
        salif.goes_back()
    record_property("parts", watch.told())
    print(f"\n{watch.told()}")


def begun(server: Server, counter: Counter, number: int) -> str:
    """What lies open in a new case once it is registered."""
    receipt = counter.open("fanta", DEMANDE)
    counter.complete("fanta", receipt.next_token or "", somebody(STORY, number))
    return next_step(server, counter, receipt.case_ref)
