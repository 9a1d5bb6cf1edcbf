"""Before an amendment is approved: what it would change as things stand now, and what that recomputes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from contracts.models import Amendment, Contract
from contracts.selectors.versions import version_at
from core.engine import formats
from core.engine.months import Month
from core.scope import Side
from reports.selectors import delivered_months
from slas.engine.amending import digest_of
from slas.engine.candidate import Candidate
from slas.models import MonthRecord
from slas.selectors.amended_terms import terms_effects
from slas.selectors.amendments import difference_of
from slas.services.amendment_checks import about_signer, examined


@dataclass(frozen=True)
class ApprovalPage:
    """What is asked: the difference, its consequences in sentences, and what stands against it (then nothing is asked)."""

    amendment: Amendment
    difference: list[dict[str, str]]
    effects: list[str]
    objections: list[str]

    @property
    def seen(self) -> str:
        """What the form carries: approving another difference than the one shown is refused."""
        return digest_of(self.difference)


def approval_page(
    contract: Contract, amendment: Amendment, person: int, side: Side, today: date
) -> ApprovalPage:
    """The page that asks a person to approve; where the change no longer holds, the difference as it was proposed."""
    day = amendment.effective_on
    candidate, found = examined(contract, change=amendment.change, effective_on=day, reason=None)
    found = [*about_signer(amendment, person, side), *found]
    difference = amendment.difference if candidate is None else difference_of(contract, candidate, day)
    effects = [] if found or candidate is None else _effects(contract, amendment, candidate, today)
    return ApprovalPage(amendment, difference, effects, [str(one) for one in found])


def _effects(contract: Contract, amendment: Amendment, candidate: Candidate, today: date) -> list[str]:
    """What comes to an end, what is computed again, what does not move."""
    day = amendment.effective_on
    before = version_at(contract, day)
    eve = formats.date_short(day - timedelta(days=1))
    told = [f"La version {before.number} s’applique jusqu’au {eve}, la version {amendment.number} ensuite."]
    if day > today and candidate.scope:
        told.append(
            f"Le périmètre change le {formats.date_short(day)} ; jusque-là, il reste celui d’aujourd’hui."
        )
    if day < today:
        told.append(
            "La prise d’effet est passée : l’avenant vaut depuis ce jour, pas depuis votre approbation."
        )
    told += terms_effects(contract, amendment, candidate, today)
    told += _unsaid(candidate)
    return [*told, _recomputed(months_after(contract, day)), "Les mois clos ne changent pas."]


def _unsaid(candidate: Candidate) -> list[str]:
    """What the audit of the contract will miss of each item brought into the scope or changed there."""
    told = []
    for line in (change.after for change in candidate.scope if change.after.status == "in"):
        said = {
            "site": line.sites or line.coverage,
            "type d’intervention": line.interventions,
            "criticité": line.criticality,
        }
        if missing := [name for name, value in said.items() if not value]:
            told.append(
                f"« {line.name} » sera inclus sans {', sans '.join(missing)} : le contrôle du contrat le relèvera. "
                "Complétez-le dans le périmètre dès la prise d’effet."
            )
    return told


def months_after(contract: Contract, day: date) -> list[Month]:
    """Delivered months that a change in force from a day on makes compute again: those not closed (2 queries)."""
    closed = set(
        MonthRecord.objects.filter(contract=contract, state=MonthRecord.State.CLOSED).values_list(
            "month", flat=True
        )
    )
    return [month for month in delivered_months(contract) if month.last_day >= day and month not in closed]


def _recomputed(months: Sequence[Month]) -> str:
    if not months:
        return "Aucun mois déposé n’est à recalculer."
    names = ", ".join(formats.month_long(month) for month in months)
    return f"{formats.count(len(months), 'mois')} à recalculer, pénalités comprises : {names}."
