"""Reading a workbook against the native reader alone, in one run: `python bench/workbook.py [rows]`.

Yardstick: python-calamine opening the same bytes and giving the values of its sheet. Prints the ratio of our reading
of the table (container checked, every cell's place, hidden rows, values as columns) and the peak memory of the limited
parser over the whole delivery; exits 1 when either passes its bound.
"""

from __future__ import annotations

import io
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
ROUNDS = 3
MOST_RATIO, MOST_MEGABYTES = 1.5, 512


def workbook(count: int) -> bytes:
    """A native workbook of March 2026 with true dates and numbers, seeded."""
    from openpyxl import Workbook

    from reports.engine.profiles.native import COLUMNS

    book = Workbook(write_only=True)
    page = book.create_sheet("Export")
    page.append([column.label for column in COLUMNS[:18]])
    luck, start = random.Random(20260331), datetime(2026, 3, 1)
    for number in range(count):
        opened = start + timedelta(minutes=luck.randrange(19 * 1440))
        steps = (0, luck.randrange(1, 90), luck.randrange(90, 6000), 9000)
        page.append(
            [
                f"INC{number:07d}",
                *texts(number, luck),
                *(opened + timedelta(minutes=m) for m in steps),
                *rest(number, luck),
            ]
        )
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def texts(number: int, luck: random.Random) -> list[str]:
    title = f"Poste lent à l’étage {number % 40}"
    return [("Incident", "Demande")[number % 2], title, f"P{luck.randrange(1, 5)}", "Clos"]


def rest(number: int, luck: random.Random) -> list[object]:
    waits = [(0, 30)[number % 2], ("Attente utilisateur", "Attente client")[number % 2]]
    places = [f"Catégorie {number % 25}", f"Site {number % 4}", f"Service {number % 12}"]
    people = [f"Usager {luck.randrange(900)}", f"N{number % 3}"]
    return [*waits, *places, *people, number % 2, number % 4 + 1]


def best(*acts: Callable[[], object]) -> list[float]:
    """Least seconds of each act; they take turns, so that a busy machine slows them alike."""
    spent = []
    for _ in range(ROUNDS):
        for act in acts:
            started = time.perf_counter()
            act()
            spent.append(time.perf_counter() - started)
    return [min(spent[place :: len(acts)]) for place in range(len(acts))]


def native(content: bytes) -> object:
    import python_calamine

    with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        return book.get_sheet_by_index(0).to_python(skip_empty_area=False)


def ours(content: bytes) -> object:
    from reports.engine.findings import Findings
    from reports.engine.headers import keys_of
    from reports.engine.limits import Limits
    from reports.engine.profiles.native import COLUMNS
    from reports.engine.workbooks import read_workbook_table

    table = read_workbook_table(content, "mesure.xlsx", keys_of(COLUMNS), Limits(), Findings())
    assert table is not None
    return table


def parser_peak(content: bytes) -> float:
    """Megabytes that the limited parser held while it read a delivery of this one file."""
    from core.engine.months import Month
    from reports.engine.context import Context
    from reports.services.sandbox import parsed

    context = Context(Month(2026, 3), "Europe/Paris", datetime(2026, 4, 7, tzinfo=UTC))
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        file.write(content)
        file.flush()
        with parsed(
            [{"kind": "tickets", "name": "mesure.xlsx", "path": file.name}], context.to_mapping()
        ) as lines:
            outcome = next(lines)["outcome"]
            if outcome != "ACCEPT":
                raise SystemExit(f"the file was not accepted: {outcome}")
            for _ in lines:
                pass
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def main() -> None:
    """Print ratio and peak; exit 1 when either passes its bound."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    os.environ["DJANGO_SETTINGS_MODULE"] = "infogerance.settings"
    import django

    django.setup()
    content = workbook(count)
    alone, own = best(lambda: native(content), lambda: ours(content))
    peak = parser_peak(content)
    print(
        f"{count} rows: native reader {alone:.2f} s, ours {own:.2f} s, ratio {own / alone:.2f} (at most {MOST_RATIO})"
    )
    print(f"parser: {peak:.0f} MB (at most {MOST_MEGABYTES})")
    sys.exit(own / alone > MOST_RATIO or peak > MOST_MEGABYTES)


if __name__ == "__main__":
    main()
