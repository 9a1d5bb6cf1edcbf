"""Questions about a whole file of tickets: a month without tickets, rows of another organisation."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import compress

from core.engine.formats import month_long
from reports.engine.context import Context
from reports.engine.findings import Findings, Option
from reports.engine.headers import header_key
from reports.engine.tables import Table

PARTY_COLUMNS = {"client", "organisation", "societe", "customer", "company"}
MOST_PARTIES = 12
UTC = "UTC"
_OFFSET = re.compile(r"(?:Z|[+-]\d{2}:?\d{2})$", re.ASCII)


def ask_empty_month(table: Table, context: Context, findings: Findings) -> None:
    """A file without rows is a month without tickets only where a person says so."""
    findings.ask(
        "no_rows",
        "Le fichier n’a que son en-tête : aucun ticket.",
        "S’il y a eu des tickets dans le mois, reprenez l’export ; sinon, confirmez le mois sans ticket.",
        [
            Option(
                "empty_month", f"Aucun ticket en {month_long(context.month)} : le mois est publié sans ticket"
            )
        ],
        file=table.file,
        sheet=table.sheet,
        line=1,
    )


def ask_zone(table: Table, opened: int, context: Context, findings: Findings) -> str:
    """The zone of a tool that writes its times in that of whoever exported them, without saying which; "" while asked.

    Where the contract itself lives in UTC both readings are one.
    """
    cells = (str(cell) for cell in table.columns[opened] if cell)
    if context.timezone == UTC or all(_OFFSET.search(cell) for cell in cells):
        return context.timezone
    return findings.ask(
        "zone_unknown",
        "Cet outil écrit ses heures dans le fuseau de la personne qui exporte, sans dire lequel.",
        "Demandez-le au prestataire. Pour ne plus avoir à répondre, ou pour un autre fuseau, enregistrez une "
        "correspondance pour cet export.",
        [
            Option(context.timezone, f"Heures du contrat ({context.timezone})"),
            Option(UTC, "Temps universel (UTC)"),
        ],
        file=table.file,
        sheet=table.sheet,
        line=1,
        column=table.header[opened],
    )


def ask_parties(table: Table, context: Context, findings: Findings) -> Table:
    """The table, or its rows of one organisation where a column names others than the contract's parties."""
    for column, text in enumerate(table.header):
        if header_key(text) not in PARTY_COLUMNS:
            continue
        cells = [str(cell or "").strip() for cell in table.columns[column]]
        names = sorted({cell for cell in cells if cell})
        if len(names) < 2 and not _foreign(names, context):
            continue
        chosen = _ask(table, column, names, findings)
        if chosen.startswith("only:"):
            table = _rows_where(table, [cell == chosen.removeprefix("only:") for cell in cells])
    return table


def _foreign(names: list[str], context: Context) -> bool:
    """Whether the only name read is nothing like a party of the contract."""
    known = [header_key(party) for party in context.parties if party]
    read = [header_key(name) for name in names]
    return bool(known) and any(not any(a in b or b in a for b in known) for a in read)


def _ask(table: Table, column: int, names: list[str], findings: Findings) -> str:
    listed = ", ".join(f"« {name} »" for name in names[:5])
    only = [
        Option(f"only:{name}", f"Lire seulement les lignes de « {name} »") for name in names[:MOST_PARTIES]
    ]
    return findings.ask(
        "foreign_row",
        f"La colonne « {table.header[column]} » nomme d’autres organisations que le client du contrat : {listed}."
        if len(names) < 2
        else f"La colonne « {table.header[column]} » nomme plusieurs organisations : {listed}.",
        "Ne déposez que les tickets de ce contrat.",
        [*only, Option("keep_all", "Lire toutes les lignes : elles relèvent toutes de ce contrat")],
        about=table.header[column],
        file=table.file,
        sheet=table.sheet,
        line=1,
        column=table.header[column],
    )


def _rows_where(table: Table, kept: list[bool]) -> Table:
    columns = tuple(list(compress(column, kept)) for column in table.columns)
    return replace(table, columns=columns, lines=list(compress(table.lines, kept)))
