"""Values in words, as people of the agency write them."""

from __future__ import annotations

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from migraflow.domain.shown import phone


@given(st.from_regex(r"\+223[0-9]{6,9}", fullmatch=True))
def test_a_number_of_mali_is_written_as_the_library_writes_it(kept: str) -> None:
    international = phonenumbers.PhoneNumberFormat.INTERNATIONAL
    assert phone(kept) == phonenumbers.format_number(phonenumbers.parse(kept, "ML"), international)


@pytest.mark.parametrize(
    ("kept", "shown"),
    [("+22376123456", "+223 76 12 34 56"), ("+33612345678", "+33 6 12 34 56 78"), ("inconnu", "inconnu"), ("", "")],
)
def test_a_phone_is_shown_as_people_write_it(kept: str, shown: str) -> None:
    assert phone(kept) == shown
