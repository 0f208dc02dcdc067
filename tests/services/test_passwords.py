"""What it costs to guess a password from what is kept of it."""

from __future__ import annotations

import subprocess
import sys

from migraflow.services.passwords import NO_ACCOUNT_HASH

KEPT = "from migraflow.services.passwords import hashed; print(hashed('un long chemin vers Kayes'))"


def test_a_guess_costs_what_the_house_says_and_no_less_for_a_name_nobody_has() -> None:
    kept = subprocess.run([sys.executable, "-c", KEPT], capture_output=True, text=True, check=True).stdout
    assert kept.split("$")[1:4] == ["argon2id", "v=19", "m=65536,t=3,p=4"]
    assert NO_ACCOUNT_HASH.split("$")[1:4] == kept.split("$")[1:4]
