"""A month of 200 tickets as files, with two anomalies for each cause, told as a provider's tool would tell them.

Everything is in Paris time, in months without a public holiday. The declared figures are those of a provider
who counts the month's ended tickets under their last priority, by its own « délai tenu ».
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

HEAD = (
    "Référence;Type;Titre;Priorité;Statut;Ouvert le;Pris en charge le;Résolu le;Clos le;Suspendu (min);"
    "Motif de suspension;Catégorie;Site;Service;Demandeur;Groupe;Réouvertures;Satisfaction;Priorité initiale;"
    "Priorité changée le;Délai tenu;Ticket parent;Doublon de"
)
LOG = "Ticket;De;À;Le;Acteur;Motif"
CODES = {"P1": "E04", "P2": "E05", "P3": "E06", "P4": "E07"}
HOURS = {"P1": 4, "P2": 8, "P3": 20, "P4": 50}
ALWAYS = {"P1"}  # round the clock
MINUTE = timedelta(minutes=1)


def after(start: datetime, hours: float, *, always: bool = False) -> datetime:
    """The instant at which so many service hours are spent: 8 to 18 from Monday to Friday, or all of them."""
    if always:
        return start + timedelta(hours=hours)
    now, left = start, timedelta(hours=hours)
    while True:
        closing = now.replace(hour=18, minute=0)
        if now.weekday() < 5 and now < closing:
            now = max(now, now.replace(hour=8, minute=0))
            if closing - now >= left:
                return now + left
            left -= closing - now
        now = (now + timedelta(days=1)).replace(hour=8, minute=0)


@dataclass
class Row:
    """One ticket of the export, and the lines of its status journal."""

    reference: str
    priority: str
    opened: datetime
    resolved: datetime | None
    flag: str = ""
    values: dict[str, str] = field(default_factory=dict)
    waits: list[tuple[datetime, datetime, str]] = field(default_factory=list)
    journal_opened: datetime | None = None
    journal_resolved: datetime | None = None

    def line(self) -> str:
        status = "Clos" if self.resolved else "En cours"
        cells = {name: "" for name in HEAD.split(";")} | {
            "Référence": self.reference, "Type": "Incident", "Titre": "Poste", "Priorité": self.priority,
            "Statut": status, "Ouvert le": text(self.opened), "Pris en charge le": text(self.opened + 5 * MINUTE),
            "Résolu le": text(self.resolved), "Clos le": text(self.resolved), "Suspendu (min)": "0", "Site": "Siège",
            "Catégorie": "Poste", "Service": "Bureautique", "Demandeur": "Alice", "Groupe": "N1",
            "Réouvertures": "0", "Délai tenu": self.flag,
        } | self.values  # fmt: skip
        return ";".join(cells.values())

    def journal(self) -> list[str]:
        moves = [
            ("", "Nouveau", self.journal_opened or self.opened, ""),
            ("Nouveau", "En cours", self.opened + 5 * MINUTE, ""),
        ]
        for start, end, reason in self.waits:
            moves += [("En cours", "En attente", start, reason), ("En attente", "En cours", end, "")]
        ended = self.journal_resolved or self.resolved
        if ended:
            moves.append(("En cours", "Annulé" if self.cancelled else "Résolu", ended, ""))
        return [f"{self.reference};{was};{now};{text(at)};Bob;{why}" for was, now, at, why in moves]

    @property
    def cancelled(self) -> bool:
        return self.values.get("Statut") == "Annulé"


def text(instant: datetime | None) -> str:
    return instant.strftime("%d/%m/%Y %H:%M") if instant else ""


class PlantedMonth:
    """March 2026 and the delivery before it; `planted`: the references under each cause."""

    def __init__(self, seed: int, *, size: int = 200, flagged: bool = True) -> None:
        self.random, self.flagged = Random(seed), flagged
        self.rows: list[Row] = []
        self.february: list[Row] = []
        self.vanished: list[Row] = []
        self.planted: dict[str, set[str]] = {}
        self.number = self.random.randrange(1000, 9000)
        for plant in (
            self.omitted, self.requalified, self.redated, self.wrong_calendar, self.unjustified_pause,
            self.duplicate, self.cancelled,
        ):  # fmt: skip
            self.planted[plant.__name__] = {row.reference for row in plant()}
        while len(self.rows) + len(self.vanished) < size:
            self.rows.append(self.ordinary())
        self.random.shuffle(self.rows)

    # ---- ordinary tickets ----

    def ordinary(self) -> Row:
        """In time, honestly late, or paused for a reason the contract accepts."""
        priority = self.random.choices(list(CODES), [1, 3, 5, 3])[0]
        kind = self.random.choices(["met", "late", "paused"], [7, 1, 2])[0]
        if kind == "late":
            return self.row(priority, 1.3, "non")
        if kind == "paused" and priority != "P1":
            row = self.row(priority, 1.1, "oui")
            self.wait(row, 0.3, "Attente utilisateur")
            return row
        return self.row(priority, self.random.choice([0.2, 0.4, 0.6, 0.8]), "oui")

    def row(self, priority: str, share: float, flag: str) -> Row:
        """Resolved after a share of its delay, within the month."""
        self.number += 1
        opened = self.opening(priority)
        resolved = after(opened, HOURS[priority] * share, always=priority in ALWAYS)
        return Row(f"INC{self.number}", priority, opened, resolved, flag)

    def opening(self, priority: str) -> datetime:
        """A working morning early enough for the longest delay to end in March."""
        last = {"P4": 18}.get(priority, 24)
        day = self.random.choice([n for n in range(2, last) if datetime(2026, 3, n).weekday() < 4])
        return datetime(2026, 3, day, self.random.randrange(8, 11), self.random.randrange(60))

    def wait(self, row: Row, share: float, reason: str) -> None:
        """A pause that takes a share of the delay out, from half an hour after the opening."""
        start = row.opened + 30 * MINUTE
        row.waits.append((start, after(start, HOURS[row.priority] * share), reason))

    # ---- two of each cause ----

    def omitted(self) -> list[Row]:
        """Open past its deadline without a word; known from the month before and gone."""
        silent, gone = self.row("P3", 1, ""), self.row("P3", 1, "")
        silent.resolved = None
        gone.opened, gone.resolved = datetime(2026, 2, self.random.choice([26, 27]), 14, 0), None
        self.rows.append(silent)
        self.vanished.append(gone)
        self.february.append(gone)
        return [silent, gone]

    def requalified(self) -> list[Row]:
        """Lowered without approval and then declared in time; raised, and declared late since the opening."""
        lowered, raised = self.row("P4", 0.3, "oui"), self.row("P2", 1.5, "non")
        change = {"Priorité initiale": "P2", "Priorité changée le": text(after(lowered.opened, 2))}
        lowered.values |= change
        raised.values |= {"Priorité initiale": "P3", "Priorité changée le": text(after(raised.opened, 6))}
        self.rows += [lowered, raised]
        return [lowered, raised]

    def redated(self) -> list[Row]:
        """Resolved earlier than the journal says; opened later than the journal, or the month before, says."""
        ended, begun = self.row("P3", 0.9, "oui"), self.row("P3", 0.8, "oui")
        ended.journal_resolved = after(ended.opened, 24)
        if self.random.random() < 0.5:
            begun.journal_opened = begun.opened - timedelta(days=7)
        else:
            begun.opened = datetime(2026, 3, 3, 8, self.random.randrange(60))
            begun.resolved = after(begun.opened, 16)
            self.february.append(Row(begun.reference, "P3", datetime(2026, 2, 27, 14, 0), None))
        self.rows += [ended, begun]
        return [ended, begun]

    def wrong_calendar(self) -> list[Row]:
        """Round-the-clock service counted in office hours; office hours counted round the clock."""
        night, day = self.row("P1", 1, "oui"), self.row("P3", 0.8, "non")
        night.opened = night.opened.replace(hour=16, minute=30)
        night.resolved = (night.opened + timedelta(days=1)).replace(hour=8, minute=20)
        self.rows += [night, day]
        return [night, day]

    def unjustified_pause(self) -> list[Row]:
        """Waiting for the provider's own subcontractor; a sum of minutes without a reason."""
        own, bare = self.row("P3", 1.2, "oui"), self.row("P3", 1.2, "oui")
        self.wait(own, 0.4, "Attente sous-traitant")
        bare.values["Suspendu (min)"] = "480"
        self.rows += [own, bare]
        return [own, bare]

    def duplicate(self) -> list[Row]:
        """The child of a major incident and a duplicate, both counted as tickets kept in time."""
        first = self.row("P3", 0.5, "oui")
        child, twin = self.row("P3", 0.3, "oui"), self.row("P3", 0.3, "oui")
        child.values["Ticket parent"] = twin.values["Doublon de"] = first.reference
        self.rows += [first, child, twin]
        return [child, twin]

    def cancelled(self) -> list[Row]:
        """Cancelled in time and counted as kept; cancelled after its deadline and left out."""
        kept, dropped = self.row("P2", 0.5, "oui"), self.row("P2", 1.5, "")
        for row in (kept, dropped):
            row.values |= {"Statut": "Annulé", "Résolu le": ""}
        self.rows += [kept, dropped]
        return [kept, dropped]

    # ---- files ----

    def declared_counts(self) -> dict[str, tuple[int, int]]:
        """What the provider's tool counts: the month's tickets that carry a verdict."""
        met = Counter(CODES[row.priority] for row in self.rows if row.flag == "oui")
        counted = Counter(CODES[row.priority] for row in self.rows if row.flag)
        return {code: (met[code], counted[code]) for code in sorted(counted)}

    def files(self) -> dict[str, bytes]:
        """The files of March: the export, its journal, the declared figures."""
        figures = [f"{code};{met};{counted};" for code, (met, counted) in self.declared_counts().items()]
        return {
            "tickets": sheet(HEAD, [self._line(row) for row in self.rows]),
            "status_log": sheet(LOG, [line for row in self.rows for line in row.journal()]),
            "declared": sheet("Engagement;Numérateur;Dénominateur;Taux", figures),
        }

    def _line(self, row: Row) -> str:
        if self.flagged:
            return row.line()
        flag, row.flag = row.flag, ""
        line, row.flag = row.line(), flag
        return line

    def earlier_files(self) -> dict[str, bytes]:
        """The export of February."""
        return {"tickets": sheet(HEAD, [row.line() for row in self.february])}


def sheet(head: str, lines: list[str]) -> bytes:
    return ("\ufeff" + "\r\n".join([head, *lines, ""])).encode()
