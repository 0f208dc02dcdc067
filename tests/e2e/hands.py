"""How somebody works a page: with a mouse, or with nothing but the keys. Each gesture is counted, each part timed."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import cast

from playwright.sync_api import Locator, Page, expect

from migraflow.domain.forms import Form
from migraflow.domain.reference import Lists
from tests.e2e.filling import Pen, plain

POINT, KEY, THINK = 1.5, 0.28, 1.35
"""Seconds of somebody who is no typist: to point and click, for a key, to think before each gesture (keystroke-level
model of Card, Moran and Newell, 1980)."""
LONGEST = 400
"""Presses of Tab that lead once around the longest page."""
HERE = """one => { const here = document.activeElement;
  if (one === here) return "";
  return here.compareDocumentPosition(one) === Node.DOCUMENT_POSITION_PRECEDING ? "Shift+Tab" : "Tab";
}"""
"""The key that leads to an element; none when it has the focus."""
PLACE = "option => option.index"


@dataclass
class Mouse:
    """A mouse, and the keyboard for what is typed."""

    page: Page
    seconds: float = 0.0
    """What the gestures so far would take somebody new to the page."""

    def spend(self, points: int, keys: int = 0) -> None:
        """Count one gesture."""
        self.seconds += THINK + points * POINT + keys * KEY

    def press(self, target: Locator) -> None:
        """A button, a link, a line that opens."""
        self.spend(1)
        target.click()

    def write(self, target: Locator, text: str) -> None:
        """Write into a field and leave it."""
        self.spend(1, len(text) + 1)
        target.fill(text)
        target.press("Tab")

    def choose(self, target: Locator, wanted: str) -> None:
        """An entry of a list, by its code, as soon as it is offered."""
        self.spend(2)
        target.select_option(wanted)

    def tick(self, target: Locator) -> None:
        """A box or a button of a choice."""
        self.spend(1)
        target.check()

    def pen(self, form: Form, lists: Lists) -> Pen:
        """What fills in a whole form."""
        return Pen(self.page, form, lists)


@dataclass
class Keys(Mouse):
    """Nothing but keys: whatever is touched was reached by Tab first."""

    def reach(self, target: Locator) -> None:
        """Tab on, or back, until the focus is there. Fails where Tab never leads."""
        expect(target).to_be_visible()
        pressed = 0
        while key := target.evaluate(HERE):
            assert pressed < LONGEST, f"Tab does not lead to {target}"
            self.page.keyboard.press(key)
            pressed += 1
        self.spend(0, min(pressed, 12))  # who sees far to go holds the key down, or jumps by headings
        expect(target).to_be_in_viewport()

    def press(self, target: Locator) -> None:
        self.reach(target)
        self.spend(0, 1)
        self.page.keyboard.press("Enter")

    def write(self, target: Locator, text: str) -> None:
        self.reach(target)
        self.spend(0, len(text) + 2)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)
        self.page.keyboard.press("Tab")

    def choose(self, target: Locator, wanted: str) -> None:
        self.reach(target)
        place = target.locator(f'option[value="{wanted}"]').evaluate(PLACE)
        self.spend(0, 8)
        self.page.keyboard.press("Alt+ArrowDown")
        self.page.keyboard.press("Home")
        for _ in range(place):
            self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Enter")
        expect(target.locator("option").nth(place)).to_have_js_property("selected", True)

    def tick(self, target: Locator) -> None:
        self.reach(target)
        self.spend(0, 1)
        self.page.keyboard.press("Space")

    def pen(self, form: Form, lists: Lists) -> Pen:
        return KeyPen(self.page, form, lists, self)


@dataclass(frozen=True)
class KeyPen(Pen):
    """Fills in a form by keys alone."""

    keys: Keys

    def press(self, selector: str) -> None:
        self.keys.press(self.page.locator(selector))

    def write(self, path: str, value: object) -> None:
        control = self.control(path)
        match control.evaluate("control => control.getAttribute('role') || control.type"):
            case "radio":
                self.turn(path, plain(value))
            case "checkbox":
                for box in self.page.locator(f'[name="{path}"]').all():
                    if box.is_checked() != (box.get_attribute("value") in cast(Sequence[str], value)):
                        self.keys.tick(box)
            case "select-one":
                self.keys.choose(control, plain(value))
            case "combobox":
                self.choose(path, [value] if isinstance(value, str) else cast(Sequence[str], value))
            case "date":
                self.date(control, plain(value))
            case _:
                self.keys.write(control, plain(value))

    def turn(self, path: str, value: str) -> None:
        """Choose one of several by arrows."""
        every = self.page.locator(f'[name="{path}"]')
        chosen = every.and_(self.page.locator(":checked"))
        self.keys.reach(chosen if chosen.count() else every.first)
        self.page.keyboard.press("Space")
        for _ in range(every.count()):
            if self.page.locator(f'[name="{path}"][value="{value}"]').is_checked():
                return
            self.page.keyboard.press("ArrowDown")

    def date(self, control: Locator, value: str) -> None:
        """A day in numbers, in whichever order this browser asks for them."""
        year, month, day = value.split("-")
        for typed in (f"{day}{month}{year}", f"{month}{day}{year}"):
            self.keys.reach(control)
            while not control.evaluate(HERE):
                self.page.keyboard.press("Shift+Tab")
            self.page.keyboard.press("Tab")  # at its first part, from whichever side one came
            self.page.keyboard.type(typed)
            if control.input_value() == value:
                return
        expect(control).to_have_value(value)

    def choose(self, path: str, codes: Sequence[str]) -> None:
        known = self.page.locator(f'[name="{path}"]').evaluate_all("all => all.map(one => one.value)")
        asked, control = self.form.field(path), self.page.locator(f'[data-path="{path}"]')
        for code in [code for code in codes if code not in known]:
            self.keys.reach(control)
            self.page.keyboard.type(self.lists[asked.list_name if asked else ""].entries[code].label)
            offered = self.page.locator(f"#{control.get_attribute('aria-controls')} [data-code]")
            expect(offered.and_(self.page.locator(f'[data-code="{code}"]'))).to_be_visible()
            codes_shown = offered.evaluate_all("all => all.map(one => one.dataset.code)")
            for _ in range(codes_shown.index(code) + 1):
                self.page.keyboard.press("ArrowDown")
            self.page.keyboard.press("Enter")


@dataclass
class Watch:
    """How long each part of a story took: seconds of the machine, and what somebody new would have needed besides."""

    hands: tuple[Mouse, ...]
    parts: dict[str, tuple[float, float]] = field(default_factory=dict[str, tuple[float, float]])

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Time what happens inside."""
        began, before = time.perf_counter(), sum(hand.seconds for hand in self.hands)
        yield
        self.parts[name] = time.perf_counter() - began, sum(hand.seconds for hand in self.hands) - before

    def told(self) -> str:
        """One line per part, then all together."""
        pages, gestures = (sum(column) for column in zip(*self.parts.values(), strict=True))
        lines = {**self.parts, "all": (pages, gestures)}
        return "\n".join(
            f"{name:<20}{page:6.1f} s of the page{hand:6.0f} s of the hand" for name, (page, hand) in lines.items()
        )
