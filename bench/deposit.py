"""A deposit against its yardstick, in one run: `python bench/deposit.py [tickets]`.

Yardstick: the standard csv module reading the same file and `executemany` storing its cells, in a fresh SQLite
file, under the unique reference that any store of tickets needs. Prints the ratio of the deposit (parse to stored,
the parsing process included) and the peak memory of both processes.
"""

from __future__ import annotations

import csv
import os
import random
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
ROUNDS = 5
MOST_RATIO, MOST_MEGABYTES = 6.0, 400


def write_file(path: Path, count: int) -> None:
    """A native ticket file of March 2026, seeded."""
    from reports.engine.profiles.native import COLUMNS

    header = [column.label for column in COLUMNS[:18]]
    luck = random.Random(20260331)
    start, paris = datetime(2026, 3, 1, tzinfo=UTC), ZoneInfo("Europe/Paris")
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(header)
        for number in range(count):
            opened = start + timedelta(minutes=luck.randrange(30 * 1440))
            moments = [
                opened + timedelta(minutes=m)
                for m in (0, luck.randrange(1, 90), luck.randrange(90, 6000), 9000)
            ]
            dates = [f"{m.astimezone(paris):%d/%m/%Y %H:%M}" for m in moments]
            kind = ("Incident", "Demande")[number % 2]
            row = [
                f"INC{number:07d}",
                kind,
                f"Poste lent à l’étage {number % 40}",
                f"P{luck.randrange(1, 5)}",
                "Clos",
            ]
            row += [*dates, ("0", "30")[number % 2], ("Attente utilisateur", "Attente client")[number % 2]]
            row += [f"Catégorie {number % 25}", f"Site {number % 4}", f"Service {number % 12}"]
            writer.writerow(
                [*row, f"Usager {luck.randrange(900)}", f"N{number % 3}", number % 2, f"{number % 4 + 1},0"]
            )


def yardstick(source: Path, folder: Path) -> None:
    """Read with csv, store with executemany."""
    target = folder / "yardstick.sqlite3"
    target.unlink(missing_ok=True)
    with source.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file, delimiter=";")
        header = next(rows)
        base = sqlite3.connect(target)
        base.execute(
            f"CREATE TABLE tickets ({', '.join(f'c{k} TEXT' for k in range(len(header)))}, UNIQUE (c0))"
        )
        base.executemany(f"INSERT INTO tickets VALUES ({', '.join('?' * len(header))})", rows)
        base.commit()
        base.close()


def prepare(folder: Path, database: str = "") -> Any:
    """A portal in that folder with one contract, on SQLite unless a database is named; returns the contract."""
    os.environ.update(PORTAL_VAR=str(folder), DJANGO_SETTINGS_MODULE="infogerance.settings")
    os.environ.pop("DATABASE_URL", None)
    if database:
        os.environ["DATABASE_URL"] = database
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, skip_checks=True)
    from accounts.models import Organisation
    from contracts.models import Contract, ContractVersion
    from core.scope import unscoped

    with unscoped("the benchmark builds its world"):
        contract = Contract.objects.create(
            reference="BENCH",
            title="Mesure",
            client=Organisation.objects.create(name="Client", kind="client"),
            provider=Organisation.objects.create(name="Prestataire", kind="provider"),
            starts_on=date(2024, 1, 1),
            ends_on=date(2027, 12, 31),
        )
        ContractVersion.objects.create(
            contract=contract, number=0, effective_on=contract.starts_on, title="Origine", monthly_fee=1
        )
    return contract


def deposit_once(contract: Any, source: Path) -> Callable[[], None]:
    """The whole path of a file, into an empty contract each time."""

    def act() -> None:
        from django.db import connection

        from core.engine.months import Month
        from core.jobs import Job
        from core.scope import for_contract
        from reports.models import Delivery, DeliveryFile, Ticket
        from reports.services import IncomingFile, deposit, read_delivery

        with for_contract(contract.pk):
            with connection.cursor() as cursor:
                for model in (Ticket, DeliveryFile, Delivery, Job):
                    cursor.execute(f"DELETE FROM {model._meta.db_table}")
            started = time.perf_counter()
            with source.open("rb") as content:
                files = [IncomingFile("tickets", source.name, content)]
                delivery = deposit(contract=contract, month=Month(2026, 3), files=files)
            delivery = read_delivery(delivery=delivery)
            spent.append(time.perf_counter() - started)
            if delivery.outcome != "ACCEPT":
                raise SystemExit(f"the file was not accepted: {delivery.outcome}")

    spent: list[float] = []
    act.spent = spent  # type: ignore[attr-defined]
    return act


def main() -> None:
    """Print ratio and peak; exit 1 when either passes its bound."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "tickets.csv"
        contract = prepare(folder)
        write_file(source, count)
        act = deposit_once(contract, source)
        base = []
        for _ in range(ROUNDS):
            started = time.perf_counter()
            yardstick(source, folder)
            base.append(time.perf_counter() - started)
            act()
        own = min(act.spent)  # type: ignore[attr-defined]
        peaks = [
            resource.getrusage(who).ru_maxrss / 1024
            for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        ]
        ratio = own / min(base)
        print(
            f"{count} tickets: csv + executemany {min(base):.2f} s, deposit {own:.2f} s, ratio {ratio:.2f} (at most {MOST_RATIO})"
        )
        print(
            f"peak memory: worker {peaks[0]:.0f} MB, parser {peaks[1]:.0f} MB (each at most {MOST_MEGABYTES})"
        )
        sys.exit(ratio > MOST_RATIO or max(peaks) > MOST_MEGABYTES)


if __name__ == "__main__":
    main()
