"""Every state of a dispute moves the price of its month, and of no other: the month is computed again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.models import Job
from infogerance.pipeline import process_month, stale_months
from slas.models import PenaltyClaim
from slas.selectors.settlements import month_digest
from slas.services import lapse_overdue, settle, withdraw
from tests.slas.parties import LATER, MARCH, answer, exclusion, member_of, opened


@pytest.fixture
def provider(furnished, make_user):
    furnished.compute("2026-02", "2026-03")
    return member_of(furnished.contract, make_user, "provider")


def recomputed(contract):
    """The months that the waiting jobs computed, and the firm and disputed parts of March."""
    months = []
    for job in Job.objects.filter(kind="month").order_by("created_at"):
        months += process_month(job)["months"]
    claim = PenaltyClaim.objects.get(contract=contract, month="2026-03")
    return months, claim.firm, claim.disputed


def by_withdrawal(case, people):
    withdraw(dispute=case, answer=answer("withdrawn", case), member=people["provider"], at=LATER)


def by_refusal(case, people):
    settle(dispute=case, answer=answer("refused", case), member=people["referent"], at=LATER)


def by_silence(case, people):
    lapse_overdue(contract=case.contract, at=LATER + timedelta(days=90))


@pytest.mark.parametrize("end", [by_withdrawal, by_refusal, by_silence])
def test_what_is_open_is_in_doubt_and_what_ended_is_firm_again(furnished, provider, make_user, end):
    people = {"provider": provider, "referent": member_of(furnished.contract, make_user, "referent")}
    contract = furnished.contract
    assert stale_months(contract) == []
    case = opened(contract, provider, exclusion("L001"))
    assert stale_months(contract) == [MARCH]
    months, firm, disputed = recomputed(contract)
    assert (months, disputed > 0) == (["2026-03"], True)
    end(case, people)
    assert stale_months(contract) == [MARCH]
    months, after, left = recomputed(contract)
    assert (months, after, left) == (["2026-03"], firm + disputed, 0)
    assert furnished.record().facts_digest == month_digest(contract, MARCH)


def test_a_referral_is_computed_so_that_the_committee_is_asked(furnished, provider, make_user):
    referent = member_of(furnished.contract, make_user, "referent")
    case = opened(furnished.contract, provider, exclusion("L001"))
    recomputed(furnished.contract)
    settle(dispute=case, answer=answer("referred", case), member=referent, at=LATER)
    assert stale_months(furnished.contract) == [MARCH]
    assert recomputed(furnished.contract)[0] == ["2026-03"]
