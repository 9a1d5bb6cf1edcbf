"""Page 4: what the provider declares against what the facts say, and where the gap comes from."""

from __future__ import annotations

from datetime import datetime

from core.engine import formats
from governance.engine.facts import DIFFERS, CommitmentFacts, LateTicket, PackFacts
from governance.engine.pack import charts, omissions, titles
from governance.engine.pack.document import Link, Page, Row, Table
from governance.engine.wording import capital, count_of
from slas.engine.shown_effects import EFFECT_DECIMALS, shown_effects

CAUSES = {
    "settled": "verdicts décidés par les parties",
    "omitted": "tickets omis du décompte",
    "requalified": "tickets requalifiés",
    "redated": "dates modifiées",
    "wrong_calendar": "autre calendrier",
    "unjustified_pause": "suspensions non opposables",
    "duplicate": "doublons et tickets fils",
    "cancelled": "tickets annulés",
    "rounding": "arrondi",
    "unexplained": "non expliqué à ce jour",
}
SHOWN = 9
SHOWN_DISPUTES = 3
GRAVE = ("P1", "P2")
JUDGED_ONCE = (
    "Un ticket se juge une fois : celui qu’un mois passé a déjà compté, même ouvert encore, n’y revient pas."
)


def page(facts: PackFacts) -> Page:
    differing = [row for row in facts.commitments if row.gap_status in DIFFERS and row.gap is not None]
    compared = len(facts.compared)
    worst = max(differing, key=lambda row: (row.flipped, abs(row.gap or 0)), default=None)
    late = sorted(
        facts.late, key=lambda ticket: (not ticket.omitted, ticket.target - ticket.elapsed, ticket.reference)
    )
    body = {
        "gap_title": _gap_title(differing, compared),
        "gaps": charts.gaps(differing, _gap_title(differing, compared)) if differing else None,
        "agreeing": _agreeing(sum(row.gap_status == "concordant" for row in facts.compared)),
        "causes_title": f"D’où vient l’écart de {worst.shown_gap} pt sur {worst.short}" if worst else "",
        "causes": _causes(worst) if worst and worst.causes else None,
        "checks_title": omissions.title(facts),
        "checks": omissions.table(facts),
        "tickets": facts.month.tickets,
        "late_title": _late_title(facts),
        "late": late_table(late[:SHOWN], facts) if late else None,
        "late_note": JUDGED_ONCE if late else "",
        "grave": _grave(facts),
        "asked": _asked(facts, differing),
        "disputes": _disputes(facts),
    }
    return Page(4, "confrontation", "Chiffres déclarés et recalculés", titles.reconciliation(facts), body)


def late_table(late: list[LateTicket], facts: PackFacts, declared: bool = True) -> Table:
    """Tickets out of time with their hours; the reference leads to the ticket's clock."""
    rows = tuple(
        Row(
            Link(ticket.reference, f"tickets/{ticket.reference}/"),
            (
                ticket.code,
                ticket.priority,
                _moment(ticket.opened_at, facts.zone),
                _moment(ticket.resolved_at, facts.zone) if ticket.resolved_at else "ouvert",
                formats.duration(ticket.elapsed),
                formats.duration(ticket.elapsed - ticket.target, sign=True),
                *((ticket.declared,) if declared else _details(ticket)),
            ),
        )
        for ticket in late
    )  # fmt: skip
    tail = ("Rapport",) if declared else ("Suspendu", "Catégorie")
    head = ("Ticket", "Eng.", "Prio.", "Ouvert", "Résolu", "Délai", "Dépassement", *tail)
    return Table(head, rows, frozenset({4, 5} if declared else {4, 5, 6}))


def _gap_title(differing: list[CommitmentFacts], compared: int) -> str:
    if not compared:
        return "Aucun chiffre déclaré par le prestataire"
    if not differing:
        return f"{count_of(compared, 'engagement comparé', 'engagements comparés')}, aucun écart"
    above = sum((row.gap or 0) > 0 for row in differing)
    side = ", tous au-dessus du recalcul" if above == len(differing) > 1 else ""
    return f"{count_of(len(differing), 'écart')} sur {count_of(compared, 'engagement comparé', 'engagements comparés')}{side}"


def _agreeing(number: int) -> str:
    """What the drawing leaves out; empty where nothing agrees."""
    if not number:
        return ""
    told = count_of(number, "engagement concordant", "engagements concordants")
    return f"{told} : {'pas dessinés' if number > 1 else 'pas dessiné'}."


def _causes(row: CommitmentFacts) -> Table:
    counts = {cause.code: cause.count for cause in row.causes}
    effects = shown_effects((cause.code, cause.effect) for cause in row.causes)
    rows = tuple(
        Row(
            Link(CAUSES.get(code, code)),
            (
                count_of(counts[code], "ticket") if counts.get(code) else formats.ABSENT,
                formats.points(effect, EFFECT_DECIMALS),
            ),
        )
        for code, effect in effects
    )
    total = formats.points(sum(effect for _, effect in effects), EFFECT_DECIMALS)
    return Table((), rows, frozenset({0, 1}), Row(Link("Total"), ("", total), True))


def _late_title(facts: PackFacts) -> str:
    total = len(facts.late)
    if not facts.month.tickets:
        return "Tickets hors délai : non mesurés, aucun ticket connu"
    if not total:
        return "Aucun ticket hors délai"
    shown = f" : les {SHOWN} plus longs{', omis d’abord' if facts.omitted else ''}" if total > SHOWN else ""
    return f"{count_of(total, 'ticket')} hors délai dans le mois{shown}"


def _grave(facts: PackFacts) -> tuple[str, tuple[tuple[Link, str], ...]]:
    grave = [ticket for ticket in facts.late if ticket.priority in GRAVE]
    if not grave:
        return ("Aucun échec P1 ni P2" if facts.month.tickets else "Échecs P1 et P2 : non mesurés"), ()
    told = tuple(
        (
            Link(ticket.reference, f"tickets/{ticket.reference}/"),
            f"{ticket.priority}, {formats.duration(ticket.elapsed)} pour {formats.duration(ticket.target)}, "
            + (f"dont {formats.duration(ticket.paused)} suspendu" if ticket.paused else "sans suspension")
            + (f", {ticket.category}" if ticket.category else ""),
        )
        for ticket in grave[:3]
    )
    more = f", dont {len(told)} ici" if len(grave) > len(told) else ""
    return f"Échecs P1 et P2 : {formats.number(len(grave))}{more}", told


def _disputes(facts: PackFacts) -> tuple[str, tuple[tuple[Link, str], ...]]:
    """The disputes still open and what each may change; the page shows the first ones."""
    pending = facts.month.disputes
    told = tuple(
        (Link(row.title, f"contestations/{row.number}/"), f"{row.about}. {row.effect}")
        for row in pending[:SHOWN_DISPUTES]
    )
    more = f", dont {len(told)} ici" if len(pending) > len(told) else ""
    words = count_of(len(pending), "contestation ouverte", "contestations ouvertes")
    return f"{words}{more}", told


def _asked(facts: PackFacts, differing: list[CommitmentFacts]) -> str:
    to_justify = [row for row in differing if row.gap_status in {"to_justify", "incomplete"}]
    parts = []
    if facts.omitted:
        parts.append(f"un décompte rectifié, avec {count_of(facts.omitted, 'ticket omis', 'tickets omis')}")
    if facts.month.vanished:
        parts.append(
            f"le sort de {count_of(len(facts.month.vanished), 'ticket disparu', 'tickets disparus')}"
        )
    if to_justify:
        parts.append(f"une explication de l’écart sur {', '.join(row.short for row in to_justify[:3])}")
    return capital(f"{' ; '.join(parts)}.") if parts else ""


def _details(ticket: LateTicket) -> tuple[str, str]:
    paused = formats.duration(ticket.paused) if ticket.paused else formats.ABSENT
    return paused, ticket.category or formats.ABSENT


def _moment(at: datetime, zone: str) -> str:
    """« 15/03 16:36 »: the year stands in the page's head."""
    return f"{formats.date_short(at, zone)[:5]} {formats.time_short(at, zone)}"
