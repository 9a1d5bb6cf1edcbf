"""Index values typed in, revisions applied: each an act of a person, with its source or its calculation."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from contracts.models import Contract, IndexValue, PriceRevision, RevisionClause
from contracts.selectors.fees import fees_of
from contracts.selectors.lifetime import local_today
from contracts.selectors.quotes import Quote, quote
from core.engine import formats
from core.engine.months import Month
from core.jobs import enqueue
from journal import services as journal

LATE = "Un mois clos suit déjà le forfait d’alors\u00a0: une révision ne revient pas sur un mois clos."


class RevisionRefused(Exception):
    """The act cannot be done as asked; the message is in French, with what to do."""


@transaction.atomic
def enter_index_value(
    *, contract: Contract, index: str, month: Month, value: Decimal, source: str, actor: Any, role: str
) -> IndexValue:
    """Keep a published value with its source. One already there is corrected, unless a revision rests on it."""
    if value <= 0:
        raise RevisionRefused("Un indice est supérieur à zéro.")
    if not source.strip():
        raise RevisionRefused("La source est à saisir\u00a0: où cette valeur a-t-elle été publiée\u00a0?")
    if month > Month.of(local_today(contract)):
        raise RevisionRefused("Ce mois est à venir\u00a0: son indice n’est pas publié.")
    used = PriceRevision.objects.filter(contract=contract, index=index)
    if used.filter(s1_month=month).exists() or used.filter(s0_month=month).exists():
        raise RevisionRefused("Une révision appliquée repose sur cette valeur\u00a0: elle ne change plus.")
    kept, _ = IndexValue.objects.update_or_create(
        contract=contract,
        index=index,
        month=month,
        defaults={
            "value": value,
            "source": source.strip(),
            "entered_by": actor,
            "entered_at": timezone.now().replace(microsecond=0),
        },
    )
    journal.record(
        contract_id=contract.pk,
        action="index.entered",
        subject=f"{index} {month}",
        actor=actor,
        role=role,
        details={"value": str(value), "source": source.strip()},
    )
    return kept


def quote_of(contract: Contract, effective_on: date) -> Quote:
    """What a revision on a day comes to, from the values typed in (4 queries). Raises RevisionRefused."""
    clause = RevisionClause.objects.filter(contract=contract).first()
    if clause is None:
        raise RevisionRefused(
            "Le contrat n’a pas de clause de révision\u00a0: ajoutez [revision] à son fichier."
        )
    terms = clause.terms
    values = IndexValue.objects.filter(contract=contract, index=terms.index).values_list("month", "value")
    return quote(terms, effective_on, dict(values), fees_of(contract))


@transaction.atomic
def apply_revision(
    *, contract: Contract, effective_on: date, asked_on: date | None, actor: Any, role: str, today: date
) -> PriceRevision:
    """Make the revised fee the fee from a date on, with its proof. Raises RevisionRefused."""
    quoted = quote_of(contract, effective_on)
    _check(contract, quoted, asked_on, today)
    made = _store(contract, quoted, asked_on, actor)
    journal.record(
        contract_id=contract.pk,
        action="revision.applied",
        subject=str(effective_on),
        actor=actor,
        role=role,
        details={
            "base": str(made.base_price),
            "price": str(made.price),
            "s0": str(made.s0),
            "s1": str(made.s1),
            "asked_on": str(asked_on or ""),
        },
    )
    # The months from that day on owe penalties on the new fee; a closed one is never among them.
    enqueue(contract_id=contract.pk, kind="month", key=f"revision-{made.pk}")
    return made


def _check(contract: Contract, quoted: Quote, asked_on: date | None, today: date) -> None:
    terms, on = quoted.terms, quoted.effective_on
    if on not in terms.dates_until(max(on, today)) or on < contract.starts_on:
        raise RevisionRefused("Le contrat ne prévoit pas de révision à cette date.")
    if PriceRevision.objects.filter(contract=contract, effective_on__gte=on).exists():
        raise RevisionRefused("Cette révision, ou une plus récente, est déjà appliquée.")
    if quoted.outcome.state == "pending_index":
        missing = terms.base_month if quoted.s0 is None else quoted.s1_month
        raise RevisionRefused(
            f"Indice non publié\u00a0: saisissez d’abord {terms.index} {formats.month_of(missing)}, avec sa source."
        )
    limit = terms.claim_until(on)
    if limit is None or terms.asked_by == "automatic":
        return
    if asked_on is None:
        raise RevisionRefused(
            "La date de la demande est à saisir\u00a0: le contrat fixe un délai pour demander."
        )
    if asked_on > today:
        raise RevisionRefused("La date de la demande ne peut pas être à venir.")
    if asked_on > limit:
        raise RevisionRefused(
            f"La demande devait être reçue au plus tard le {formats.date_short(limit)}\u00a0: la révision est forclose."
        )


def _store(contract: Contract, quoted: Quote, asked_on: date | None, actor: Any) -> PriceRevision:
    """A closed month is guarded by the database: it refuses a revision that would reach it."""
    outcome = quoted.outcome
    try:
        with transaction.atomic():
            return PriceRevision.objects.create(
                contract=contract,
                effective_on=quoted.effective_on,
                asked_on=asked_on,
                base_price=quoted.base,
                former_price=quoted.former,
                price=outcome.price,
                index=quoted.terms.index,
                s0_month=quoted.terms.base_month,
                s0=quoted.s0,
                s1_month=quoted.s1_month,
                s1=quoted.s1,
                proof=[{"step": line.step, "value": str(line.value)} for line in outcome.proof],
                applied_by=actor,
                applied_at=timezone.now().replace(microsecond=0),
            )
    except IntegrityError as refusal:
        raise RevisionRefused(LATE) from refusal
