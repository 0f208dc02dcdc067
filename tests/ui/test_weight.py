"""First load: what the browser fetches before sign-in and Mes tâches are there, on a line of 400 kb/s.

Reads the built pages; where nothing has been built (``make run`` or the e2e tests do) there is nothing to weigh.
"""

from __future__ import annotations

import gzip
import os
import re
from pathlib import Path

import pytest

ROOT = Path(os.environ.get("MIGRAFLOW_BUILD", Path(__file__).parents[2]))
BUILT = next((path for path in (ROOT / ".web" / "build" / "client", ROOT) if (path / "connexion.html").exists()), None)
MOST = 180 * 1000
ASSET = re.compile(rb"""(?:href|src)="(/[^"]+\.(?:js|css|svg))\"""")
IMPORT = re.compile(rb"""(?:from|import)\s*"\./([^"]+\.js)\"""")


def fetched(page: Path, root: Path) -> dict[str, int]:
    """Every file the page brings with it, by name, with its size in bytes once compressed."""
    html = page.read_bytes()
    sizes = {page.name: len(gzip.compress(html))}
    todo = {match.decode().lstrip("/") for match in ASSET.findall(html)}
    while todo:
        name = todo.pop()
        if name in sizes or not (root / name).exists():
            continue
        content = (root / name).read_bytes()
        sizes[name] = len(gzip.compress(content))
        todo |= {f"assets/{inner.decode()}" for inner in IMPORT.findall(content)}
    return sizes


@pytest.mark.skipif(BUILT is None, reason="no built pages here: « make run » builds them")
@pytest.mark.parametrize("name", ["connexion.html", "taches.html"])
def test_the_first_load_is_light(name: str):
    assert BUILT is not None
    sizes = fetched(BUILT / name, BUILT)
    assert len(sizes) > 5
    assert sum(sizes.values()) <= MOST, sizes


@pytest.mark.skipif(BUILT is None, reason="no built pages here: « make run » builds them")
@pytest.mark.parametrize("name", ["connexion.html", "taches.html"])
def test_diagrams_and_charts_stay_on_their_own_pages(name: str):
    assert BUILT is not None
    told = " ".join(fetched(BUILT / name, BUILT)).lower()
    assert "plotly" not in told
    assert "bpmn" not in told
