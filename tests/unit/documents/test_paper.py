"""Paper: the same words give the same bytes, and no word is ever code."""

from __future__ import annotations

import re
import zlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest

from migraflow.documents import letter
from migraflow.documents.qr import qr
from migraflow.domain.letters import Drawn, FilledLetter, Letterhead, Signed

HEAD = Letterhead("République du Mali", "Un Peuple", "Ministère", "Agence", "ANPE", "Gratuit.")
SIGNED = Signed("000001/2026/DR-KAYES", "Kayes", "Direction", date(2026, 3, 2), "7K3F-9QXA-M2TD", "http://x/verifier/7")
WORDS = FilledLetter("Récépissé", (), (), (Drawn("paragraph", (((("Bonjour.", False),),),)),), ("L’agent",), (), (), "")


def text_of(pdf: bytes) -> bytes:
    """Every stream of a PDF, unpacked."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    return b"".join(map(unpacked, streams))


def unpacked(stream: bytes) -> bytes:
    """A stream, deflated or not."""
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream


def test_the_same_words_give_the_same_bytes_and_other_words_others() -> None:
    first = letter.pdf(WORDS, SIGNED, HEAD)
    assert first.startswith(b"%PDF-")
    assert letter.pdf(WORDS, SIGNED, HEAD) == first
    assert letter.pdf(replace(WORDS, title="Autre"), SIGNED, HEAD) != first
    assert letter.pdf(WORDS, replace(SIGNED, number="000002/2026/DR-KAYES"), HEAD) != first


@pytest.mark.parametrize(
    "words", ['#panic("x")', '#read("/etc/passwd")', "$ x $ *y* _z_ <l> @l", '\\ " { } [ ] `', "日本 عربي 🙂 ɛɔɲŋ"]
)
def test_no_word_of_anybody_is_code(words: str) -> None:
    cell = (((words, True), (words, False)),)
    filled = FilledLetter(words, ((words, False),), (((words, False),),), (
        Drawn("paragraph", (cell,)), Drawn("heading", (cell,)), Drawn("items", (cell,)), Drawn("table", (cell, cell)),
    ), (words,), (words,), (words,), words)  # fmt: skip
    signed = replace(SIGNED, number=words, place=words, office=words, code=words)
    assert letter.pdf(filled, signed, HEAD).startswith(b"%PDF-")
    assert len(letter.png(filled, signed, HEAD)) == 1


def test_the_paper_says_its_language_and_title_to_screen_readers() -> None:
    paper = letter.pdf(WORDS, SIGNED, HEAD)
    whole = paper + text_of(paper)
    assert b"/StructTreeRoot" in whole
    assert b"/Lang" in whole and b"(fr" in whole


def test_a_long_list_goes_on_over_pages() -> None:
    row = ((("Fatoumata Diarra", False),), (("P-000123", False),))
    head = ((("Nom", False),), (("N°", False),))
    many = replace(WORDS, blocks=(Drawn("table", (head, *[row] * 200)),))
    assert len(letter.png(many, SIGNED, HEAD)) > 3


def test_several_letters_at_once_wait_for_each_other() -> None:
    with ThreadPoolExecutor(4) as threads:
        papers = list(
            threads.map(lambda n: letter.pdf(replace(WORDS, title=f"Lettre {n % 2}"), SIGNED, HEAD), range(8))
        )
    assert len(set(papers)) == 2


def test_a_code_to_scan_is_drawn_small_and_black() -> None:
    drawn = qr("https://anpe.exemple/verifier/7K3F-9QXA-M2TD")
    assert drawn.startswith("<svg") and "#000" in drawn and len(drawn) < 6000
