"""The search for duplicates: how many it finds among the five it shows, and how long it takes among a million people.

Beside it, in the same run and on the same pairs, Soundex and a plain Levenshtein distance.
"""

from __future__ import annotations

import os
import random
import sqlite3
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from migraflow.domain.access import SYSTEM
from migraflow.domain.likeness_keys import kept
from migraflow.domain.names import fold
from migraflow.domain.people import Identity
from migraflow.services import duplicates
from migraflow.services.work import Work
from migraflow.settings import read_settings
from migraflow.store.database import upgrade
from migraflow.wiring import Agency
from tests.bench.labelled import Labelled, labelled, register
from tests.bench.table import Measured, beside

PEOPLE = int(os.environ.get("MIGRAFLOW_BENCH_PEOPLE", "1000000"))
PAIRS = 2_000
SEEDS = (7, 2027)
"""The second seed was never looked at while the points were chosen."""
SHOWN = 5
ENOUGH = 0.95
LIMIT = 60.0
CODES = {
    letter: str(code)
    for code, letters in enumerate(("bfpv", "cgjkqsxz", "dt", "l", "mn", "r"), 1)
    for letter in letters
}
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
COLUMNS = """id, ref, version, surname, given, name, name_key, search, sex, birth_date, birth_year, birth_place_key,
nina, passport, phone, phone2, region, home_region, office, nationality, education, father, mother, confidential, known,
created, changed, sifted"""
MADE = "2026-11-23 09:00:00.000000"


def run(people: int = PEOPLE, pairs: int = PAIRS, seeds: Sequence[int] = SEEDS) -> Iterator[Measured]:
    """Recall beside the other two, for each seed; then how long a search takes."""
    everybody = register(random.Random(1), people)
    with tempfile.TemporaryDirectory() as folder:
        agency = housed(Path(folder), everybody)
        times: list[float] = []
        for seed in seeds:
            asked = labelled(seed, everybody, pairs)
            with agency.working(SYSTEM) as work:
                ours = share(asked, [among(work, one.asked, times) for one in asked])
            yield beside(f"duplicates among {SHOWN} shown, seed {seed}", ours, ENOUGH, "share", f"of {people:,}")
            few = asked[: max(1, pairs // 10)] if people > 50_000 else asked
            yield beside(
                f"Soundex, seed {seed}", share(asked, by_soundex(asked, everybody)), ours, "share", "beside ours"
            )
            plain = share(few, by_distance(few, everybody))
            yield beside(f"Levenshtein, seed {seed}", plain, ours, "share", f"beside ours, on {len(few)} pairs")
        agency.close()
    times.sort()
    for part in (50, 95, 99):
        took = times[min(len(times) * part // 100, len(times) - 1)]
        yield beside(f"search for duplicates, {part} in 100", took, LIMIT, "ms", f"among {people:,}")


def among(work: Work, one: Identity, times: list[float]) -> list[int]:
    """Whom the house shows, as places in the register; how long it took in milliseconds is added to `times`."""
    began = time.perf_counter()
    ranked = duplicates.ranked(work, one, None, SHOWN)
    times.append((time.perf_counter() - began) * 1_000)
    return [person - 1 for _, person in ranked]


def share(asked: Sequence[Labelled], shown: Sequence[Sequence[int]]) -> float:
    """How many of the people asked for are among the first five shown."""
    return sum(one.truth in places[:SHOWN] for one, places in zip(asked, shown, strict=True)) / len(asked)


def by_soundex(asked: Sequence[Labelled], people: Sequence[Identity]) -> list[list[int]]:
    """Those whose words have the same codes, the nearest years of birth first."""
    found: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, one in enumerate(people):
        found[codes(one)].append(place)
    return [
        sorted(found[codes(one.asked)], key=lambda place: (apart(one.asked, people[place]), place))[:SHOWN]
        for one in asked
    ]


def codes(one: Identity) -> tuple[str, ...]:
    """The Soundex codes of a name's words, whichever stands first."""
    return tuple(sorted(soundex(word) for word in one.key.split()))


def soundex(word: str) -> str:
    """The code of 1918: first letter and three digits."""
    digits = "".join(CODES.get(letter, "" if letter in "hw" else "0") for letter in word)
    plain = "".join(digit for place, digit in enumerate(digits) if place == 0 or digit != digits[place - 1])
    rest = plain[1:] if word[0] in CODES else plain[1:] if plain[:1] == "0" else plain
    return (word[0] + rest.replace("0", "") + "000")[:4]


def by_distance(asked: Sequence[Labelled], people: Sequence[Identity]) -> list[list[int]]:
    """Those of neighbouring years whose name has the fewest letters to change, the nearest years of birth first."""
    years: dict[int | None, list[int]] = defaultdict(list)
    for place, one in enumerate(people):
        years[one.birth_year].append(place)
    shown: list[list[int]] = []
    for one in asked:
        name = fold(one.asked.name)
        near = [
            place
            for year in range((one.asked.birth_year or 0) - 1, (one.asked.birth_year or 0) + 2)
            for place in years[year]
        ]
        scored = sorted(
            (distance(name, fold(people[place].name)), apart(one.asked, people[place]), place) for place in near
        )
        shown.append([place for _, _, place in scored[:SHOWN]])
    return shown


def apart(one: Identity, other: Identity) -> int:
    """How many days two births lie apart; years only when a day is not known."""
    if one.birth_date and other.birth_date:
        return abs((one.birth_date - other.birth_date).days)
    return 365 * abs((one.birth_year or 0) - (other.birth_year or 0))


def distance(one: str, other: str) -> int:
    """Levenshtein's distance, by Myers' bits."""
    where = Counter[str]()
    for place, letter in enumerate(one):
        where[letter] |= 1 << place
    top, up, down, count = 1 << max(len(one) - 1, 0), (1 << len(one)) - 1, 0, len(one)
    for letter in other:
        equal = where[letter]
        across = (((equal & up) + up) ^ up) | equal | down
        more, less = down | ~(across | up), up & across
        count += bool(more & top) - bool(less & top)
        more = (more << 1) | 1
        up, down = (less << 1) | ~((equal | down) | more), more & (equal | down)
    return count


def housed(folder: Path, people: Sequence[Identity]) -> Agency:
    """A house with these people in its register, as the migrations and the register would have them."""
    url = f"sqlite:///{folder / 'people.db'}"
    upgrade(url)
    agency = Agency(
        read_settings(
            {"MIGRAFLOW_DATABASE_URL": url, "MIGRAFLOW_VAR": str(folder), "MIGRAFLOW_SECRET_KEY": "bench " * 8}
        )
    )
    with closing(sqlite3.connect(folder / "people.db", isolation_level=None)) as driver:
        for pragma in ("synchronous = OFF", "journal_mode = OFF", "cache_size = -400000"):
            driver.execute(f"PRAGMA {pragma}")
        indexes = driver.execute(
            "SELECT name, sql FROM sqlite_master WHERE tbl_name = 'people' AND sql LIKE 'CREATE %INDEX%'"
        )
        made = indexes.fetchall()
        driver.execute("BEGIN")
        for name, _ in made:
            driver.execute(f"DROP INDEX {name}")
        marks = ", ".join("?" for _ in COLUMNS.split(","))
        rows = map(person_row, range(1, len(people) + 1), people)
        driver.executemany(f"INSERT INTO people ({COLUMNS}) VALUES ({marks})", rows)
        keys = sorted((key, place) for place, one in enumerate(people, 1) for key in kept(one))
        driver.executemany("INSERT INTO person_keys (key, person_id) VALUES (?, ?)", keys)
        for _, sql in made:
            driver.execute(sql)
        driver.execute("ANALYZE")
        driver.execute("COMMIT")
    return agency


def person_row(place: int, one: Identity) -> tuple[object, ...]:
    """Somebody as a row of the register."""
    phones = (*one.phones, "", "")
    born = one.birth_date.isoformat() if one.birth_date else None
    names = (one.surname, one.given, one.name, one.key, one.words, one.sex, born, one.birth_year, one.birth_place)
    numbers = (one.nina, one.passport, phones[0], phones[1])
    rest = ("", "", "", "MLI", "", one.father, one.mother, "", "{}", MADE, MADE, 2)
    return (place, f"P-{place:07}", 1, *names, *numbers, *rest)
