"""Fills the form on the screen as an agent does: by field path, whatever stands there to be typed, ticked or chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from playwright.sync_api import Locator, Page, expect

from migraflow.domain.forms import Form, Kind
from migraflow.domain.reference import Lists

Answers = Mapping[str, object]


@dataclass(frozen=True)
class Pen:
    """Writes answers, raw as in the files of ``scenarios/``, into the form of `page`.

    The screen decides how: the form is only asked which answers stand inside others, and the `lists` for the words an
    agent types to find an entry.
    """

    page: Page
    form: Form
    lists: Lists

    def fill(self, answers: Answers, under: str = "") -> None:
        """Every answer; empty ones are left as they stand."""
        for name, value in answers.items():
            if value not in ("", None):
                self.answer(f"{under}{name}", value)

    def answer(self, path: str, value: object) -> None:
        """One answer, or the answers inside it."""
        asked = self.form.field(path)
        assert asked is not None, f"{self.form.id} does not ask {path}"
        if asked.kind is Kind.GROUP:
            self.rows(path, cast(Sequence[Answers], value))
        elif isinstance(value, Mapping):
            self.fill(cast(Answers, value), f"{path}.")
        else:
            self.write(path, value)

    def rows(self, path: str, rows: Sequence[Answers]) -> None:
        """As many rows as wanted, then what stands in each."""
        shown = self.page.locator(f'[data-row^="{path}."]')
        self.page.locator(f'[data-add="{path}"], [data-row^="{path}."]').first.wait_for()
        while (count := shown.count()) > len(rows):
            self.press(f'[data-remove="{path}.{count - 1}"]')
            expect(shown).to_have_count(count - 1)
        for number, row in enumerate(rows):
            if number >= shown.count():
                self.press(f'[data-add="{path}"]')
                expect(shown).to_have_count(number + 1)
            self.fill(row, f"{path}.{number}.")

    def press(self, selector: str) -> None:
        """A button of the form."""
        self.page.click(selector)

    def write(self, path: str, value: object) -> None:
        """One answer, by whatever input stands on the screen for it."""
        control = self.control(path)
        match control.evaluate("control => control.getAttribute('role') || control.type"):
            case "radio":
                self.page.locator(f'[name="{path}"][value="{plain(value)}"]').check()
            case "checkbox":
                self.tick(path, cast(Sequence[str], value))
            case "select-one":
                control.select_option(plain(value))
            case "combobox":
                self.choose(path, [value] if isinstance(value, str) else cast(Sequence[str], value))
            case "file":
                control.set_input_files(Path(str(value)))
            case _:
                control.fill(plain(value))

    def control(self, path: str) -> Locator:
        """The first input for `path`; boxes already chosen in a long list are not it."""
        inputs = (f'[data-path="{path}"]', f'[data-file="{path}"]', f'[name="{path}"]:not([hidden]):not(.chosen input)')
        return self.page.locator(", ".join(inputs)).first

    def tick(self, path: str, wanted: Sequence[str]) -> None:
        """The boxes wanted, and no other."""
        for box in self.page.locator(f'[name="{path}"]').all():
            box.set_checked(box.get_attribute("value") in wanted)

    def choose(self, path: str, codes: Sequence[str]) -> None:
        """Entries of a long list: the words of each, then the proposal that has its code. Known ones are left."""
        for box in self.page.locator(f'.chosen [name="{path}"]').all():
            box.set_checked(box.get_attribute("value") in codes)
        asked, control = self.form.field(path), self.page.locator(f'[data-path="{path}"]')
        known = self.page.locator(f'[name="{path}"]').evaluate_all("all => all.map(one => one.value)")
        for code in [code for code in codes if code not in known]:
            control.fill(self.lists[asked.list_name if asked else ""].entries[code].label)
            self.page.locator(f'#{control.get_attribute("aria-controls")} [data-code="{code}"]').click()


def plain(value: object) -> str:
    """An answer as inputs hold it."""
    return str(value).lower() if isinstance(value, bool) else str(value)
