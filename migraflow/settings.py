"""Settings: how one installation differs from another, read once from the environment."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
YES = frozenset({"1", "true", "yes", "oui", "on"})


@dataclass(frozen=True, slots=True)
class Smtp:
    """The mail server: none when `host` is empty. `security` is ``starttls``, ``tls`` or ``none``."""

    host: str = ""
    port: int = 587
    user: str = ""
    password: str = field(default="", repr=False)
    sender: str = "ANPE <ne-pas-repondre@localhost>"
    security: str = "starttls"


@dataclass(frozen=True, slots=True)
class Outward:
    """How word gets to people outside: mail server and SMS gateway; `kept` (``file``, ``console``) keeps it inside.

    `heaviest`: the bytes an e-mail may weigh with its files; most servers refuse more than ten million.
    """

    kept: str = ""
    smtp: Smtp = Smtp()
    sms_url: str = ""
    sms_token: str = field(default="", repr=False)
    heaviest: int = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Settings:
    """One installation. `root` is the folder of the program, `var` that of everything it writes.

    `secret_key` seals session tokens at rest; empty means that none was given. `idle` ends a session that is not used,
    `absolute` ends every session. `behind_proxy`: a proxy in front of us speaks HTTPS. `public_url`: the address people
    type, for links and the same-origin check; empty means whatever the browser asked for. `clock_file`: a rehearsal,
    whose clock is ahead of the wall's by the seconds written in that file. `metrics_token` opens ``/metrics`` to other
    machines; `traces`: one JSON line per request and wish on the error stream. `outward`: how word
    gets to people outside.
    """

    root: Path
    database_url: str
    var: Path
    workflows: Path
    secret_key: str = ""
    demo: bool = False
    idle: timedelta = timedelta(hours=2)
    absolute: timedelta = timedelta(hours=12)
    behind_proxy: bool = False
    public_url: str = ""
    address: str = "127.0.0.1"
    port: int = 8000
    upload_limit: int = 10 * 1024 * 1024
    redis_url: str = ""
    processes: int = 1
    metrics_token: str = ""
    traces: bool = False
    clock_file: Path | None = None
    outward: Outward = Outward()

    @property
    def local(self) -> bool:
        """Whether only this machine can reach the server."""
        return self.address in LOOPBACK

    @property
    def web(self) -> Path:
        """Where the built pages lie."""
        return self.root / ".web"

    def bound_to(self, address: str, port: int) -> Settings:
        """The same installation answering on another address."""
        return replace(self, address=address, port=port)


def kept_secret(var: Path) -> str:
    """A secret of this machine's own, made once and readable by its owner only: enough while nobody else connects."""
    path = var / "secret_key"
    var.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        fresh = var / f"secret_key.{secrets.token_hex(8)}"
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(48), encoding="ascii")
        with suppress(FileExistsError):  # another starter was faster: its secret stands
            path.hardlink_to(fresh)
        fresh.unlink()
    return path.read_text(encoding="ascii")


def read_outward(said: Callable[..., str]) -> Outward:
    """The ways out from ``MIGRAFLOW_CHANNELS``, ``MIGRAFLOW_MAIL_LIMIT_MB``, ``_SMTP_*`` and ``_SMS_*``."""
    usual = Smtp()
    smtp = Smtp(
        host=said("SMTP_HOST"),
        port=int(said("SMTP_PORT", str(usual.port))),
        user=said("SMTP_USER"),
        password=said("SMTP_PASSWORD"),
        sender=said("SMTP_SENDER", usual.sender),
        security=said("SMTP_SECURITY", usual.security).lower(),
    )
    heaviest = int(said("MAIL_LIMIT_MB", "8")) * 1024 * 1024
    return Outward(said("CHANNELS").lower(), smtp, said("SMS_URL"), said("SMS_TOKEN"), heaviest)


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Settings from the variables ``MIGRAFLOW_*``; what is not said has a default good for one machine."""

    def said(name: str, default: str = "") -> str:
        return environment.get(f"MIGRAFLOW_{name}", "").strip() or default

    root = Path(said("ROOT", str(Path(__file__).resolve().parents[1])))
    var = Path(said("VAR", str(root / "var")))
    return Settings(
        root=root,
        database_url=said("DATABASE_URL", f"sqlite:///{var / 'migraflow.db'}"),
        var=var,
        workflows=Path(said("WORKFLOWS", str(root / "workflows"))),
        secret_key=said("SECRET_KEY"),
        demo=said("DEMO").lower() in YES,
        idle=timedelta(minutes=int(said("SESSION_IDLE_MINUTES", "120"))),
        absolute=timedelta(hours=int(said("SESSION_HOURS", "12"))),
        behind_proxy=said("BEHIND_PROXY").lower() in YES,
        public_url=said("PUBLIC_URL").rstrip("/"),
        address=said("ADDRESS", "127.0.0.1"),
        port=int(said("PORT", "8000")),
        upload_limit=int(said("UPLOAD_LIMIT_MB", "10")) * 1024 * 1024,
        redis_url=said("REDIS_URL"),
        processes=int(said("PROCESSES", "1")),
        metrics_token=said("METRICS_TOKEN"),
        traces=said("TRACES").lower() in YES,
        clock_file=Path(said("CLOCK_FILE")) if said("CLOCK_FILE") else None,
        outward=read_outward(said),
    )
