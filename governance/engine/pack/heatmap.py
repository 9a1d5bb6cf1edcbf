"""Page 3: commitments by months, and a comment for the breached ones only."""

from __future__ import annotations

from collections import Counter

from core.engine import formats
from governance.engine.facts import CommitmentFacts, PackFacts
from governance.engine.pack import titles
from governance.engine.pack.document import Comment, HeatCell, HeatLine, Link, Page, Sheet
from governance.engine.wording import capital, count_of, listing

COMMENTED = 4


def page(facts: PackFacts, sheets: tuple[Sheet, ...], number: int = 3) -> Page:
    small = [row.code for row in facts.commitments if row.cells[-1].small_volume]
    body = {
        "past": [formats.month_short(month) for month in facts.months[:-1]],
        "lines": tuple(_line(facts, row) for row in facts.commitments),
        "money": any(row.penalty is not None for row in facts.commitments),
        "comments": tuple(_comment(facts, row, sheets) for row in facts.breached[:COMMENTED]),
        "uncommented": max(len(facts.breached) - COMMENTED, 0),
        "small": ", ".join(small),
        "current": formats.month_short(facts.month.month),
    }
    return Page(number, "heatmap", "Engagements", titles.commitments(facts), body)


def _line(facts: PackFacts, row: CommitmentFacts) -> HeatLine:
    return HeatLine(
        head=Link(row.code, f"engagements/{row.code}/{facts.month.month}/"),
        name=row.short,
        target=row.shown_target,
        cells=tuple(
            HeatCell(cell.look, formats.glyph(cell.look), cell.text, formats.verdict(cell.look or None))
            for cell in row.cells
        ),
        figures=(row.shown_tally, row.shown_declared),
        gap=row.shown_gap,
        margin=row.shown_margin,
        penalty=formats.money(row.penalty) if row.penalty else formats.ABSENT,
        breached=row.breached,
        gap_matters=row.gap_status in {"to_justify", "explained", "incomplete"},
    )


def _comment(facts: PackFacts, row: CommitmentFacts, sheets: tuple[Sheet, ...]) -> Comment:
    return Comment(
        f"{row.label} : {_overrun(row)}", _finding(row), _cause(facts, row), _action(facts, row, sheets)
    )


def _overrun(row: CommitmentFacts) -> str:
    if row.in_seconds:
        allowed = f" pour {formats.duration(row.allowed)} admis" if row.allowed is not None else ""
        return f"{formats.duration(row.failures)} d’arrêt{allowed}"
    allowed = f" pour {formats.number(row.allowed)} admis" if row.allowed is not None else ""
    return f"{count_of(row.failures, 'échec')}{allowed}"


def _finding(row: CommitmentFacts) -> str:
    since = f"{formats.ordinal(row.streak)} mois" if row.streak > 1 else "Premier mois"
    still = (
        f", dont {count_of(row.late_open, 'ticket')} encore ouvert{'s' if row.late_open > 1 else ''}"
        if row.late_open
        else ""
    )
    return f"{since} sous {row.shown_target.removeprefix('≥').strip()}{still}."


def _cause(facts: PackFacts, row: CommitmentFacts) -> str:
    """The commonest category among the late tickets, when it explains at least a third of them."""
    late = [ticket for ticket in facts.late if ticket.code == row.code]
    named = Counter(ticket.category for ticket in late if ticket.category)
    if not named:
        return capital(row.reason) if row.reason else "À expliquer par le prestataire."
    category, times = min(named.items(), key=lambda item: (-item[1], item[0]))
    if 3 * times < len(late) or times < 2:
        return "Aucune catégorie ne domine ; à expliquer par le prestataire."
    return f"{formats.number(times)} cas sur {formats.number(len(late))} dans « {category} » ; à expliquer par le prestataire."


def _action(facts: PackFacts, row: CommitmentFacts, sheets: tuple[Sheet, ...]) -> str:
    words = (row.short.lower(), *(("pénalité",) if row.penalty else ()))
    served = [sheet for sheet in sheets if any(word in sheet.question.lower() for word in words)]
    if served and not served[0].state:
        return f"Décision {served[0].label} demandée."
    told = f"Décision {served[0].label} {served[0].state}. " if served else ""
    engaged = [
        f"A-{action.number} pour le {formats.date_short(action.due_on)}"
        for action in facts.actions
        if action.state in {"todo", "doing"} and row.short.lower() in action.title.lower()
    ]
    return f"{told}{listing(engaged)}." if engaged else f"{told}Aucune action engagée."
