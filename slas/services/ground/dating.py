"""Which date a verdict uses where two sources tell it differently.

Under `date_evidence` = `corroborated`, the opening is the one first told and the resolution the one of the status
journal; under `export`, both are those of the last export. See docs/decisions/0007-date-evidence.md.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from slas.engine.promises import TicketColumns

if TYPE_CHECKING:
    from pandas import DataFrame

DATED = ("opened", "resolved")
SAME = np.timedelta64(60, "s")  # exports are written to the minute


def with_evidence(frame: DataFrame, *sources: DataFrame) -> DataFrame:
    """The ticket table with `opened` and `resolved` as proven, the export's own beside them (`told_…`).

    `sources`: ticket_id, opened, resolved, NaT where a source says nothing; the first source that tells a date
    otherwise than the export, by a minute or more, prevails. A date the export does not give is not made up.
    """
    import pandas as pd  # slow to import: only computations need it

    frame = frame.assign(**{f"told_{name}": frame[name] for name in DATED})
    row_of = pd.Series(np.arange(len(frame)), index=frame["id"].to_numpy())
    for source in reversed(sources):
        rows = row_of.reindex(source["ticket_id"].to_numpy()).to_numpy()
        known = ~np.isnan(rows)
        for name in DATED:
            proven = source[name].to_numpy().astype("datetime64[s]")[known]
            column = frame[name].to_numpy().astype("datetime64[s]")
            told, places = (
                frame[f"told_{name}"].to_numpy().astype("datetime64[s]"),
                rows[known].astype(np.int64),
            )
            # NaT compares false: a date that one of the two does not give stays as it is.
            moved = abs(proven - told[places]) >= SAME
            column[places[moved]] = proven[moved]
            frame[name] = column
    return frame


def as_told(tickets: TicketColumns, frame: DataFrame, rows: NDArray[np.bool_]) -> TicketColumns:
    """The same tickets, those rows dated as the last export says."""
    if not rows.any():
        return tickets
    told = {
        name: np.where(rows, frame[f"told_{name}"].to_numpy().astype("datetime64[s]"), getattr(tickets, name))
        for name in DATED
    }
    return replace(tickets, **told)
