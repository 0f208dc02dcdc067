"""Finds a browser: one named by MIGRAFLOW_BROWSER, the system's Chromium or Chrome, or Playwright's own."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from playwright.sync_api import Browser, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox --disable-gpu --disable-dev-shm-usage --disable-background-networking --disable-component-update"
    " --disable-sync --no-first-run"
).split()
ADVICE = (
    "Aucun navigateur : installez Chromium (Debian : apt install chromium) ou lancez"
    " « .venv/bin/playwright install chromium », puis recommencez. MIGRAFLOW_BROWSER peut nommer un autre navigateur."
)


def find() -> str | None:
    """The path of a browser of this machine, None when only Playwright's own can be tried."""
    named = os.environ.get("MIGRAFLOW_BROWSER")
    return named or next((path for name in NAMES if (path := shutil.which(name))), None)


def launch(playwright: Playwright) -> Browser:
    """A headless browser. Raises RuntimeError with what to do when the machine has none."""
    path = find()
    if path is None and not Path(playwright.chromium.executable_path).exists():
        raise RuntimeError(ADVICE)
    return playwright.chromium.launch(executable_path=path, args=list(FLAGS))
