"""Reading the dashboard of one month."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from contracts.engine.dates import term
from contracts.models import Contract
from contracts.selectors.lifetime import outside_month, outside_today
from contracts.selectors.versions import rules_at
from core.engine import formats
from core.engine.months import Month
from governance.models import ActionItem, Committee, Decision
from infogerance.selectors.dashboard.page import Dashboard, NextCommittee
from infogerance.selectors.portfolio import SATISFACTION, is_client
from infogerance.selectors.strips import strip_of
from kpis import selectors as kpis
from kpis.selectors.following import followed_by
from reports.selectors.pages import too_early
from reversibility.selectors import readiness_for
from slas.engine.verdicts import Verdict
from slas.selectors.months import record_for
from slas.selectors.outlooks import outlook_page
from slas.selectors.penalties import alerts_in, claim_for
from slas.selectors.reconciliation import gap_drawing, gaps_of
from slas.selectors.results import contested_for, heatmap_of, results_for

SHOWN_GAPS = 5
OPEN_STATES = (ActionItem.State.TODO, ActionItem.State.DOING)


def dashboard_for(contract: Contract, month: Month, today: date) -> Dashboard | None:
    """The dashboard of one month; None before its first result."""
    record = record_for(contract, month)
    if record is None or record.computed_at is None:
        return None
    span = [month.shift(step) for step in range(-11, 1)]
    everything = results_for(contract, span)
    results = [r for r in everything if r.month == month]
    heat = heatmap_of(everything, span, contested_for(contract, span))
    different = gaps_of(results)
    followed = followed_by(contract)
    cards = {card.code: card for card in kpis.cards_for(contract, month, followed)}
    felt, client = cards.get(SATISFACTION), is_client(contract)
    return Dashboard(
        record=record,
        heat=heat,
        results=results,
        strip=strip_of(heat, contract.reference),
        missed=[row for row in heat.rows if row.last and row.last.verdict == Verdict.BREACHED],
        gaps=gap_drawing(different[:SHOWN_GAPS]),
        gap_count=len(different),
        satisfaction=felt.row if felt else None,
        felt=felt.drawing if felt and felt.row else None,
        signals=kpis.signals_for(contract, month, followed),
        stable=kpis.stable_count(cards.values()),
        term=term(contract.clause, today),
        readiness=readiness_for(contract, today) if client else None,
        committee=next_committee(contract, month, today),
        satisfaction_target=rules_at(contract, month.last_day).satisfaction_target,
        renewed=contract.renewal == Contract.Renewal.TACIT,
        today=today,
        claim=claim_for(contract, month),
        alerts=alerts_in(heat, contract, month) if client else [],
        outlook=outlook_page(contract, timezone.now()),
    )


def empty_words(contract: Contract, month: Month | None, today: date) -> dict[str, str]:
    """What the page says while there is no figure: `title`, `waiting`, and `early` before anything can be deposited."""
    early = too_early(contract, today)
    if early:
        return {
            "title": outside_today(contract, today) or "Aucun mois calculé pour l’instant",
            "waiting": early,
            "early": early,
        }
    if month is None:
        title = outside_today(contract, today) or "Aucun mois calculé pour l’instant"
    else:
        title = outside_month(contract, month) or f"Pas encore de chiffres pour {formats.month_long(month)}"
    return {"title": title, "waiting": waiting_words(contract, month, today), "early": ""}


def waiting_words(contract: Contract, month: Month | None, today: date) -> str:
    """Why a month has no figure yet: its report is awaited since a day, or nothing was ever deposited."""
    record = record_for(contract, month) if month else None
    if month is not None and record is None and outside_month(contract, month):
        return "Le contrat ne couvre pas ce mois : rien n’y est attendu."
    if month is None or record is None:
        return "Aucun chiffre pour ce mois : aucun rapport n’y a été déposé."
    name, due = formats.month_of(month), formats.date_short(record.due_on)
    if record.delivery_id:
        return f"Le rapport {name} est déposé, son calcul n’est pas terminé."
    verb = "était" if record.due_on < today else "est"
    return f"En attente : le rapport {name} n’est pas déposé. Il {verb} attendu le {due}."


def next_committee(contract: Contract, month: Month, today: date) -> NextCommittee | None:
    """The committee about this month, or else the next one to come."""
    rows = (
        Committee.objects.filter(contract=contract).exclude(state=Committee.State.LAPSED).order_by("held_on")
    )
    found = (
        rows.filter(month=month, kind=Committee.Kind.STEERING).first()
        or rows.filter(held_on__gte=today).first()
    )
    if found is None:
        return None
    actions = list(ActionItem.objects.filter(contract=contract, state__in=OPEN_STATES))
    return NextCommittee(
        committee=found,
        in_days=(found.held_on - today).days,
        decisions=list(Decision.objects.filter(committee=found).order_by("number")),
        actions=len(actions),
        late=sum(action.due_on < today for action in actions),
    )
