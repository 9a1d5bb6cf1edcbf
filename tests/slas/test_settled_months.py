"""What an accepted dispute does to the months: the verdict decided, never the measure; recomputing keeps it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from contracts.selectors.versions import rules_at
from infogerance.selectors.dashboard.reading import dashboard_for
from reports.models import Delivery
from slas.models import TicketVerdict
from slas.selectors.disputes import disputes_for, figure_at_stake, open_disputed_lives
from slas.selectors.explanations import ticket_page
from slas.selectors.settlements import month_digest, results_digest
from slas.services import settle
from tests.slas.parties import LATER, MARCH, answer, claim, exclusion, member_of, opened

MEASURES = (
    "elapsed_seconds", "target_seconds", "paused_seconds", "deadline_at", "verdict_at", "started_at", "month",
)  # fmt: skip


@pytest.fixture
def accept(furnished, make_user):
    """Open as the provider and accept as the referent; the month is not computed again yet."""
    provider = member_of(furnished.contract, make_user, "provider")
    referent = member_of(furnished.contract, make_user, "referent")

    def decide(asked, act="accepted"):
        case = opened(furnished.contract, provider, asked)
        settle(dispute=case, answer=answer(act, case), member=referent, at=LATER)
        return case

    return decide


def measures():
    rows = TicketVerdict.objects.order_by("ticket__reference", "commitment__code")
    return list(rows.values_list("ticket__reference", "commitment__code", *MEASURES))


def test_an_excluded_ticket_leaves_the_base_and_keeps_its_measure(furnished, accept):
    before = measures()
    case = accept(exclusion("L001"))
    assert furnished.verdict("E06", "L001").state == "breached"  # until the month is computed again
    result = furnished.compute("2026-02", "2026-03")["E06"]
    assert (result.met, result.counted, result.excluded) == (20, 23, 2)
    verdict = furnished.verdict("E06", "L001")
    assert (verdict.state, verdict.anomaly) == ("not_applicable", "excluded_by_decision")
    assert (verdict.settled_by_dispute_id, furnished.verdict("E03", "L001").settled_by_dispute_id) == (
        case.pk,
        None,
    )
    assert measures() == before


def test_a_contestation_accepted_puts_the_proposed_verdict(furnished, accept):
    before = measures()
    accept(claim("L001"))
    result = furnished.compute("2026-03")["E06"]
    assert (result.met, result.counted, result.verdict) == (21, 24, "breached")
    assert furnished.verdict("E06", "L001").anomaly == ""
    furnished.compute("2026-02", "2026-03")
    assert furnished.verdict("E06", "L001").state == "met"
    assert measures() == before


def test_a_child_ticket_may_come_back_into_the_base(furnished, accept):
    accept(claim("C001", ground="counting"))
    result = furnished.compute("2026-03")["E06"]
    assert (result.met, result.counted, result.excluded, result.pending) == (21, 25, 0, 0)


@pytest.mark.parametrize("act", ["refused", "referred"])
def test_what_is_not_accepted_changes_nothing(furnished, accept, act):
    accept(exclusion("L001"), act)
    result = furnished.compute("2026-03")["E06"]
    assert (result.met, result.counted) == (20, 24)


def test_an_explanation_granted_changes_no_verdict(furnished, accept):
    case = accept(claim("L001", proposed=""))
    case.refresh_from_db()
    assert (case.state, case.effect) == ("accepted", "")
    assert furnished.compute("2026-03")["E06"].met == 20


def test_the_month_as_a_whole_keeps_its_figure(furnished, accept):
    before = furnished.compute("2026-03")["E08"]
    case = accept(claim("", code="E08", ground="third_party"))
    after = furnished.compute("2026-03")["E08"]
    assert (before.verdict, after.verdict, after.settled_by_dispute_id) == ("breached", "met", case.pk)
    assert (after.met, after.counted) == (before.met, before.counted)
    assert "à la suite d’une contestation" in after.reason


def test_a_decision_makes_results_stale_until_computed(furnished, accept):
    fresh = furnished.record().facts_digest
    assert results_digest(furnished.contract) == fresh
    accept(exclusion("L001"))
    assert results_digest(furnished.contract) != fresh
    furnished.compute("2026-03")
    assert month_digest(furnished.contract, MARCH) == furnished.record().facts_digest


def test_the_explanation_names_the_decision(furnished, accept):
    accept(exclusion("L001"))
    furnished.compute("2026-03")
    found = {
        e.verdict.commitment.code: e.decided for e in ticket_page(furnished.contract, "L001").explanations
    }
    assert found == {
        "E03": "",
        "E06": "Verdict décidé par les parties\u00a0: hors décompte (demande d’exclusion n°\u00a01). La mesure reste inchangée.",
    }


def test_a_closed_month_does_not_move(furnished, accept):
    from slas.models import MonthRecord

    case = accept(exclusion("L001"))
    MonthRecord.objects.filter(month="2026-03").update(state="closed")
    furnished.compute("2026-02", "2026-03")
    verdict = furnished.verdict("E06", "L001")
    assert (case.effect, verdict.state, verdict.settled_by_dispute_id) == ("", "breached", None)


class TestPending:
    @pytest.fixture
    def provider(self, furnished, make_user):
        return member_of(furnished.contract, make_user, "provider")

    def test_what_is_disputed_by_commitment(self, furnished, provider):
        assert open_disputed_lives(furnished.contract, MARCH) == {}
        ticket = opened(furnished.contract, provider, exclusion("L001")).ticket_id
        opened(furnished.contract, provider, claim("", code="E08", ground="counting"))
        assert open_disputed_lives(furnished.contract, MARCH) == {"E06": {(ticket, 1)}}
        assert [row.number for row in disputes_for(furnished.contract, MARCH)] == [2, 1]

    def test_the_synthesis_marks_it(self, furnished, provider):
        opened(furnished.contract, provider, exclusion("L001"))
        heat = dashboard_for(furnished.contract, MARCH, MARCH.last_day).heat
        assert {row.commitment.code for row in heat.rows if row.cells[-1].contested} == {"E06"}

    def test_the_figure_at_stake(self, furnished, provider):
        result, rules = furnished.compute("2026-03")["E06"], rules_at(furnished.contract, MARCH.last_day)
        verdicts = TicketVerdict.objects.filter(commitment__code="E06", month=MARCH)
        assert figure_at_stake(result, [], rules, []) is None
        opened(furnished.contract, provider, exclusion("L001"))
        opened(furnished.contract, provider, claim("L002"))
        found = figure_at_stake(result, disputes_for(furnished.contract, MARCH), rules, verdicts)
        assert (
            found.words
            == "Effet possible\u00a0: de 83,3\u00a0% aujourd’hui à 91,3\u00a0%, le verdict du mois en dépend."
        )
        assert found.parts == "22\u00a0tickets jugés fermes, 2\u00a0contestés"

    def test_a_whole_month_at_stake(self, furnished, provider):
        result, rules = furnished.compute("2026-03")["E08"], rules_at(furnished.contract, MARCH.last_day)
        opened(furnished.contract, provider, claim("", code="E08", ground="counting"))
        found = figure_at_stake(result, disputes_for(furnished.contract, MARCH), rules, [])
        assert found.words == ("Taux inchangé, le verdict du mois passerait de non respecté à respecté.")


class TestTheGap:
    """A decision moves our figure away from one declared before it: the gap says so, and asks nobody."""

    @pytest.fixture(params=["tickets", "counts"])
    def declared(self, world, request):
        """Twenty kept, one late, declared so: by ticket, or by counts alone."""
        world.promise("E06", "resolution", ("P3", 20, "hours"))
        delivery, told = world.delivery(), request.param == "tickets"
        for n in range(20):
            world.ticket(
                f"M{n:03}", "2026-03-02 09:00", "2026-03-03 12:00", delivery=delivery,
                declared_met=True if told else None,
            )  # fmt: skip
        world.ticket(
            "LATE", "2026-03-02 09:00", "2026-03-10 12:00", delivery=delivery, declared_met=False if told else None
        )  # fmt: skip
        world.declare(delivery, "E06", 20, 21)
        return request.param

    @pytest.fixture
    def decide(self, world, make_user):
        provider = member_of(world.contract, make_user, "provider")
        referent = member_of(world.contract, make_user, "referent")

        def act(asked):
            case = opened(world.contract, provider, asked)
            settle(dispute=case, answer=answer("accepted", case), member=referent, at=LATER)
            return world.compute()["E06"]

        return act

    def test_of_an_exclusion_is_named_a_decision(self, world, declared, decide):
        assert world.compute()["E06"].gap_status == "concordant"
        result = decide(exclusion("LATE"))
        (cause,) = result.causes
        assert (cause["cause"], cause["tickets"], cause["basis"]) == ("settled", ["LATE"], declared)
        assert Fraction(cause["effect"]) == Fraction(2000, 21) - 100
        assert (result.met, result.counted, result.gap_status) == (20, 20, "explained")

    def test_of_a_verdict_put_right_is_named_a_decision(self, world, declared, decide):
        world.compute()
        result = decide(claim("LATE"))
        assert [(c["cause"], c["tickets"], c["met"], c["counted"]) for c in result.causes] == [
            ("settled", ["LATE"], 1, 0)
        ]
        assert result.gap_status == "explained"

    def test_that_another_cause_opens_beside_still_waits_for_its_answer(self, world, declared, decide):
        world.ticket("OPEN", "2026-03-02 09:00", delivery=Delivery.objects.get())
        world.compute()
        result = decide(claim("LATE"))
        found = {cause["cause"]: cause["tickets"] for cause in result.causes}
        assert found == {"settled": ["LATE"], "omitted": ["OPEN"]}
        assert result.gap_status == "to_justify"


def test_the_price_in_doubt_is_firm_once_settled(furnished, make_user):
    """The month opens on firm amounts; an open dispute moves its share, a refusal moves it back."""
    from slas.models import PenaltyClaim

    def amounts():
        furnished.compute("2026-03")
        row = PenaltyClaim.objects.get(contract=furnished.contract, month="2026-03")
        return row.firm, row.disputed

    provider = member_of(furnished.contract, make_user, "provider")
    referent = member_of(furnished.contract, make_user, "referent")
    firm, disputed = amounts()
    assert (firm > 0, disputed) == (True, 0)
    case = opened(furnished.contract, provider, exclusion("L001"))
    doubted = amounts()
    assert doubted[1] > 0
    assert sum(doubted) == firm
    settle(dispute=case, answer=answer("refused", case), member=referent, at=LATER)
    assert amounts() == (firm, 0)
