"""Surveys of the demonstration: the barometer of each past quarter, and a ticket survey that still runs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from accounts.models import Membership
from contracts.models import Contract
from contracts.selectors.calendar_feed import digest_of
from core.engine import formats
from core.engine.months import Month
from core.scope import for_contract
from infogerance.demo.chance import Stream
from infogerance.demo.people import REFERENT
from infogerance.demo.worlds import CLOUD, OFFICE
from kpis.engine.questions import QUESTIONS
from kpis.models import Survey, SurveyInvitation
from kpis.services.answering_surveys import answer_survey
from kpis.services.closing_surveys import close_survey
from kpis.services.surveys import create_survey, issue_links

QUARTERS = 4
GROUPS = {
    OFFICE.reference: (("Siège", 34), ("Entrepôt", 22), ("Agence commerciale", 14)),
    CLOUD.reference: (("Équipe applicative", 12),),
}
ANSWERED = {"Siège": 0.6, "Entrepôt": 0.45, "Agence commerciale": 0.45, "Équipe applicative": 0.75}
LIKING = {OFFICE.reference: (7.9, 7.6, 7.0, 6.6), CLOUD.reference: (8.2, 7.4, 6.7, 6.1)}
"""Mean recommendation of each quarter, the oldest first: the business is less and less pleased."""
WORDS = (
    ("Le rappel est rapide et le problème est compris.", "Il faut réexpliquer le problème depuis le début."),
    ("L’ERP répond mieux depuis l’été.", "L’ERP est lent le lundi matin, c’est la troisième fois que je le signale."),
    ("Rien à dire, le dépannage du scanner a pris dix minutes.", "Le scanner est resté en panne trois jours."),
    ("Le suivi de la demande est clair.", "On ne sait jamais où en est la demande."),
    ("L’imprimante a été vérifiée avant la clôture.",
     "Le ticket a été fermé alors que l’imprimante ne marchait toujours pas."),
    ("Équipe aimable et compétente.", "On me renvoie d’un interlocuteur à l’autre."),
    ("Les arrivées sont enfin préparées avant le premier jour.", "Mon poste n’était pas prêt à mon arrivée."),
    ("Le réseau de l’entrepôt a tenu pendant l’inventaire.", "Le réseau de l’entrepôt coupe pendant les inventaires."),
)  # fmt: skip
"""What people write of a subject: pleased, then not."""
PLEASED = 0.6
"""Share of the scale, over all the marks of an answer, from which one writes as pleased."""


def hold_surveys(*, contracts: dict[str, Contract], until: Month, today: date) -> bool:
    """Ask the people of each contract; a contract that already asked is left alone. Returns whether any was asked."""
    asked = False
    for reference, contract in contracts.items():
        with for_contract(contract.pk):
            if Survey.objects.filter(contract=contract).exists():
                continue
            member = Membership.objects.select_related("user").get(contract=contract, user__email=REFERENT)
            for rank, month in enumerate(_quarters(until)):
                _hold_barometer(contract, month, LIKING[reference][rank], member)
            _open_ticket_survey(contract, today, member)
            asked = True
    return asked


def _quarters(until: Month) -> list[Month]:
    """The last months of the last quarters that are over, the oldest first."""
    last = next(month for month in (until, until.shift(-1), until.shift(-2)) if month.number % 3 == 0)
    return [last.shift(-3 * back) for back in range(QUARTERS - 1, -1, -1)]


def _hold_barometer(contract: Contract, month: Month, liking: float, member: Membership) -> None:
    closes_on = month.last_day
    survey = create_survey(
        contract=contract, kind="barometer", title=f"Écho métier du {formats.ordinal((month.number + 2) // 3)} trimestre {month.year}",
        addressed_to="Les métiers", opens_on=closes_on - timedelta(days=20), closes_on=closes_on, member=member,
    )  # fmt: skip
    rng = Stream("echo", contract.reference, month)
    for group, quantity in GROUPS[contract.reference]:
        _ask(rng, survey, group, quantity, liking, member)
    at = datetime.combine(closes_on + timedelta(days=1), time(7), UTC)
    close_survey(survey=survey, at=at, today=closes_on, member=member)


def _open_ticket_survey(contract: Contract, today: date, member: Membership) -> None:
    survey = create_survey(
        contract=contract, kind="ticket", title="Votre dernière demande au service informatique",
        addressed_to="Les personnes dépannées ce mois-ci", opens_on=today, closes_on=today + timedelta(days=21),
        member=member,
    )  # fmt: skip
    group, quantity = GROUPS[contract.reference][0]
    _ask(Stream("fin de ticket", contract.reference), survey, group, quantity, 7.5, member)


def _ask(rng: Stream, survey: Survey, group: str, quantity: int, liking: float, member: Membership) -> None:
    links = issue_links(survey=survey, quantity=quantity, group=group, member=member, today=survey.opens_on)
    for link in links[: round(quantity * ANSWERED[group])]:
        token = link.url.rstrip("/").rsplit("/", 1)[-1]
        invitation = SurveyInvitation.objects.get(token_hash=digest_of(token))
        marks = {
            question.name: _mark(rng, question.low, question.high, liking)
            for question in QUESTIONS[survey.kind]
        }
        comment = rng.choice(WORDS)[not _is_pleased(survey, marks)] if rng.random() < 0.3 else ""
        answer_survey(invitation=invitation, marks=marks, comment=comment)


def _is_pleased(survey: Survey, marks: Mapping[str, int]) -> bool:
    shares = [(marks[one.name] - one.low) / (one.high - one.low) for one in QUESTIONS[survey.kind]]
    return sum(shares) / len(shares) >= PLEASED


def _mark(rng: Stream, low: int, high: int, liking: float) -> int:
    """A mark around the liking, told from 0 to 10."""
    return min(max(round(rng.gauss(liking / 10 * high, high * 0.22)), low), high)
