"""The page where anybody who holds a letter of ours verifies it: no session, no script, no personal data."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from urllib.parse import quote

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from migraflow.api.pace import Pace
from migraflow.api.requests import address_of, agency_of, perform
from migraflow.api.words import STATES, TONGUES, date_in, tongue
from migraflow.domain.errors import NotFound
from migraflow.services import letters

ADDRESS = "/verifier"
LONGEST = 40
"""Characters of a code as people type it."""
FRAME = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="robots" content="noindex">
<title>{title}</title><link rel="icon" href="/favicon.svg"><link rel="stylesheet" href="/migraflow.css"></head>
<body><header class="top"><span class="brand">{house}</span></header>
<main id="main" class="measure stack"><h1>{title}</h1>{parts}
<p class="soft small">{privacy} <a href="{here}?lang={other_code}" lang="{other_code}">{other}</a></p>
</main></body></html>"""
ASK = """<form class="stack" method="get" action="{address}"><input type="hidden" name="lang" value="{language}">
<p class="soft">{lead}</p><div class="field"><label for="code">{code}</label>
<span class="hint" id="hint">{code_hint}</span>
<input class="medium num" id="code" name="code" required maxlength="40" autocomplete="off" autocapitalize="characters"
 spellcheck="false" aria-describedby="hint"></div><button class="primary" type="submit">{ask}</button></form>"""
FACTS = """<dl class="facts card num"><div><dt>{number}</dt><dd>{letter_number}</dd></div><div><dt>{kind}</dt>
<dd>{letter_kind}</dd></div><div><dt>{office}</dt><dd>{letter_office}</dd></div><div><dt>{signed}</dt>
<dd>{letter_signed}</dd></div></dl>"""
COMPARE = """<section class="card stack"><h2>{compare}</h2><p>{compare_lead}</p>
<form class="stack" method="post" enctype="multipart/form-data" action="{here}?lang={language}"><div class="field">
<label for="file">{file}</label><input id="file" name="file" type="file" accept="application/pdf" required></div>
<button type="submit">{compare_ask}</button></form></section>"""
NOTICE = """<div class="notice {tone}" role="status"><div><strong>{said}</strong> {more}</div></div>"""
TONES = {"valable": "ok", "same": "ok", "no_file": "warn", "wait": "warn"}

Facts = Mapping[str, str]


def words_of(request: Request, code: str = "") -> dict[str, str]:
    """The words of the page in the reader's language, with its own address."""
    language = tongue(request.query_params.get("lang", ""), request.headers.get("accept-language", ""))
    here = f"{ADDRESS}/{quote(code, safe='')}" if code else ADDRESS
    place = {"language": language, "other_code": "fr" if language == "en" else "en", "address": ADDRESS, "here": here}
    return {**TONGUES[language], **place}


def page(words: Facts, *parts: str, status: int = 200) -> HTMLResponse:
    """A page of `parts`; every word of it is escaped."""
    escaped = {name: escape(word) for name, word in words.items()}
    headers = {"cache-control": "no-store"}
    return HTMLResponse(FRAME.format(**escaped, parts="".join(parts)), status_code=status, headers=headers)


def part(shape: str, words: Facts, **facts: str) -> str:
    """One part of the page, escaped."""
    return shape.format(**{name: escape(word) for name, word in {**words, **facts}.items()})


def notice(key: str, words: Facts, **facts: str) -> str:
    """What the page has to say, with what to do."""
    more = words[f"{key}_more"].format_map(facts)
    return part(NOTICE, words, tone=TONES.get(key, "bad"), said=words[key], more=more)


def hasty(request: Request, words: Facts) -> Response | None:
    """The answer to an address that asks too often, None for any other."""
    pace: Pace = request.app.state.pace
    seconds = pace.wait(address_of(request, agency_of(request).settings))
    if not seconds:
        return None
    answer = page(words, notice("wait", words, seconds=str(seconds)), status=429)
    answer.headers["retry-after"] = str(seconds)
    return answer


async def ask(request: Request) -> Response:
    """GET /verifier?code=: the form, or on to the page of the code typed."""
    code = request.query_params.get("code", "").strip()[:LONGEST]
    words = words_of(request)
    if code:
        return RedirectResponse(f"{ADDRESS}/{quote(code, safe='')}?lang={words['language']}", status_code=303)
    return page(words, part(ASK, words))


async def show(request: Request) -> Response:
    """GET /verifier/<code>: what the agency says of the letter with this code."""
    return await answered(request, None)


async def compare(request: Request) -> Response:
    """POST /verifier/<code> (multipart: file): the same, and whether the file is the letter handed out."""
    limit = agency_of(request).settings.upload_limit
    try:
        async with request.form(max_files=1, max_fields=2) as form:
            file = form.get("file")
            content = await file.read(limit + 1) if isinstance(file, UploadFile) else b""
    except MultiPartException:
        content = b""
    return await answered(request, content)


async def answered(request: Request, content: bytes | None) -> Response:
    """The page of a code; with `content`, whether it is the very letter (nothing received: b"")."""
    code = request.path_params["code"][:LONGEST]
    words = words_of(request, code)
    slow = hasty(request, words)
    if slow is not None:
        return slow
    try:
        found = await perform(request, letters.verify, code=code, content=content or None)
    except NotFound:
        return page(words, notice("absent", words), part(ASK, words), status=404)
    compared = [] if content is None else [notice(verdict_on(found, content), words)]
    return page(words, *compared, *told(found, words), part(COMPARE, words))


def verdict_on(found: letters.Verdict, content: bytes) -> str:
    """The word for a file that was shown."""
    if not content:
        return "no_file"
    return "same" if found.same else "changed"


def told(found: letters.Verdict, words: Facts) -> list[str]:
    """What the agency says of a letter."""
    language = words["language"]
    annulled = date_in(found.annulled, language) if found.annulled else ""
    facts = part(FACTS, words, letter_number=found.number, letter_kind=found.title, letter_office=found.office,
                 letter_signed=date_in(found.signed, language))  # fmt: skip
    return [notice(STATES[found.state], words, annulled=annulled), facts]


ROUTES = [
    Route(ADDRESS, ask, methods=["GET"]),
    Route(f"{ADDRESS}/{{code}}", show, methods=["GET"]),
    Route(f"{ADDRESS}/{{code}}", compare, methods=["POST"]),
]
