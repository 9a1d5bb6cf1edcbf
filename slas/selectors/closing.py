"""May a month be closed: what is looked at before."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from contracts.models import Contract
from core.engine import formats
from core.engine.months import Month
from reports import selectors as reports
from reports.models import Delivery
from slas.engine.verdicts import Verdict
from slas.models import CommitmentMonth, Dispute, MonthRecord
from slas.selectors.checks import checks_page
from slas.selectors.gap_answers import GapAnswers
from slas.selectors.omission_lines import absent_count
from slas.selectors.settlements import month_digest

GONE = "ticket connu avant et absent de ce dépôt|tickets connus avant et absents de ce dépôt"
GAP_SILENT = "écart sans réponse du prestataire|écarts sans réponse du prestataire"
GAP_DUE = "justification d’écart à trancher|justifications d’écart à trancher"
GAP_SAID = "écart répondu, non expliqué|écarts répondus, non expliqués"

UNDOING = "Le retrait d’un dépôt est en cours\u00a0: attendez que les autres versions soient relues."


@dataclass(frozen=True)
class Check:
    """One thing looked at before closing; `stops` where the month cannot be closed without it."""

    state: str
    text: str
    stops: bool = False

    @property
    def passed(self) -> bool:
        return self.state == Verdict.MET


def checks_for(contract: Contract, month: Month) -> list[Check]:
    """What is looked at before closing: report, files, figures, gaps, omissions, disputes, questions, earlier months, penalties."""
    record = MonthRecord.objects.filter(contract=contract, month=month).select_related("delivery").first()
    delivery = reports.current_delivery(contract, month)
    found = [_report(delivery)]
    if delivery is not None:
        found += [_reading(contract, month), _computed(record, fresh=month_digest(contract, month))]
        found += [_gaps(contract, month), _omissions(record), _disputes(contract, month)]
        found += [_questions(contract, month), _earlier(contract, month), _penalties(record)]
    return found


def _report(delivery: Delivery | None) -> Check:
    if delivery is None:
        return Check(
            Verdict.BREACHED,
            "Le rapport du mois n’est pas déposé\u00a0: déposez-le avant de clore.",
            stops=True,
        )
    return Check(Verdict.MET, f"Rapport reçu, version {delivery.version}.")


def _reading(contract: Contract, month: Month) -> Check:
    if reports.withdrawals_under_way(contract):
        return Check(Verdict.BREACHED, UNDOING, stops=True)
    states = [Delivery.State.RECEIVED, Delivery.State.READING]
    waiting = Delivery.objects.filter(contract=contract, month=month, state__in=states).count()
    if waiting:
        return Check(
            Verdict.BREACHED,
            "Un dépôt de ce mois est en cours de lecture\u00a0: attendez qu’il soit lu.",
            stops=True,
        )
    return Check(Verdict.MET, "Aucun dépôt en cours de lecture.")


def _computed(record: MonthRecord | None, fresh: str) -> Check:
    if record is None or record.computed_at is None:
        return Check(Verdict.BREACHED, "Le mois n’est pas calculé\u00a0: lancez le calcul.", stops=True)
    if record.facts_digest != fresh:
        return Check(
            Verdict.PENDING, "Les faits ont changé depuis le calcul\u00a0: la clôture recalcule le mois."
        )
    return Check(Verdict.MET, "Chiffres à jour des derniers dépôts.")


def _gaps(contract: Contract, month: Month) -> Check:
    """Gaps left open, by whom they wait for: the provider, the referent, or what was said without ending them."""
    rows = CommitmentMonth.objects.filter(
        contract=contract, month=month, gap_status=CommitmentMonth.GapStatus.TO_JUSTIFY
    )
    waiting = list(rows.select_related("commitment").order_by("commitment__code"))
    if not waiting:
        return Check(Verdict.MET, "Aucun écart sans réponse.")
    answers = GapAnswers.of(contract, month)
    named: dict[str, list[str]] = defaultdict(list)
    for row in waiting:
        words = GAP_DUE if answers.wait_on(row) else GAP_SAID if answers.in_force(row) else GAP_SILENT
        named[words].append(row.commitment.code)
    parts = [
        f"{formats.count(len(named[words]), words)}\u00a0: {', '.join(named[words])}"
        for words in (GAP_SILENT, GAP_DUE, GAP_SAID)
        if named[words]
    ]
    told = "\u202f; ".join(parts)
    return Check(Verdict.PENDING, f"{told}.")


def _omissions(record: MonthRecord | None) -> Check:
    gone = absent_count(record) if record else 0
    if gone:
        return Check(Verdict.PENDING, f"{formats.count(gone, GONE)}, à expliquer.")
    return Check(Verdict.MET, "Aucun ticket connu n’est absent du dépôt.")


def _disputes(contract: Contract, month: Month) -> Check:
    waiting = Dispute.objects.filter(
        contract=contract, month=month, state__in=[Dispute.State.OPEN, Dispute.State.COMMITTEE]
    )
    codes = list(waiting.order_by("number").values_list("commitment_code", flat=True))
    if codes:
        return Check(
            Verdict.PENDING,
            f"{formats.count(len(codes), 'contestation')} à trancher\u00a0: {', '.join(dict.fromkeys(codes))}. "
            "Le mois se clôt avec les verdicts calculés, notés comme contestés\u00a0; une décision passera par une "
            "révision.",
        )
    return Check(Verdict.MET, "Aucune contestation à trancher.")


def _questions(contract: Contract, month: Month) -> Check:
    page = checks_page(contract, month)
    if page is not None and page.waiting:
        return Check(
            Verdict.PENDING, f"{formats.count(page.waiting, 'constat')} à expliquer dans les contrôles."
        )
    return Check(Verdict.MET, "Aucun constat à expliquer dans les contrôles.")


def _earlier(contract: Contract, month: Month) -> Check:
    """Caps of the year and points carried go from each month into the next: they are closed in order."""
    rows = MonthRecord.objects.filter(contract=contract, month__lt=str(month)).exclude(computed_at=None)
    opened = rows.exclude(state=MonthRecord.State.CLOSED).order_by("month").values_list("month", flat=True)
    names = [formats.month_long(one) for one in opened]
    if names:
        still = formats.count(len(names), "mois antérieur est ouvert|mois antérieurs sont ouverts")
        return Check(Verdict.PENDING, f"{still}\u00a0: {', '.join(names)}. Clôturez d’abord le plus ancien.")
    return Check(Verdict.MET, "Tous les mois antérieurs sont clos.")


def _penalties(record: MonthRecord | None) -> Check:
    if record is None or record.penalty_due is None:
        return Check(Verdict.PENDING, "Les pénalités ne sont pas calculées\u00a0: la clôture les calcule.")
    return Check(Verdict.MET, "Pénalités calculées.")
