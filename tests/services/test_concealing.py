"""The ministry asks for every figure, by every filter and month, and does sums: no count of one to four comes out."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import product
from threading import Event, Thread

import numpy as np
import pytest

from migraflow import worker
from migraflow.domain.access import SYSTEM
from migraflow.domain.disclosure import months_in
from migraflow.domain.facts import STANDING
from migraflow.domain.indicators import Shown
from migraflow.domain.masking import LEAST
from migraflow.domain.measures import Dimension, Slice
from migraflow.services import concealing, disclosures, indicators
from migraflow.services.figures_demand import seniority
from migraflow.services.work import Work
from migraflow.settings import Settings
from migraflow.store import facts
from migraflow.store.database import run
from migraflow.wiring import Agency
from tests.cast import Cast, Clock
from tests.conftest import settings_for
from tests.unit.domain.test_disclosure import Basis

REGIONS, SEXES = ("kayes", "segou", "sikasso", "kidal"), ("F", "M")
MONTHS = sorted(months_in("2026"))[:6]
Key = tuple[str, str, str]


@pytest.fixture
def settings(sqlite_url: str, tmp_path) -> Settings:
    """One kind of database is enough for sums."""
    return settings_for(sqlite_url, tmp_path)


@pytest.fixture
def asked(agency: Agency, cast: Cast, clock: Clock) -> Counter[Key]:
    """Requests of half a year: many in Kayes, few in Kidal."""
    clock.now = datetime(2026, 7, 15, 9, tzinfo=UTC)
    chance = random.Random(11)
    found: Counter[Key] = Counter()
    cells: Counter[facts.CellKey] = Counter()
    for _ in range(260):
        region, sex = REGIONS[min(int(chance.expovariate(0.9)), 3)], chance.choice("FMM")
        month = MONTHS[chance.randrange(6)]
        places = (region, "", sex, *[""] * (len(Dimension) - 3))
        found[region, sex, month] += 1
        cells["demande", month, "", 0, places] += 1
    agency.perform_as(SYSTEM, lambda work: facts.add(work.store, cells))
    return found


def test_no_small_count_comes_out_of_all_answers(agency: Agency, cast: Cast, asked: Counter[Key]) -> None:
    atoms = list(product(REGIONS, SEXES, MONTHS))
    basis, told, hidden = Basis(len(atoms)), 0, 0

    def learn(table: Shown, slice_: Slice, by: Dimension | None) -> None:
        nonlocal told, hidden
        for box, mark in answers(table, slice_, by):
            row = indicator(atoms, box)
            true = sum(asked[atom] for atom, inside in zip(atoms, row, strict=True) if inside)
            hidden += mark.hidden
            if not mark.hidden:
                assert mark.value == true
                assert true not in range(1, LEAST)
                told += bool(true)
                basis.add(row)

    def everything(work) -> None:
        for region, sex, span, by in product(("", *REGIONS), ("", *SEXES), runs(), (None, *BY)):
            slice_ = Slice(*span, region=region, sex=sex)
            learn(indicators.figure(work, code="DS01", slice_=slice_, by=by), slice_, by)

    agency.perform_as(cast["mariam"], everything)
    assert told > 100
    assert hidden > 100
    for region, sex, (since, until) in product(("", *REGIONS), ("", *SEXES), runs()):
        months = {month for month in MONTHS if f"{since:%Y-%m}" <= month <= f"{until:%Y-%m}"}
        row = indicator(atoms, ({region} if region else set(REGIONS), {sex} if sex else set(SEXES), months))
        true = sum(asked[atom] for atom, inside in zip(atoms, row, strict=True) if inside)
        assert not (0 < true < LEAST and basis.spans(row)), (region, sex, since, until)


Moved = tuple[str, str, str, str]
"""Fact, region, the month it happened, the month they came in."""


@pytest.fixture
def pool(agency: Agency, cast: Cast, clock: Clock) -> Counter[Moved]:
    """People who came into the pool and left it again within half a year; few in the last regions."""
    clock.now = datetime(2026, 7, 15, 9, tzinfo=UTC)
    chance = random.Random(5)
    found: Counter[Moved] = Counter()
    for _ in range(420):
        region = REGIONS[min(int(chance.expovariate(0.9)), 3)]
        came = chance.randrange(6)
        found["vivier", region, MONTHS[came], MONTHS[came]] += 1
        if chance.random() < 0.7:
            found["sortie_vivier", region, MONTHS[chance.randrange(came, 6)], MONTHS[came]] += 1
    cells = Counter({
        (fact, month, "" if fact == "vivier" else since, 0, (region, *[""] * (len(Dimension) - 1))): n
        for (fact, region, month, since), n in found.items()
    })  # fmt: skip
    agency.perform_as(SYSTEM, lambda work: facts.add(work.store, cells))
    return found


def test_no_small_count_comes_out_of_who_stands_in_the_pool(agency: Agency, cast: Cast, pool: Counter[Moved]) -> None:
    """Whoever came in less whoever left, month after month: each answer is an equation of comings and goings.

    Whoever asks knows all comings and goings already that may be told.
    """
    atoms = [("vivier", region, month, month) for region in REGIONS for month in MONTHS]
    atoms += [("sortie_vivier", region, month, since) for region in REGIONS for month in MONTHS
              for since in MONTHS if since <= month]  # fmt: skip
    boxes = [*product(STANDING["vivier"], ("", *REGIONS), ("", *MONTHS), ("", *MONTHS))]
    basis, told, hidden = Basis(len(atoms)), 0, 0

    def among(atom: Moved, regions: set[str], month: str, column: str) -> int:
        if atom[1] not in regions or atom[2] > month or column not in ("", seniority(atom[3], month)):
            return 0
        return 1 if atom[0] == "vivier" else -1

    def everything(work) -> None:
        nonlocal told, hidden
        for wanted in boxes:
            if may_be_told(work, *wanted):
                basis.add(row_of(wanted, atoms))
        for region, (first, last), by in product(("", *REGIONS), product(range(6), repeat=2), (None, Dimension.REGION)):
            if first > last:
                continue
            slice_ = Slice(date(2026, first + 1, 1), indicators.end_of_month(date(2026, last + 1, 1)), region=region)
            table = indicators.figure(work, code="DS05", slice_=slice_, by=by)
            here = {region} if region else set(REGIONS)
            for row, (head, mark) in product(table.rows, enumerate(table.columns[1:])):
                regions, column = ({mark.value} & here, "") if by else (here, mark.key)
                cell = row.marks[head]
                signs = np.array([among(atom, regions, row.key, column) for atom in atoms], np.int64)
                hidden += cell.hidden
                if not cell.hidden:
                    assert cell.value == sum(sign * pool[atom] for sign, atom in zip(signs, atoms, strict=True))
                    told += bool(cell.value)
                    basis.add(signs)

    agency.perform_as(cast["mariam"], everything)
    assert told > 50
    assert hidden > 50
    for wanted in boxes:
        row = row_of(wanted, atoms)
        true = sum(pool[atom] for atom, inside in zip(atoms, row, strict=True) if inside)
        assert not (0 < true < LEAST and basis.spans(row)), wanted


def may_be_told(work: Work, fact: str, region: str, month: str, since: str) -> bool:
    """Whether comings or goings of a region and month ("": all) may be told, goings by the month they came in too."""
    if fact == "vivier" and since:
        return False  # said by the month
    values = {axis: value for axis, value in (("region", region), ("part", since)) if value}
    gate = disclosures.gate_of(work, Slice(date(2026, 1, 1), date(2026, 6, 30)), fact, tuple(values))
    return gate.open(values, frozenset([month] if month else MONTHS))


def row_of(wanted: Moved, atoms: list[Moved]) -> np.ndarray:
    """Which atoms a box holds ("": all)."""
    return np.array([all(one in ("", own) for one, own in zip(wanted, atom, strict=True)) for atom in atoms], np.int64)


BY = (Dimension.REGION, Dimension.SEX)


def runs() -> list[tuple[date, date]]:
    """Every run of months."""
    return [
        (date(2026, first, 1), indicators.end_of_month(date(2026, last, 1)))
        for first in range(1, 7) for last in range(first, 7)
    ]  # fmt: skip


def answers(table: Shown, slice_: Slice, by: Dimension | None):
    """What a table tells, as (regions, sexes, months) and a figure; its headline too."""
    regions = {slice_.region} if slice_.region else set(REGIONS)
    sexes = {slice_.sex} if slice_.sex else set(SEXES)
    yield (regions, sexes, set(slice_.months())), table.total
    for row in table.rows:
        for head, mark in zip(table.columns[1:], row.marks, strict=True):
            own = {head.value} if by else set()
            yield (own & regions if by is Dimension.REGION else regions,
                   own & sexes if by is Dimension.SEX else sexes, {row.key}), mark  # fmt: skip


def indicator(atoms, box):
    """Which atoms a box holds."""
    return np.array([all(value in part for value, part in zip(atom, box, strict=True)) for atom in atoms], np.int64)


def test_three_filters_at_once_tell_the_ministry_nothing_but_those_who_see_cases_go_on(
    agency: Agency, cast: Cast, asked: Counter[Key]
) -> None:
    three = Slice(date(2026, 1, 1), date(2026, 6, 30), region="kayes", sex="M", age="25-35")
    found = agency.perform_as(cast["mariam"], indicators.figure, code="DS01", slice_=three)
    assert found.total.hidden
    assert found.rows == ()
    assert agency.perform_as(cast["mariam"], concealing.too_many, slice_=three)
    assert not agency.perform_as(cast["moussa"], concealing.too_many, slice_=three)


def test_steps_that_are_few_do_not_take_the_total_of_all_steps_with_them(
    agency: Agency, cast: Cast, clock: Clock
) -> None:
    clock.now = datetime(2026, 7, 15, 9, tzinfo=UTC)
    met = {"agent_guichet": (30, 10), "chef_dcm": (20, 12), "dg": (3, 0), "ministere": (6, 5)}
    cells = Counter({
        ("echeance", "2026-03", role, value, ("",) * len(Dimension)): n
        for role, pair in met.items() for value, n in zip((1, 0), pair, strict=True) if n
    })  # fmt: skip
    agency.perform_as(SYSTEM, lambda work: facts.add(work.store, cells))
    march = Slice(date(2026, 3, 1), date(2026, 3, 31))
    found = agency.perform_as(cast["mariam"], indicators.figure, code="QS03", slice_=march)
    assert {mark.hidden for row in found.rows for mark in row.marks[:1]} == {True, False}
    assert found.total.value == round(100 * 59 / 86, 1)


RATES = {"RM02": ("retour_72h", ""), "RM06": ("insertion", "12"), "RM08": ("visite_activite", "12"),
         "FO03": ("formation_evaluee", "")}  # fmt: skip


def test_a_region_with_few_does_not_take_the_share_of_all_regions_with_it(
    agency: Agency, cast: Cast, clock: Clock
) -> None:
    clock.now = datetime(2026, 7, 15, 9, tzinfo=UTC)
    met = {"kayes": (30, 10), "segou": (20, 12), "sikasso": (15, 6), "kidal": (3, 0), "menaka": (6, 5)}
    cells = Counter({
        (fact, "2026-03", part, value, (region, *[""] * (len(Dimension) - 1))): n
        for fact, part in RATES.values() for region, pair in met.items()
        for value, n in zip((1, 0), pair, strict=True) if n
    })  # fmt: skip
    agency.perform_as(SYSTEM, lambda work: facts.add(work.store, cells))
    march = Slice(date(2026, 3, 1), date(2026, 3, 31))
    for code in RATES:
        found = agency.perform_as(cast["mariam"], indicators.figure, code=code, slice_=march, by=Dimension.REGION)
        assert any(mark.hidden for row in found.rows for mark in row.marks), code
        assert found.total.value == (74 if code == "FO03" else round(100 * 74 / 107, 1)), code


def test_what_was_decided_ahead_is_what_would_be_decided_now_and_follows_every_correction(
    agency: Agency, cast: Cast, asked: Counter[Key]
) -> None:
    half = Slice(date(2026, 1, 1), date(2026, 6, 30))
    slices = [half, *(replace(half, region=one) for one in REGIONS), replace(half, sex="F")]

    def seen() -> list[Shown]:
        return [agency.perform_as(cast["mariam"], indicators.figure, code="DS01", slice_=one, by=by)
                for one in slices for by in (None, *BY)]  # fmt: skip

    now = seen()
    assert worker.decide_next(agency)
    while worker.decide_next(agency):
        pass
    disclosures.KEPT.clear()
    assert seen() == now
    region, sex, month = max(asked, key=lambda key: asked[key])
    places = (region, "", sex, *[""] * (len(Dimension) - 3))
    other = ("kidal", *places[1:])
    gone = agency.perform_as(SYSTEM, lambda work: facts.add(work.store, Counter({
        ("demande", month, "", 0, places): -6, ("demande", month, "", 0, other): 6})))  # fmt: skip
    assert gone is None
    corrected = seen()
    assert corrected != now
    disclosures.KEPT.clear()
    assert worker.decide_next(agency)
    assert seen() == corrected


@pytest.mark.parametrize("still", [0.0, 3600.0])
def test_decisions_are_made_ahead_only_once_nothing_is_counted_any_more(
    agency: Agency, asked: Counter[Key], monkeypatch: pytest.MonkeyPatch, still: float
) -> None:
    monkeypatch.setattr(worker, "STILL", still)
    assert agency.perform_as(SYSTEM, disclosures.changes) > 0
    stop = Event()
    deciding = Thread(target=worker.decide_on, args=(agency, stop), kwargs={"pause": 0.01})
    deciding.start()
    for _ in range(1000 if still == 0 else 30):
        if kept(agency):
            break
        stop.wait(0.01)
    stop.set()
    deciding.join()
    assert bool(kept(agency)) is (still == 0)


def kept(agency: Agency) -> object:
    """What the worker has decided ahead."""
    with agency.database.session() as store:
        return run(store, "SELECT COUNT(*) FROM disclosures").scalar()


def test_the_running_month_is_not_told_before_it_is_over(agency: Agency, cast: Cast, clock: Clock) -> None:
    today = clock().date()
    asked = Slice(today.replace(month=1, day=1), today)
    cut = agency.perform_as(cast["mariam"], lambda work: indicators.allowed(work, asked))
    assert cut.until < today.replace(day=1)


COST = """INSERT INTO placement_costs (placement, case_id, month, region, sex, country, occupation, migration, employer,
ratio_thousandths, earned, fee_paid, alerts, changed)
VALUES (?, 1, '2026-05-01', 'kayes', 'M', ?, '', '', '', ?, 0, 0, 0, '2026-05-01')"""


def test_what_few_workers_paid_is_not_told_nor_what_would_tell_it(agency: Agency, cast: Cast, clock: Clock) -> None:
    clock.now = datetime(2026, 7, 15, 9, tzinfo=UTC)
    paid = {"ESP": 14, "FRA": 8, "CIV": 3}
    half, ministry = Slice(date(2026, 1, 1), date(2026, 6, 30)), cast["mariam"]

    def seen(work) -> tuple[Shown, dict[str, Shown]]:
        """The figures while the accounts stand there; they are of no case, so they do not stay."""
        line = work.store.connection()
        line.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        for country, many in paid.items():
            for each in range(many):
                line.exec_driver_sql(COST, (f"{country}{each}", country, 400 + each))
        mine = replace(work, actor=ministry)
        every = indicators.figure(mine, code="PL04", slice_=half)
        each = {one: indicators.figure(mine, code="PL04", slice_=replace(half, destination=one)) for one in paid}
        line.exec_driver_sql("DELETE FROM placement_costs")
        return every, each

    every, each = agency.perform_as(SYSTEM, seen)
    assert every.total.value
    hidden = {row.key for row in every.rows if all(mark.hidden for mark in row.marks)}
    assert hidden == {"CIV", "FRA"}
    assert {one for one, own in each.items() if own.total.hidden} == hidden
