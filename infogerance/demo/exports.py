"""The files that a provider deposits for a month, in the portal's native template."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from core.engine.months import Month
from infogerance.demo.flow import end_of
from infogerance.demo.lives import Judged, Life
from infogerance.demo.uptime import Measured, Stop, Works

CLOSED_AFTER = timedelta(days=5)
TICKET_COLUMNS = (
    *("Référence", "Type", "Titre", "Priorité", "Statut", "Ouvert le", "Pris en charge le", "Résolu le"),
    *("Clos le", "Suspendu (min)", "Motif de suspension", "Catégorie", "Site", "Service", "Demandeur"),
    *("Groupe", "Réouvertures", "Satisfaction", "Priorité initiale", "Priorité changée le"),
)
LOG_COLUMNS = ("Ticket", "De", "À", "Le", "Acteur", "Motif")
OUTAGE_COLUMNS = (*("Service", "Début", "Fin", "Dégradé", "Utilisateurs", "Imputabilité", "Cause", "Ticket"),)
WORKS_COLUMNS = ("Service", "Début", "Fin", "Prévenu le", "Accord de")
DECLARED_COLUMNS = ("Engagement", "Numérateur", "Dénominateur", "Taux")


def shown_in(lives: Iterable[Life], month: Month) -> list[Life]:
    """Tickets of the month's export: opened by its end, not finished before its start, not left out."""
    start, end = datetime.combine(month.first_day, datetime.min.time()), end_of(month)
    return [life for life in lives if life.alive_in(start, end) and month not in life.hidden]


def tickets_csv(lives: Sequence[Life], month: Month) -> bytes:
    """The ticket export, as things stand at the end of the month."""
    return _csv(TICKET_COLUMNS, (_ticket(life, end_of(month)) for life in lives))


def _ticket(life: Life, end: datetime) -> tuple[str, ...]:
    resolved = life.resolved if life.resolved < end else None
    closed = resolved + CLOSED_AFTER if resolved and not life.cancelled else resolved
    closed = closed if closed and closed < end else None
    waits = [wait for wait in life.waits if wait.start < end]
    changed = life.priority_changed if life.priority_changed and life.priority_changed < end else None
    return (
        life.reference,
        life.type,
        life.title,
        life.priority if changed or not life.initial_priority else life.initial_priority,
        status_at(life, end),
        _instant(life.opened),
        _instant(life.picked_up if life.picked_up < end else None),
        _instant(resolved),
        _instant(closed),
        str(life.wait_minutes) if waits and resolved else "",
        waits[-1].reason if waits else "",
        life.category,
        life.site,
        life.service,
        life.requester,
        life.group,
        str(life.reopen_count if resolved else 0),
        str(life.satisfaction) if resolved and life.satisfaction else "",
        life.initial_priority if changed else "",
        _instant(changed),
    )


def status_at(life: Life, at: datetime) -> str:
    """The status of a ticket at an instant, in the words of the template."""
    if life.resolved < at:
        if life.cancelled:
            return "Annulé"
        return "Clos" if life.resolved + CLOSED_AFTER < at else "Résolu"
    if any(wait.start < at <= wait.end for wait in life.waits):
        return "En attente"
    return "En cours" if life.picked_up < at else "Nouveau"


def log_csv(lives: Iterable[Life], month: Month) -> bytes:
    """The status journal of the exported tickets, up to the end of the month."""
    rows = []
    for life in lives:
        before = "Nouveau"
        for at, after, reason in _changes(life):
            if at < end_of(month):
                rows.append((life.reference, before, after, _instant(at), _technician(life), reason))
            before = after
    return _csv(LOG_COLUMNS, rows)


def _technician(life: Life) -> str:
    """Who works on the ticket: one of three in its group, the first on four tickets out of ten."""
    rank = 1 + sum(int(life.reference[-1]) >= bound for bound in (4, 7))
    return f"{life.group}, technicien {rank}"


def _changes(life: Life) -> list[tuple[datetime, str, str]]:
    changes = [(life.picked_up, "En cours", "")]
    for wait in life.waits:
        changes += [(wait.start, "En attente", wait.reason), (wait.end, "En cours", "")]
    if life.cancelled:
        return [*changes, (life.resolved, "Annulé", "")]
    return [*changes, (life.resolved, "Résolu", ""), (life.resolved + CLOSED_AFTER, "Clos", "")]


def outages_csv(stops: Iterable[Stop]) -> bytes:
    """The outages of the month."""
    return _csv(
        OUTAGE_COLUMNS,
        (
            (s.service, _instant(s.start), _instant(s.end), "non", str(s.users), s.liability, s.cause, "")
            for s in stops
        ),
    )


def works_csv(works: Iterable[Works]) -> bytes:
    """The maintenances of the month."""
    rows = ((w.service, _instant(w.start), _instant(w.end), _instant(w.told), "Référent IT") for w in works)
    return _csv(WORKS_COLUMNS, rows)


def declared_csv(figures: Iterable[Measured]) -> bytes:
    """The figures that the provider states, with two decimals; no rate where nothing was counted."""
    return _csv(
        DECLARED_COLUMNS, ((f.commitment, str(f.good), str(f.total), _rate(f.good, f.total)) for f in figures)
    )


def counted(lives: Iterable[Life], month: Month, codes: Iterable[str], *, told: bool) -> list[Measured]:
    """Tickets settled in the month, by commitment: as the provider tells it, or as the contract judges it."""
    totals = {code: [0, 0] for code in codes}
    for life in lives:
        for judged in life.told if told else life.judged:
            _add(totals, judged, month)
    return [Measured(code, good, total) for code, (good, total) in sorted(totals.items())]


def _add(totals: dict[str, list[int]], judged: Judged, month: Month) -> None:
    if judged.month == month:
        totals[judged.commitment][0] += judged.met
        totals[judged.commitment][1] += 1


def _rate(good: int, total: int) -> str:
    if not total:
        return ""
    rate = (Decimal(100 * good) / total).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return str(rate).replace(".", ",")


def _instant(at: datetime | None) -> str:
    """The native template's instant, jj/mm/aaaa hh:mm: a file for a machine, not a text to read."""
    if at is None:
        return ""
    return f"{at.day:02d}/{at.month:02d}/{at.year} {at.hour:02d}:{at.minute:02d}"


def _csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Semicolons, byte order mark, CRLF: what a French spreadsheet opens and writes."""
    lines = [";".join(row) for row in (columns, *rows)]
    return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode()
