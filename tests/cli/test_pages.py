"""The pages are built when what they are made of has changed, and serve any address."""

from __future__ import annotations

import gzip
import hashlib
from base64 import b64encode
from pathlib import Path

import pytest

from migraflow.cli.pages import built, fingerprint, forget, free_of_address, inline_scripts, names

ENVIRONMENT = "var e={PING:`http://localhost:8000/ping`,EVENT:`ws://localhost:8000/_event`,TRANSPORT:`websocket`};"


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    for name in ("migraflow/ui/pages/home.py", "migraflow/services/tasks.py", "assets/migraflow.css", "rxconfig.py"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("un", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "matters"),
    [
        ("migraflow/ui/pages/home.py", True),
        ("assets/migraflow.css", True),
        ("rxconfig.py", True),
        ("migraflow/services/tasks.py", False),
    ],
)
def test_only_what_the_pages_are_made_of_makes_them_stale(sources: Path, name: str, matters: bool) -> None:
    before = fingerprint(sources)
    assert fingerprint(sources) == before
    (sources / name).write_text("deux", encoding="utf-8")
    assert (fingerprint(sources) != before) is matters


def test_what_was_never_built_has_no_fingerprint(tmp_path: Path) -> None:
    assert built(tmp_path) == ""
    (tmp_path / "migraflow.json").write_text("{", encoding="utf-8")
    assert built(tmp_path) == ""


def test_a_younger_copy_of_an_old_asset_does_not_survive_a_build(tmp_path: Path) -> None:
    """Pages copied from another machine look younger than the assets of this one; the tool that builds trusts that."""
    (tmp_path / "public").mkdir()
    (tmp_path / "public" / "studio.jsx").write_text("d’avant", encoding="utf-8")
    (tmp_path / "migraflow.json").write_text('{"fingerprint": "d’avant"}', encoding="utf-8")
    forget(tmp_path)
    assert built(tmp_path) == ""
    assert not list(tmp_path.rglob("studio.jsx"))
    forget(tmp_path)


def test_the_pages_speak_with_the_server_they_came_from(tmp_path: Path) -> None:
    script = tmp_path / "assets" / "reflex-env-abc.js"
    script.parent.mkdir()
    script.write_text(ENVIRONMENT, encoding="utf-8")
    script.with_name("reflex-env-abc.js.gz").write_bytes(gzip.compress(ENVIRONMENT.encode()))
    free_of_address(tmp_path)
    text = script.read_text(encoding="utf-8")
    assert "localhost" not in text
    assert 'PING:new URL("/ping",location.href).href' in text
    assert 'EVENT:new URL("/_event",location.href).href.replace(/^http/,"ws")' in text
    assert gzip.decompress(script.with_name("reflex-env-abc.js.gz").read_bytes()).decode() == text


def test_every_inline_script_is_counted_and_no_other(tmp_path: Path) -> None:
    (tmp_path / "taches").mkdir()
    page = '<script defer src="/a.js"></script><script>un()</script><script type="module" async="">deux()\n</script>'
    (tmp_path / "taches.html").write_text(page, encoding="utf-8")
    (tmp_path / "taches" / "index.html").write_text("<script>trois()</script>", encoding="utf-8")
    wanted = {b64encode(hashlib.sha256(text).digest()).decode() for text in (b"un()", b"deux()\n", b"trois()")}
    assert set(inline_scripts(tmp_path)) == wanted


def test_the_addresses_of_the_pages_are_known(tmp_path: Path) -> None:
    for name in ("index.html", "404.html", "__spa-fallback.html", "taches.html", "taches/index.html", "a/b.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert set(names(tmp_path)) == {"taches", "a/b"}
