"""The honest life of a contract: acts drawn at random, each as its page or its job would do it."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from accounts.models import Membership
from contracts.models import ContractVersion
from core.engine.months import Month
from core.scope import Side
from reports.models import Delivery, DeliveryFile
from reports.services import (
    DepositRefused,
    IncomingFile,
    WithdrawalRefused,
    deposit,
    read_delivery,
    withdraw_delivery,
)
from slas.engine.disputing import Act
from slas.models import Dispute, MonthRecord, PenaltyClaim, TicketVerdict
from slas.services import DisputeRefused, compute_months, forget_undelivered, open_dispute, settle
from slas.services.closing.acts import (
    ClosingRefused,
    MonthClosed,
    MonthOpen,
    close_month,
    revise_month,
)
from slas.services.prices.penalty_acts import Actor, PenaltyRefused, notify_penalty, waive_penalty
from tests.slas.closable import file_of, line
from tests.slas.parties import answer, claim, loaded

LOG_HEAD = "ticket;de;à;le;acteur;motif"
REFERENCES = [f"INC-{n:03}" for n in range(1, 11)]
MONTHS = [Month(2026, number) for number in range(1, 5)]
REFUSALS = (
    *(DepositRefused, WithdrawalRefused, DisputeRefused, PenaltyRefused),
    *(ClosingRefused, MonthClosed, MonthOpen),
)
WEIGHTS = {
    "hand": 8, "hand_again": 3, "withdraw": 6, "work": 7, "compute": 3, "close": 4, "revise": 4,
    "contest": 2, "decide": 2, "penalise": 1, "amend": 1,
}  # fmt: skip


class Life:
    """One contract, what was handed in, and the work that waits for a worker."""

    def __init__(
        self, contract: Any, chance: random.Random, referent: Membership, provider: Membership
    ) -> None:
        self.contract, self.chance = contract, chance
        self.referent, self.provider = referent, provider
        self.sent: list[tuple[Month, list[tuple[str, str, bytes]]]] = []
        self.waiting: list[int] = []

    def act(self) -> str:
        """One act, done or refused; says which."""
        name = self.chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        try:
            told = getattr(self, name)()
        except REFUSALS as refused:
            told = f"refused: {refused}"
        return f"{name} {told}"

    def hand(self) -> str:
        month = self.chance.choice(MONTHS)
        files = [("tickets", "tickets.csv", file_of(self._tickets(month)))]
        if self.chance.random() < 0.4:
            named = sorted(self.chance.sample(REFERENCES, self.chance.randint(1, 5)))
            files.append(("status_log", "journal.csv", journal_of(self.chance, named, month.number)))
        if self.chance.random() < 0.4:
            day = self.chance.randint(1, 27)
            text = f"Service;Début;Fin;Imputabilité\nERP;{day:02}/{month.number:02}/2026 10:00;"
            files.append(
                (
                    "outages",
                    "pannes.csv",
                    f"{text}{day:02}/{month.number:02}/2026 11:30;Prestataire\n".encode(),
                )
            )
        self.sent.append((month, files))
        return self._hand(month, files)

    def hand_again(self) -> str:
        return self._hand(*self.chance.choice(self.sent)) if self.sent else ""

    def _hand(self, month: Month, files: list[tuple[str, str, bytes]]) -> str:
        sent = [IncomingFile(DeliveryFile.Kind(kind), name, content) for kind, name, content in files]
        delivery = deposit(contract=self.contract, month=month, files=sent)
        self._wait(delivery)
        return str(delivery)

    def _tickets(self, month: Month) -> list[str]:
        rows = []
        for reference in sorted(self.chance.sample(REFERENCES, self.chance.randint(2, 8))):
            start = max(month.number - self.chance.choice([0, 0, 1]), 1)
            opened = f"{self.chance.randint(1, 9):02}/{start:02}/2026 09:{self.chance.randint(0, 59):02}"
            end = f"{self.chance.randint(10, 27):02}/{month.number:02}/2026 10:00"
            resolved = end if self.chance.random() < 0.7 else ""
            rows.append(line(reference, opened, resolved, self.chance.choice(["P3", "P3", "P2"])))
        return rows

    def _wait(self, delivery: Delivery) -> None:
        """Its job is queued; more often than not a worker is there at once."""
        if delivery.pk not in self.waiting:
            self.waiting.append(delivery.pk)
        if self.chance.random() < 0.6:
            self.work()

    def work(self) -> str:
        """The first job in line, then the figures of all months as often as not."""
        if not self.waiting:
            return ""
        delivery = read_delivery(
            delivery=Delivery.objects.select_related("contract").get(pk=self.waiting.pop(0))
        )
        if self.chance.random() < 0.5:
            self.compute()
        return f"{delivery} {delivery.state}"

    def withdraw(self) -> str:
        delivery = Delivery.objects.filter(is_current=True, month=self.chance.choice(MONTHS)).first()
        if delivery is None:
            return ""
        withdraw_delivery(delivery=delivery, reason="Fichier du mauvais mois.")
        self._wait(delivery)
        return str(delivery)

    def compute(self) -> str:
        forget_undelivered(contract=self.contract)
        delivered = Delivery.objects.filter(is_current=True).values_list("month", flat=True)
        compute_months(contract=self.contract, months=list(delivered))
        return ""

    def close(self) -> str:
        month = self.chance.choice(MONTHS)
        close_month(contract=self.contract, month=month, reason="Écart accepté en comité.")
        return str(month)

    def revise(self) -> str:
        month = self.chance.choice(MONTHS)
        revise_month(contract=self.contract, month=month, reason="Date corrigée depuis la clôture.")
        return str(month)

    def contest(self) -> str:
        records = list(MonthRecord.objects.exclude(first_computed_at=None).order_by("month"))
        record = self.chance.choice(records or [None])
        judged = TicketVerdict.objects.filter(month=record.month if record else None).order_by("pk")
        verdict = self.chance.choice(list(judged) or [None])
        if record is None or verdict is None:
            return ""
        asked = claim(
            verdict.ticket.reference,
            self.chance.choice(["met", "breached"]),
            month=verdict.month,
            code=verdict.commitment.code,
        )
        key = f"honest-{Dispute.objects.count()}"
        case = open_dispute(
            contract=self.contract,
            claim=asked,
            member=self.provider,
            form_key=key,
            at=record.first_computed_at,
        )
        return f"{case} {verdict.month}"

    def decide(self) -> str:
        case = Dispute.objects.filter(state=Dispute.State.OPEN).first()
        if case is None:
            return ""
        ruling = self.chance.choice([Act.ACCEPT, Act.ACCEPT, Act.REFUSE])
        settle(
            dispute=case,
            answer=answer(ruling, case),
            member=self.referent,
            at=case.opened_at + timedelta(days=1),
        )
        return str(ruling)

    def penalise(self) -> str:
        claims = list(PenaltyClaim.objects.order_by("pk"))
        if not claims:
            return ""
        chosen, actor = self.chance.choice(claims), Actor(self.referent.user, "referent", Side.CLIENT)
        day = date(2026, 6, 1)
        if self.chance.random() < 0.5:
            notify_penalty(claim=chosen, actor=actor, on=day, means="courriel", today=day)
        else:
            waive_penalty(claim=chosen, actor=actor, amount=chosen.left, reason="Geste convenu en comité.")
        return str(chosen)

    def amend(self) -> str:
        """The contract's words for priorities change: files read from now on are read otherwise."""
        rules = {"priority_map": {"Basse": self.chance.choice(["P2", "P3", "P4"])}}
        ContractVersion.objects.filter(contract=self.contract, number=0).update(settings=rules)
        loaded(self.contract)
        return str(rules)


def journal_of(chance: random.Random, references: list[str], month: int) -> bytes:
    """A status journal of some tickets, in time order."""
    lines = [LOG_HEAD]
    for reference in references:
        day, hour = chance.randint(1, 20), chance.randint(8, 15)
        when = [
            f"{day + n // 3:02}/{month:02}/2026 {hour + n % 3:02}:{chance.randint(0, 59):02}"
            for n in range(6)
        ]
        steps = ["Nouveau", "En cours", chance.choice(["En attente", "Résolu"]), "En cours", "Résolu", "Clos"]
        steps = steps[: chance.randint(1, 6)]
        for rank, (at, status) in enumerate(zip(when, steps, strict=False)):
            before = steps[rank - 1] if rank else ""
            reason = "Attente utilisateur" if status == "En attente" else ""
            lines.append(f"{reference};{before};{status};{at};Nadia;{reason}")
    return "\n".join([*lines, ""]).encode("utf-8-sig")
