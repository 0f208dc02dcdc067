"""The twenty regions as tiles, each where it lies: big ones do not hide small ones, and every name can be read."""

from __future__ import annotations

from dataclasses import dataclass

from migraflow.charts.plate import Plate
from migraflow.charts.shades import shade

PLACES = {
    "taoudenit": (1, 4),
    "tombouctou": (2, 4),
    "kidal": (2, 6),
    "nioro": (3, 1),
    "nara": (3, 2),
    "douentza": (3, 4),
    "gao": (3, 5),
    "menaka": (3, 6),
    "kayes": (4, 1),
    "koulikoro": (4, 2),
    "segou": (4, 3),
    "mopti": (4, 4),
    "bandiagara": (4, 5),
    "kita": (5, 1),
    "bamako": (5, 2),
    "dioila": (5, 3),
    "san": (5, 4),
    "bougouni": (6, 2),
    "sikasso": (6, 3),
    "koutiala": (6, 4),
}
"""Row and column of each region, north on top and west on the left; regions the list gains later stand below."""
ACROSS = 6


@dataclass(frozen=True, slots=True)
class Tile:
    """One region on the map: where it stands (a CSS grid area), what is written on it, how dark it is (`shade`)."""

    key: str
    short: str
    name: str
    figure: str
    area: str
    shade: str


def tiles(plate: Plate) -> tuple[Tile, ...]:
    """A tile per row; rows of a region come by its slug."""
    found: list[Tile] = []
    values, later = plate.column(0), 0
    most = max((float(value) for value in values if value is not None), default=0.0)
    for place, row in enumerate(plate.table.rows):
        at = PLACES.get(row.key)
        if at is None:
            at = (7 + later // ACROSS, 1 + later % ACROSS)
            later += 1
        found.append(
            Tile(
                key=row.key,
                short=plate.short(place),
                name=plate.rows[place],
                figure=plate.texts[place][0],
                area=f"{at[0]} / {at[1]}",
                shade=shade(values[place], most),
            )
        )
    return tuple(found)
