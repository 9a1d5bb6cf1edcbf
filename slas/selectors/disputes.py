"""Disputes of a contract: what is open, on what, and how far it may move a figure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from contracts.engine.rules import Rules
from contracts.models import Contract
from contracts.selectors.versions import rules_at
from core.engine import formats
from core.engine.months import Month
from core.engine.ratios import Rate, display_percent
from core.engine.typography import NBSP
from core.scope import Side
from slas.engine.effects import Effect, possible_effect
from slas.engine.rates import VolumeClause
from slas.engine.verdicts import Verdict
from slas.models import Commitment, CommitmentMonth, Dispute, TicketVerdict
from slas.models.disputes import PENDING
from slas.selectors.figures import tidy


def disputes_of(contract: Contract) -> QuerySet[Dispute]:
    """Every dispute of the contract with its ticket and people, the last opened first."""
    rows = Dispute.objects.filter(contract=contract).select_related(
        "contract", "ticket", "opened_by", "settled_by"
    )
    return rows.order_by("-number")


def disputes_for(contract: Contract, month: Month) -> list[Dispute]:
    """The disputes of one month, the last opened first (1 query)."""
    return list(disputes_of(contract).filter(month=month))


def open_disputed_lives(contract: Contract, month: Month) -> dict[str, set[tuple[int, int]]]:
    """Tickets, by id and life, whose verdict of the month is contested or asked out of the base, by commitment code."""
    found: dict[str, set[tuple[int, int]]] = defaultdict(set)
    rows = Dispute.objects.filter(contract=contract, month=month, state__in=PENDING).exclude(ticket=None)
    for code, *key in rows.values_list("commitment_code", "ticket_id", "life"):
        found[code].add(tuple(key))
    return dict(found)


def awaiting_answer(settled: Iterable[int], provided: Iterable[int]) -> list[Dispute]:
    """Disputes that await an answer: of the client on the contracts `settled`, of the provider on `provided`.

    What was referred waits for the client, who records what the committee decided (1 query).
    """
    asked = Q(state=Dispute.State.OPEN)
    mine = Q(contract_id__in=list(settled)) & (
        asked & Q(opened_side=Side.PROVIDER.value) | Q(state=Dispute.State.COMMITTEE)
    )
    theirs = Q(contract_id__in=list(provided)) & asked & Q(opened_side=Side.CLIENT.value)
    rows = Dispute.objects.filter(mine | theirs).select_related("contract", "ticket")
    return list(rows.order_by("answer_due_on", "pk"))


@dataclass(frozen=True)
class FigureAtStake:
    """What open disputes leave of one commitment's month: firm, disputed, and the range of the rate.

    `present`: the verdict of the month as it stands; `whole_month`: the one asked in its place, where it differs.
    """

    effect: Effect
    commitment: Commitment
    present: str
    whole_month: str = ""

    @property
    def words(self) -> str:
        """« Effet possible : de 86,8 % aujourd’hui à 86,7 %, le verdict reste non respecté (cible 90 %). »

        From the rate as it stands to the one that accepting leads to; both ends where disputes pull both ways.
        """
        effect = self.effect
        now, low, high = (self._shown(rate) for rate in (effect.now, effect.low, effect.high))
        if effect.low == effect.high:
            return f"Taux inchangé, {self._verdict}."
        if effect.now not in {effect.low, effect.high}:
            return f"Effet possible{NBSP}: {now} aujourd’hui, de {low} à {high}, {self._verdict}."
        after = high if effect.now == effect.low else low
        return f"Effet possible{NBSP}: de {now} aujourd’hui à {after}, {self._verdict}."

    @property
    def _verdict(self) -> str:
        """What becomes of the verdict of the month; the clause of small volumes is named where it keeps it."""
        present = formats.verdict(self.present).lower()
        if self.whole_month:
            return f"le verdict du mois passerait de {present} à {formats.verdict(self.whole_month).lower()}"
        if self.flips:
            return "le verdict du mois en dépend"
        target = formats.percent(tidy(self.commitment.required_rate))
        clause = " par la clause de volume réduit" if self.effect.by_clause else ""
        return f"le verdict reste {present}{clause} (cible {target})"

    @property
    def flips(self) -> bool:
        """Whether the verdict of the month depends on what is decided."""
        return self.effect.flips or bool(self.whole_month)

    @property
    def parts(self) -> str:
        """« 164 tickets jugés fermes, 4 contestés »."""
        firm = formats.count(self.effect.firm, "ticket jugé ferme|tickets jugés fermes")
        return f"{firm}, {formats.count(self.effect.disputed, 'contesté')}"

    def _shown(self, rate: Rate) -> str:
        exact = rate.percent
        if exact is None:
            return formats.verdict(Verdict.NOT_APPLICABLE).lower()
        return formats.percent(display_percent(exact, self.commitment.required_rate))


def figure_at_stake(
    result: CommitmentMonth,
    disputes: Iterable[Dispute],
    rules: Rules,
    verdicts: Iterable[TicketVerdict],
) -> FigureAtStake | None:
    """What the open disputes among these may do to a result; None when none is open.

    `rules`: those in force at the end of the month; `verdicts`: those of the month, or of the disputed tickets.
    """
    pending = [row for row in disputes if row.is_pending]
    if not pending:
        return None
    commitment = result.commitment
    own = commitment.min_volume
    clocked = commitment.kind in {Commitment.Kind.RESPONSE, Commitment.Kind.RESOLUTION}
    clause = VolumeClause(rules.min_volume if own is None else own, rules.min_failures) if clocked else None
    effect = possible_effect(
        Rate(result.met, result.counted),
        _changes(pending, verdicts),
        commitment.required_rate,
        clause,
    )
    whole = [row.proposed for row in pending if row.ticket_id is None]
    changed = next((state for state in whole if state and state != result.verdict), "")
    return FigureAtStake(effect, commitment, result.verdict, changed)


def stake_of(contract: Contract, dispute: Dispute) -> tuple[CommitmentMonth | None, FigureAtStake | None]:
    """The result that a dispute is about, and what this dispute alone may do to it (4 queries)."""
    rows = CommitmentMonth.objects.filter(
        contract=contract, month=dispute.month, commitment__code=dispute.commitment_code
    )
    result = rows.select_related("commitment").first()
    if result is None:
        return None, None
    about = TicketVerdict.objects.filter(
        contract=contract,
        commitment__code=dispute.commitment_code,
        month=dispute.month,
        ticket=dispute.ticket,
    )
    rules = rules_at(contract, dispute.month.last_day)
    return result, figure_at_stake(result, [dispute], rules, about)


def _changes(pending: Iterable[Dispute], verdicts: Iterable[TicketVerdict]) -> list[tuple[str, str]]:
    """Verdict of the month and verdict proposed, for each ticket an open dispute names."""
    proposed = {(row.ticket_id, row.life): row.proposed for row in pending if row.ticket_id and row.proposed}
    found = ((verdict.state, proposed.get((verdict.ticket_id, verdict.life))) for verdict in verdicts)
    return [(state, asked) for state, asked in found if asked]
