"""Figures as one HTML file that opens anywhere: nothing is fetched, nothing runs; its last line seals all before it."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from migraflow.documents.signing import Signer
from migraflow.domain.letters import Letterhead
from migraflow.domain.printed import Leaf, Printed

STYLE = """body{margin:0 auto;max-width:52rem;padding:1.5rem 1rem;font:16px/1.5 Georgia,"Libertinus Serif",serif;
color:#1F1B16;background:#fff}h1,h2{color:#0E6B4C;line-height:1.2}svg{max-width:100%;height:auto}
table{border-collapse:collapse;width:100%;font-size:.9rem;font-variant-numeric:tabular-nums}caption{text-align:left;
color:#5B5348}th,td{border:1px solid #DDD3C4;padding:.25rem .5rem;text-align:right}th:first-child,td:first-child{
text-align:left}thead th{background:#F6F0E6}.soft,footer{color:#5B5348;font-size:.9rem}.scroll{overflow-x:auto}
section{break-inside:avoid}@media screen and (max-width:34rem){svg{max-width:none;width:34rem}}"""
SEAL = "<!-- migraflow-signature:ed25519:{signature} -->\n"


def html(leaf: Leaf, letterhead: Letterhead, signer: Signer, address: str) -> bytes:
    """`leaf` as HTML, signed; `address` is where the signature may be checked."""
    content = "\n".join(page(leaf, letterhead, signer, address)).encode() + b"\n"
    return content + SEAL.format(signature=signer.sign(content)).encode()


def page(leaf: Leaf, letterhead: Letterhead, signer: Signer, address: str) -> Iterator[str]:
    """The lines of the file before its seal."""
    title = f"{leaf.title} – {leaf.span}"
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    yield "<!doctype html>"
    yield f'<html lang="{leaf.language}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}"><style>{STYLE}</style></head><body>'
    yield f'<header><p class="soft">{escape(letterhead.ministry)}<br><strong>{escape(letterhead.agency)}</strong></p>'
    yield f"<h1>{escape(leaf.title)}</h1>"
    beside = escape(f"{leaf.say('filters')} {leaf.filters} · {leaf.say('made')} {leaf.day}")
    yield f'<p class="soft">{escape(leaf.span)} · {beside}</p>'
    yield "".join(f"<p>{escape(words)}</p>" for words in leaf.words) + "</header><main>"
    for one in leaf.figures:
        yield from section(one, leaf)
    yield f"</main><footer><p>{escape(leaf.say('note'))}</p>"
    yield f"<p>{escape(leaf.say('signed', seal=signer.fingerprint, address=address))}</p></footer>"
    yield "</body></html>"


def section(one: Printed, leaf: Leaf) -> Iterator[str]:
    """One figure."""
    yield f"<section><h2>{escape(one.title)}</h2><p>{escape(one.sentence)}</p>"
    if one.drawing:
        yield f'<div class="scroll" tabindex="0" role="group" aria-label="{escape(one.title)}">{one.drawing}</div>'
    if one.rows:
        heads = "".join(f'<th scope="col">{escape(words)}</th>' for words in one.heads)
        yield f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(one.title)}"><table>'
        yield f"<caption>{escape(one.title)}</caption><thead><tr>{heads}</tr></thead><tbody>"
        for first, *cells in one.rows:
            figures = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
            yield f'<tr><th scope="row">{escape(first)}</th>{figures}</tr>'
        yield "</tbody></table></div>"
    if one.formula:
        yield f'<p class="soft"><strong>{escape(leaf.say("definition"))}</strong> {escape(one.formula)}</p>'
    if one.caveat:
        yield f'<p class="soft"><strong>{escape(leaf.say("caveat"))}</strong> {escape(one.caveat)}</p>'
    yield "</section>"
