"""What stands against an amendment, said all at once: its change, its day, its reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from contracts.engine.lifetime import ends_before
from contracts.engine.problems import FileRefused, Problem
from contracts.models import Amendment, Contract, ContractVersion, ServiceCalendar
from contracts.selectors.terms_to_come import clause_then
from core.engine import formats
from core.scope import Side
from slas.engine.candidate import Candidate
from slas.selectors.amendments import first_open_day
from slas.services.ground.promising import PromiseBook
from slas.services.prices.replaying import candidate_for

REASON_LENGTH = 10


@dataclass(frozen=True)
class Complaint:
    """One thing to correct, in French, with its remedy.

    `field`: what was typed, empty for the change itself, whose `place` then says where in it.
    """

    text: str
    field: str = ""
    place: str = ""

    def __str__(self) -> str:
        return f"{self.place} : {self.text}" if self.place else self.text


class AmendmentRefused(Exception):
    """The amendment cannot be taken as asked; `complaints` say all that is to correct."""

    def __init__(self, *complaints: Complaint) -> None:
        self.complaints = complaints
        super().__init__("\n".join(map(str, complaints)))


def refused(text: str, field: str = "") -> AmendmentRefused:
    """The refusal that has one thing to say."""
    return AmendmentRefused(Complaint(text, field))


def about_reason(reason: str) -> list[Complaint]:
    if len(reason.strip()) >= REASON_LENGTH:
        return []
    return [Complaint(f"Le motif est à écrire, en {REASON_LENGTH} caractères au moins.", "reason")]


def about_signer(amendment: Amendment, person: int, side: Side) -> list[Complaint]:
    """What stands against this person approving it: the provider's side, or being its author."""
    if side is not Side.CLIENT:
        return [Complaint("Un avenant s’approuve du côté du client.")]
    if amendment.proposed_by_id == person:
        return [Complaint("Vous avez proposé cet avenant : une seconde personne l’approuve.")]
    return []


def examined(
    contract: Contract, *, change: str | None, effective_on: date | None, reason: str | None
) -> tuple[Candidate | None, list[Complaint]]:
    """The change read against the contract, and everything to correct; what could not be read (None) is not judged."""
    found = [] if reason is None else about_reason(reason)
    wrong_day = [] if effective_on is None else about_day(contract, effective_on)
    found += wrong_day
    if change is None:
        return None, found
    day = date.max if effective_on is None or wrong_day else effective_on  # one fault is told once
    try:
        candidate = candidate_for(contract, PromiseBook.of(contract), change, day)
    except FileRefused as refusal:
        return None, [*found, *_told(refusal.problems)]
    return candidate, [*found, *_told(_rewritten(contract, candidate))]


def checked(contract: Contract, *, change: str, effective_on: date, reason: str | None = None) -> Candidate:
    """The change that nothing stands against. Raises AmendmentRefused with all that does."""
    candidate, found = examined(contract, change=change, effective_on=effective_on, reason=reason)
    if candidate is None or found:
        raise AmendmentRefused(*found)
    return candidate


def refuse_reserved(candidate: Candidate, side: Side) -> None:
    """The exit clause is the client's own paper: the other side, which does not read it, does not propose it."""
    if "sortie" in candidate.terms and side is not Side.CLIENT:
        raise refused(
            "La clause de sortie se propose du côté du client. Retirez la table [sortie].", "tables"
        )


def _told(problems: Iterable[Problem]) -> list[Complaint]:
    return [Complaint(f"{one.message} {one.remedy}", place=one.place) for one in problems]


def _rewritten(contract: Contract, candidate: Candidate) -> list[Problem]:
    known = set(ServiceCalendar.objects.filter(contract=contract).values_list("code", flat=True))
    return [
        Problem(
            f"plage {one.code}",
            "elle existe déjà : la changer récrirait les mois passés.",
            "Donnez un nouveau code à la nouvelle plage, et citez-le dans les engagements qui la prennent.",
        )
        for one in candidate.hours
        if one.code in known
    ]


def about_day(contract: Contract, day: date) -> list[Complaint]:
    """What stands against a day of effect: every refusal names the first day that would do."""
    last = ContractVersion.objects.filter(contract=contract).order_by("effective_on").last()
    agreed = last.effective_on if last is not None else contract.starts_on
    opened = first_open_day(contract)
    earliest = max(contract.starts_on + timedelta(days=1), agreed + timedelta(days=1), opened or day.min)
    if end := ends_before(clause_then(contract), day):
        text = f"Le contrat finit au plus tard le {formats.date_short(end)} : un avenant prend effet avant."
        return [Complaint(text, "effective_on")]
    if day >= earliest:
        return []
    if day <= contract.starts_on:
        why = "Un avenant prend effet après le début du contrat."
    elif day <= agreed:
        why = f"Une version vaut déjà depuis le {formats.date_short(agreed)} : deux versions ne se recouvrent pas."
    else:
        why = "Un avenant ne change pas un mois clos."
    which = ", premier jour du premier mois ouvert" if earliest == opened else ""
    remedy = f"Écrivez le {formats.date_short(earliest)} au plus tôt{which}."
    return [Complaint(f"{why} {remedy}", "effective_on")]
