"""Which channel carries what in this installation."""

from __future__ import annotations

from collections.abc import Mapping

from migraflow.channels.base import Channel
from migraflow.channels.console import Console
from migraflow.channels.email import Email
from migraflow.channels.file import File
from migraflow.channels.sms import Sms
from migraflow.domain.sendings import ChannelKind
from migraflow.settings import Settings


def channels_of(settings: Settings) -> Mapping[ChannelKind, Channel]:
    """Every channel: the real one where the settings tell its way, else a file of ``var/envois``.

    ``MIGRAFLOW_CHANNELS`` set to ``file`` or ``console`` keeps everything inside, whatever else is set; so does a demo,
    whose people do not exist.
    """
    return {kind: channel(kind, settings) for kind in ChannelKind}


def channel(kind: ChannelKind, settings: Settings) -> Channel:
    """The channel for one kind of address."""
    if settings.outward.kept == "console":
        return Console(kind)
    if settings.outward.kept != "file" and not settings.demo:
        if kind is ChannelKind.EMAIL and settings.outward.smtp.host:
            return Email(settings.outward.smtp)
        if kind is ChannelKind.SMS and settings.outward.sms_url:
            return Sms(settings.outward.sms_url, settings.outward.sms_token)
    return File(settings.var, kind)
