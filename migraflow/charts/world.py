"""Countries people leave for or come back from, on outlines we ship (``assets/world.svg``, from Natural Earth)."""

from __future__ import annotations

import re
from html import escape

from migraflow.charts.plate import Plate
from migraflow.charts.shades import shade

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
