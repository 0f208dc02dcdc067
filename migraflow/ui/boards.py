"""The pages of the dashboards: which figures stand on each besides those its file defines, and which lead it."""

from __future__ import annotations

from dataclasses import dataclass

from migraflow.domain.indicators import Chart
from migraflow.domain.measures import Dimension
from migraflow.services.dashboards import Wanted


@dataclass(frozen=True, slots=True)
class Slot:
    """A figure where another drawing than its own says more: on a map, or place by place."""

    wanted: Wanted
    chart: Chart | None = None


@dataclass(frozen=True, slots=True)
class Tile:
    """A headline figure; `words` (a key) say what it stands for where its own name does not."""

    code: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Board:
    """One page: the last part of its address, its words (``boards.<words>``), its headline figures, its own slots.

    Figures that `workflows/indicateurs` puts on the page follow in the order of the file, unless `closed`.
    """

    page: str
    words: str
    tiles: tuple[Tile, ...] = ()
    slots: tuple[Slot, ...] = ()
    closed: bool = False


def on_map(code: str) -> Slot:
    """A count region by region, on tiles."""
    return Slot(Wanted(code, Dimension.REGION, turned=True), Chart.REGIONS)


BOARDS = (
    Board(
        "",
        "overview",
        tuple(map(Tile, ("DS01", "PL01", "RM01", "QS03"))),
        (Slot(Wanted("DS01")), on_map("DS01"), Slot(Wanted("OI06")), Slot(Wanted("PL04")), Slot(Wanted("RM06")),
         Slot(Wanted("QS03"))),
        closed=True,
    ),
    Board("demandes", "requests", tuple(map(Tile, ("DS01", "DS02", "DS03", "DS07"))), (on_map("DS01"),)),
    Board("offres", "offers", tuple(map(Tile, ("OI01", "OI02", "OI03", "OI05")))),
    Board("placements", "placements", tuple(map(Tile, ("PL01", "PL02", "PL08", "PL09"))), (on_map("PL01"),)),
    Board("couts", "costs", tuple(map(Tile, ("PL04", "PL05", "PL06", "PL07")))),
    Board(
        "reinsertion",
        "reintegration",
        (Tile("RM01", "boards.cnrm_welcome"), Tile("RM06", "boards.cnrm_work"), Tile("RM03", "boards.cnrm_support"),
         Tile("FO05", "boards.cnrm_training")),
        (on_map("RM01"),),
    ),
    Board("formation", "training", tuple(map(Tile, ("FO01", "FO02", "PA01", "PA04")))),
    Board("prospection", "prospecting", tuple(map(Tile, ("PR01", "PR02", "PR03", "OI09")))),
    Board("performance", "performance", tuple(map(Tile, ("QS03", "QS01", "QS06", "QS07")))),
    Board("qualite", "quality", tuple(map(Tile, ("QD01", "QD02", "QD03", "QD04")))),
    Board("ponam", "ponam", closed=True),
)  # fmt: skip
BY_PAGE = {board.page: board for board in BOARDS}


def slots(board: Board, codes: tuple[str, ...], by: Dimension | None) -> tuple[Slot, ...]:
    """The figures of a page: after each of its file, those of the board that draw the same indicator otherwise."""
    if board.closed:
        return board.slots
    own = {slot.wanted.code: slot for slot in board.slots}
    found: list[Slot] = []
    for code in codes:
        found.append(Slot(Wanted(code, by)))
        if code in own:
            found.append(own[code])
    return tuple(found)
