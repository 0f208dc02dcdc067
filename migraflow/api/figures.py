"""Figures to take away: an indicator or a page as a file, the bulletin, the log of cases; files of ours, checked."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from migraflow.api.files import answering
from migraflow.api.guards import refused
from migraflow.api.registers import file_of
from migraflow.api.requests import agency_of, perform
from migraflow.api.verify import hasty, words_of
from migraflow.api.words import FILE, tongue
from migraflow.domain.printed import MIMES, Kind
from migraflow.services import bulletin, exports, journal_exports, signatures

LOGS = {"xes": "application/xml", "ocel": "application/json"}
CHECK = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="robots" content="noindex">
<title>{title}</title><link rel="icon" href="/favicon.svg"><link rel="stylesheet" href="/migraflow.css">
</head><body><header class="top"><span class="brand">migraflow · ANPE Mali</span></header>
<main id="main" class="measure stack"><h1>{title}</h1><p>{lead}</p>{said}
<form class="stack" method="post" enctype="multipart/form-data" action="/verifier/fichier"><div class="field">
<label for="file">{file}</label><input id="file" name="file" type="file" accept=".html,text/html" required></div>
<button class="primary" type="submit">{ask}</button></form><section class="card stack"><h2>{alone}</h2>
<p>{key}</p><pre class="scroll" tabindex="0">{public}</pre><p>{then}</p><pre class="scroll" tabindex="0">
head -n -1 fichier.html &gt; contenu
tail -n 1 fichier.html | cut -d: -f3 | cut -d' ' -f1 | base64 -d &gt; signature
openssl pkeyutl -verify -pubin -inkey cle.pem -rawin -in contenu -sigfile signature</pre></section></main></body></html>
"""


@answering
async def figure(request: Request) -> Response:
    """GET /chiffres/<code>.<csv|xlsx|svg|png|pdf|html>: one indicator, filtered as its page is."""
    return await taken(request, exports.figure, "code")


@answering
async def page(request: Request) -> Response:
    """GET /chiffres/page/<page>.<csv|xlsx|pdf|html>: a page of the dashboards, filtered as it is."""
    return await taken(request, exports.page, "name")


async def taken(request: Request, taking: Callable[..., exports.File], named: str) -> Response:
    """What an address names, in the form it names."""
    name, _, word = str(request.path_params["name"]).rpartition(".")
    kind = kind_of(word)
    if kind is None:
        return refused(404, "NotFound")
    made = await perform(request, taking, kind=kind, query=dict(request.query_params), **{named: name})
    return file_of(made.name, MIMES[made.kind], made.content)


@answering
async def quarterly(request: Request) -> Response:
    """GET /bulletin.<pdf|xlsx>?trimestre=2026-T3: the statistical bulletin; as XLSX, its tables alone (for the CMW)."""
    kind = kind_of(str(request.path_params["kind"]))
    if kind is None:
        return refused(404, "NotFound")
    made = await perform(request, bulletin.made, quarter=request.query_params.get("trimestre", ""), kind=kind)
    return file_of(made.name, MIMES[made.kind], made.content)


@answering
async def journal(request: Request) -> Response:
    """GET /journal-dossiers.<xes|ocel>: the event log of the cases, as the page of waiting times is filtered."""
    kind = str(request.path_params["kind"])
    name, content = await perform(request, journal_exports.made, kind=kind, query=dict(request.query_params))
    return file_of(name, LOGS[kind], content)


async def ask(request: Request) -> Response:
    """GET /verifier/fichier: the form and the public key."""
    return checked(request, None)


async def check(request: Request) -> Response:
    """POST /verifier/fichier (multipart: file): whether a file is ours and unchanged."""
    slow = hasty(request, words_of(request))
    if slow is not None:
        return slow
    limit = agency_of(request).settings.upload_limit
    try:
        async with request.form(max_files=1, max_fields=2) as form:
            file = form.get("file")
            content = await file.read(limit) if isinstance(file, UploadFile) else b""
    except MultiPartException:
        content = b""
    return checked(request, signatures.ours(agency_of(request).settings, content))


def checked(request: Request, ours: bool | None) -> HTMLResponse:
    """The page, with what it has to say of a file."""
    key = signatures.public_key(agency_of(request).settings)
    language = tongue(request.query_params.get("lang", ""), request.headers.get("accept-language", ""))
    words = {name: escape(text.format(fingerprint=key.fingerprint)) for name, text in FILE[language].items()}
    tone = "ok" if ours else "bad"
    said = "" if ours is None else f'<div class="notice {tone}" role="status"><div>{words[tone]}</div></div>'
    content = CHECK.format(**words, said=said, public=escape(key.pem), language=language)
    return HTMLResponse(content, headers={"cache-control": "no-store"})


def kind_of(word: str) -> Kind | None:
    """The form a word names, None for none of ours."""
    return Kind(word) if word in set(Kind) else None


ROUTES = [
    Route("/chiffres/page/{name}", page, methods=["GET"]),
    Route("/chiffres/{name}", figure, methods=["GET"]),
    Route("/bulletin.{kind:str}", quarterly, methods=["GET"]),
    Route("/journal-dossiers.{kind:str}", journal, methods=["GET"]),
    Route("/verifier/fichier", ask, methods=["GET"]),
    Route("/verifier/fichier", check, methods=["POST"]),
]
"""Before the page of letters, whose code would be « fichier »."""
