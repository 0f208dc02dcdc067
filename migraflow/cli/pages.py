"""The pages as the browser gets them: built once, again only when what they are made of has changed."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from migraflow.cli.words import Stop, say
from migraflow.settings import Settings

SOURCES = (
    "migraflow/migraflow.py",
    "migraflow/ui/**/*.py",
    "migraflow/ui/**/*.js*",
    "migraflow/charts/**/*.py",
    "migraflow/domain/**/*.py",
    "assets/**/*",
    "reflex.lock/*",
    "rxconfig.py",
)
"""What the pages are made of."""
LOCK = "reflex.lock"
MARK = "migraflow.json"
BUILT_PAGES = "build/client"
INLINE = re.compile(r"<script(?:\s[^>]*)?>(.*?)</script>", re.DOTALL)
ADDRESS = re.compile(r"[`\"'](ws|http)://[^/`\"']+(/[^`\"']*)[`\"']")
"""An address of the server as the build writes it into the pages."""
SHORT = 40
"""Lines of the build's own words that are shown when it fails."""


def ensure_built(settings: Settings) -> bool:
    """Build the pages if they are missing or stale; whether there was anything to do. Raises Stop when it fails."""
    wanted = fingerprint(settings.root)
    if built(settings.web) == wanted:
        return False
    say("Construction des pages… (une à deux minutes la première fois)")
    forget(settings.web)
    locked = {path: path.read_bytes() for path in (settings.root / LOCK).glob("*.json")}
    done = subprocess.run(
        [sys.executable, "-m", "reflex", "export", "--frontend-only", "--no-zip"],
        cwd=settings.root,
        env={**os.environ, "REFLEX_TELEMETRY_ENABLED": "false"},
        capture_output=True,
        text=True,
        check=False,
    )
    pages = settings.web / BUILT_PAGES
    if done.returncode != 0 or not (pages / "index.html").exists():
        last = "\n".join((done.stdout + done.stderr).splitlines()[-SHORT:])
        raise Stop(f"la construction des pages a échoué :\n{last}")
    keep_lock(settings.root / LOCK, locked)
    free_of_address(pages)
    mark = {
        "fingerprint": fingerprint(settings.root),
        "scripts": sorted(set(inline_scripts(pages))),
        "pages": sorted(names(pages)),
    }
    (settings.web / MARK).write_text(json.dumps(mark), encoding="utf-8")
    return True


def forget(web: Path) -> None:
    """Leave nothing of the build before: an asset that looks younger than ours would stay, whatever it contains."""
    (web / MARK).unlink(missing_ok=True)
    shutil.rmtree(web / "public", ignore_errors=True)


def keep_lock(folder: Path, before: dict[Path, bytes]) -> None:
    """Put back the locked packages as they are committed: a build writes the same ones in another order, and where
    this machine found them. When a component asks for another package, the new lock stays, to be committed."""
    asked = folder / "package.json"
    if asked in before and wants(asked.read_bytes()) == wants(before[asked]):
        for path, content in before.items():
            path.write_bytes(content)


def wants(package: bytes) -> object:
    """The packages a ``package.json`` asks for, whatever their order."""
    said = json.loads(package)
    return [said.get(kind) for kind in ("dependencies", "devDependencies", "overrides")]


def fingerprint(root: Path) -> str:
    """One sha256 of everything the pages are made of."""
    digest = hashlib.sha256(version("reflex").encode())
    for pattern in SOURCES:
        for path in sorted(root.glob(pattern)):
            if path.is_file() and "external" not in path.relative_to(root).parts:
                digest.update(f"\0{path.relative_to(root).as_posix()}\0".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()


def built(web: Path) -> str:
    """The fingerprint of what lies built in `web`, empty when nothing does."""
    try:
        return str(json.loads((web / MARK).read_text(encoding="utf-8"))["fingerprint"])
    except (OSError, ValueError, KeyError):
        return ""


def free_of_address(pages: Path) -> None:
    """Let the pages speak with whatever server they came from: one build serves every port, name and proxy."""
    for path in pages.glob("assets/reflex-env-*.js"):
        text = ADDRESS.sub(own_address, path.read_text(encoding="utf-8"))
        path.write_text(text, encoding="utf-8")
        packed = path.with_name(f"{path.name}.gz")
        if packed.exists():
            packed.write_bytes(gzip.compress(text.encode(), mtime=0))


def own_address(found: re.Match[str]) -> str:
    """JavaScript for the same path on the page's own server."""
    scheme, path = found.groups()
    own = f'new URL("{path}",location.href).href'
    return f'{own}.replace(/^http/,"ws")' if scheme == "ws" else own


def inline_scripts(pages: Path) -> Iterator[str]:
    """The sha256 in base64 of every script that stands in a page, for the content security policy."""
    for path in pages.rglob("*.html"):
        for script in INLINE.findall(path.read_bytes().decode("utf-8")):
            if script:
                yield base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii")


def names(pages: Path) -> Iterator[str]:
    """The address of every page that was built, without its slash."""
    for path in pages.rglob("*.html"):
        if path.name not in {"404.html", "__spa-fallback.html", "index.html"}:
            yield path.relative_to(pages).with_suffix("").as_posix()
