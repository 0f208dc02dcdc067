"""Tables of figures reshaped: from the wide table people read to the long one their programs take.

Only what may be seen comes here (``Shown``): masking is over when tables change their shape. pandas is read in when the
first table is reshaped, since it takes a third of a second and 40 MB that most servers never need.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

Rows = Sequence[Sequence[Any]]


def longer(rows: Rows, heads: Sequence[str]) -> list[tuple[Any, ...]]:
    """A line per figure: the name of its row, the place of its column (from 1), its column, the figure."""
    import pandas as pd

    wide = pd.DataFrame([list(row) for row in rows], columns=range(len(heads)), dtype=object)
    wide["line"] = range(len(wide))
    long = wide.melt(id_vars=["line", 0], var_name="place", value_name="value")
    long["column"] = [heads[int(place)] for place in long["place"]]
    long = long.sort_values(["line", "place"], kind="stable")
    return cast("list[tuple[Any, ...]]", list(long[[0, "place", "column", "value"]].itertuples(index=False, name=None)))
