"""``migraflow figures``: how far the indicators have counted, and counting them anew from the journals."""

from __future__ import annotations

import argparse
from argparse import Namespace

from migraflow.cli.opening import opened
from migraflow.cli.words import say
from migraflow.domain.access import SYSTEM
from migraflow.services import facts
from migraflow.settings import Settings
from migraflow.wiring import Agency


def add(command: argparse.ArgumentParser) -> None:
    """Its option."""
    command.add_argument("--rebuild", action="store_true", help="tout recompter d'après les journaux")
    command.set_defaults(run=figures)


def figures(settings: Settings, wish: Namespace) -> int:
    """Count what waits to be counted; everything from the beginning with ``--rebuild``."""
    with opened(settings) as agency:
        if wish.rebuild:
            agency.perform_as(SYSTEM, facts.begin_anew)
        say(f"{count_all(agency)} dossiers comptés.")
        if wish.rebuild:
            agency.perform_as(SYSTEM, facts.fill_cells)
            say("Cumuls des indicateurs recalculés.")
    return 0


def count_all(agency: Agency) -> int:
    """Tell the facts of every case whose journal has grown; how many cases that were."""
    done = 0
    while counted := agency.perform_as(SYSTEM, facts.count_next):
        done += counted
    return done
