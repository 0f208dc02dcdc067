"""Countries people leave for or come back from, on outlines we ship (``assets/world.svg``, from Natural Earth)."""

from __future__ import annotations

import re
from html import escape

from migraflow.charts.plate import Plate
from migraflow.charts.shades import STEPS, shade

CODE = re.compile(r"[A-Z]{3}", re.ASCII)
NEAR = "940 90 660 590"
"""Africa north of the Equator, Europe and the Gulf: where nearly everybody goes."""
ALL = "330 90 1800 800"
CLOSE = frozenset(
    "MLI SEN GMB GNB GIN SLE LBR CIV GHA TGO BEN NGA NER BFA MRT MAR DZA TUN LBY EGY ESH TCD CMR CAF GNQ "
    "GAB COG COD STP CPV SDN SSD ETH ERI DJI SOM KEN UGA RWA BDI FRA ESP PRT ITA BEL NLD LUX DEU CHE AUT "
    "GBR IRL DNK NOR SWE FIN POL CZE SVK HUN SVN HRV BIH SRB MNE ALB MKD GRC BGR ROU MDA UKR BLR LTU LVA "
    "EST TUR CYP SYR LBN ISR PSE JOR IRQ SAU KWT BHR QAT ARE OMN YEM MLT AND MCO GEO ARM AZE ".split()
)
"""Countries within the near view; any other on the list, and the whole world is shown."""


NAMED = 6
"""Countries named beside the map."""


def leading(plate: Plate, less: str, more: str, hidden: str) -> str:
    """What the map cannot say by itself, as HTML: the countries that count most, and what its shades mean."""
    counted = [(float(value), place) for place, value in enumerate(plate.column(0)) if value]
    named = [place for _, place in sorted(counted, key=lambda pair: (-pair[0], pair[1]))[:NAMED]]
    names = "".join(f"<li>{escape(plate.rows[place])} <b>{escape(plate.texts[place][0])}</b></li>" for place in named)
    shades = "".join(f'<i class="s{step}"></i>' for step in range(1, STEPS + 1))
    key = f'<p>{escape(less)} {shades} {escape(more)} <i class="sx"></i> {escape(hidden)}</p>'
    return f'<ol class="leading">{names}</ol><div class="shades">{key}</div>'


def world(plate: Plate, outlines: str = "") -> str:
    """The map as SVG: land, then each country of the table as dark as its figure.

    It points at the outlines by address; give them (the text of ``world.svg``) to have the picture stand by itself.
    """
    values = plate.column(0)
    most = max((float(value) for value in values if value is not None), default=0.0)
    known = [(row.key, place) for place, row in enumerate(plate.table.rows) if CODE.fullmatch(row.key)]
    view = ALL if any(key not in CLOSE and values[place] != 0 for key, place in known) else NEAR
    at = "" if outlines else "/world.svg"
    inner = f"<defs>{outlines[outlines.find('<g') : outlines.rfind('</svg>')]}</defs>" if outlines else ""
    hover = [escape(words) for words in plate.hover(0)]
    marks = "".join(
        f'<use href="{at}#{key}" class="{shade(values[place], most)}"><title>{hover[place]}</title></use>'
        for key, place in known
    )
    home = f'<use href="{at}#MLI" class="home"/>'
    return (
        f'<svg class="world" viewBox="{view}" xmlns="http://www.w3.org/2000/svg">{inner}'
        f'<use href="{at}#land" class="land"/>{marks}{home}</svg>'
    )
