"""What becomes of the penalties and disputes of a closed month: their rows against the journal's lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from contracts.models import Contract
from core.engine.months import Month
from core.scope import Audience
from journal.models import JournalEntry
from slas.models import Dispute, DisputeAct, PenaltyAct, PenaltyClaim, PenaltyLine
from slas.services.closing.comparing import Fault, differing_values
from slas.services.closing.pages import fixed, plain_row

PRICED = ("gross", "spared", "computed", "cut", "firm", "disputed", "credit", "ccag", "points_left", "proof")
OF_LINE = ("kind", "sense", "clause", "amount", "disputed", "points", "proof")
SETTLED = ("accepted", "refused", "withdrawn", "lapsed")
Line = dict[str, Any]


def claim_line(claim: PenaltyClaim) -> Line:
    """What stays of a claim once its month is closed."""
    kept = {"revision", "calculated_at", *PRICED}
    return {"code": ""} | {name: value for name, value in plain_row(claim).items() if name in kept}


def claim_lines(lines: Iterable[PenaltyLine]) -> list[Line]:
    """Its lines, by commitment, sense and nature."""
    found = [
        {"code": row.commitment.code, "effective_from": str(row.commitment.effective_from)}
        | {name: value for name, value in plain_row(row).items() if name in OF_LINE}
        for row in lines
    ]
    return sorted(found, key=lambda line: (line["code"], line["effective_from"], line["sense"], line["kind"]))


def claim_faults(contract: Contract, month: Month, kept: Sequence[Mapping[str, Any]]) -> Iterator[Fault]:
    """The claims of a month against what its closings and revisions kept, one after the other."""
    if any("claim" not in prices for prices in kept):
        return  # closed before claims were kept
    due = {prices["claim"]["revision"]: prices for prices in kept if prices["claim"]}
    rows = PenaltyClaim.objects.filter(contract=contract, month=month).order_by("revision")
    found = {row.revision: row for row in rows}
    for revision in sorted({*due, *found}):
        place = f"pénalité de {month} v{revision}"
        if revision not in found or revision not in due:
            here, there = ("présente", "absente") if revision in found else ("absente", "présente")
            yield Fault(place, "total", "ligne", here, there)
            continue
        claim, prices = found[revision], due[revision]
        yield from differing_values(place, [claim_line(claim)], [prices["claim"]])
        lines = list(claim.lines.select_related("commitment"))
        yield from differing_values(f"lignes de la {place}", claim_lines(lines), prices["claim_lines"])
        yield from _life_faults(place, claim, lines)


def _life_faults(place: str, claim: PenaltyClaim, lines: Sequence[PenaltyLine]) -> Iterator[Fault]:
    told = list(
        JournalEntry.objects.filter(
            contract=claim.contract_id,
            action__startswith="penalty.",
            subject=f"{claim.month} v{claim.revision}",
        ).order_by("sequence")
    )
    life = _life_told(told)
    row = plain_row(claim)
    yield from differing_values(place, [{name: row[name] for name in life}], [life])
    seen = [{"code": str(one.pk), "audience": one.audience} for one in lines]
    yield from differing_values(
        f"lignes de la {place}", seen, [one | {"audience": life["audience"]} for one in seen]
    )
    acts = claim.acts.order_by("pk")
    yield from differing_values(
        f"actes sur la {place}",
        [{"code": str(rank)} | _act_line(act) for rank, act in enumerate(acts, start=1)],
        [{"code": str(rank)} | act for rank, act in enumerate(_acts_told(told), start=1)],
    )


def _life_told(told: Iterable[JournalEntry]) -> Line:
    """The columns of a claim that its acts move, as the journal tells those acts."""
    life: Line = {
        **{"state": "calculated", "audience": Audience.CLIENT.value, "notified_on": None, "notified_by": ""},
        **{"observe_until": None, "waived": "0.00", "credit_reference": "", "credited_on": None},
        "credit_amount": None,
    }
    for line in told:
        details, kind = line.details, line.action.removeprefix("penalty.").removeprefix("draft_")
        life["state"] = details["state"]
        if kind == PenaltyAct.Kind.NOTIFIED:
            life |= {"notified_on": details["on"], "notified_by": details["means"]}
            life |= {"observe_until": details["until"], "audience": Audience.BOTH.value}
        elif kind == PenaltyAct.Kind.WAIVED:
            life["waived"] = fixed(Decimal(life["waived"]) + Decimal(details["amount"]), 2)
        elif kind == PenaltyAct.Kind.APPLIED:
            life |= {"credit_reference": details["reference"], "credited_on": details["on"]}
            life["credit_amount"] = fixed(Decimal(details["amount"]), 2)
    return life


def _act_line(act: PenaltyAct) -> Line:
    return {
        **{"kind": act.kind, "author": act.author_id, "role": act.role, "reason": act.reason},
        **{"details": act.details, "audience": act.audience, "side": act.side, "at": act.at},
    }


def _acts_told(told: Iterable[JournalEntry]) -> Iterator[Line]:
    audience = Audience.CLIENT.value
    for line in told:
        kind = line.action.removeprefix("penalty.").removeprefix("draft_")
        audience = Audience.BOTH.value if kind == PenaltyAct.Kind.NOTIFIED else audience
        details = {name: value for name, value in line.details.items() if name not in {"state", "side"}}
        known = {"side": line.details["side"], "at": line.at} if "side" in line.details else {}
        yield {
            **{"kind": kind, "author": line.actor_id, "role": line.actor_role, "reason": line.reason},
            **{"details": details, "audience": audience},
        } | known


def dispute_faults(contract: Contract, month: Month) -> Iterator[Fault]:
    """The disputes of a month: what each became against its acts, its acts against the journal."""
    rows = Dispute.objects.filter(contract=contract, month=month).prefetch_related("acts").order_by("pk")
    for row in rows:
        acts = sorted(row.acts.all(), key=lambda act: act.rank)
        place = f"contestation n° {row.number}"
        due = _dispute_due(row, acts)
        yield from differing_values(place, [{"code": ""} | {name: getattr(row, name) for name in due}], [due])
        told = JournalEntry.objects.filter(
            contract=contract, action__startswith="dispute.", subject=row.title
        ).order_by("sequence")
        yield from differing_values(
            f"actes de la {place}",
            [{"code": str(act.rank)} | _said(act) for act in acts],
            [
                {"code": str(rank), "author": line.actor_id, "role": line.actor_role, "text": line.reason}
                for rank, line in enumerate(told, start=1)
            ],
        )


def _dispute_due(row: Dispute, acts: Sequence[DisputeAct]) -> Line:
    last = next((act for act in reversed(acts) if act.kind in SETTLED), None)
    referred = any(act.kind == DisputeAct.Kind.REFERRED for act in acts)
    waiting = Dispute.State.COMMITTEE if referred else Dispute.State.OPEN
    return {
        "state": last.kind if last else str(waiting),
        "revision": len(acts),
        "settled_by_id": last.author_id if last else None,
        "settled_at": last.at if last else None,
        "reason": last.text if last else "",
        "effect": row.proposed if last and last.kind == Dispute.State.ACCEPTED else "",
    }


def _said(act: DisputeAct) -> Line:
    return {"author": act.author_id, "role": act.role, "text": act.text}
