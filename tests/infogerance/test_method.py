"""Every worked example of « Méthode » is what the portal's own engines answer."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from contracts.engine.rules import Rules
from core.engine.ratios import Rate, display_gap, display_percent, round_half_up
from infogerance.selectors.method import METHOD
from kpis.engine.control import xmr
from kpis.engine.proportions import wilson
from kpis.engine.watermelon import MonthSeen, watermelon
from reversibility.engine.readiness import Deliverable, readiness
from slas.engine.availability import ServiceTimes
from slas.engine.availability_figures import judge_availability
from slas.engine.clock import Suspensions, deadline, elapsed
from slas.engine.outlook import Known, OutlookState, Rest, foresee
from slas.engine.penalties import FeeShare, MonthRules, fee_share, month_penalty
from slas.engine.rates import VolumeClause, allowed_failures, judge_month
from slas.engine.reconciliation import Cause, Correction, split_gap
from slas.engine.verdicts import Verdict
from tests.slas.engine.golden_clock import hours, instants

SECTIONS = {section.anchor: section for section in METHOD}
HOUR, MINUTE = 3600, 60
# How priorities are written: they name things, they count nothing.
NAMES = {"priorities", "priority_map"}


def text_of(anchor: str) -> str:
    return " ".join((*SECTIONS[anchor].example, SECTIONS[anchor].result))


def paris(text: str) -> str:
    return f"{text}+01:00"


def local(instant: np.datetime64) -> str:
    """The instant in Paris, winter or summer, as 2026-03-09T08:30."""
    from zoneinfo import ZoneInfo

    moment = datetime.fromtimestamp(int(instant.astype("int64")), UTC).astimezone(ZoneInfo("Europe/Paris"))
    return moment.isoformat()[:16]


def test_the_order_and_anchors_of_the_page() -> None:
    assert list(SECTIONS) == [
        "temps-compte", "suspensions", "rattachement", "taux", "volume", "arrondi", "disponibilite",
        "atterrissage",
        "penalites", "ecarts", "controles", "sincerite", "contestations", "signaux", "satisfaction", "sortie",
    ]  # fmt: skip


def test_every_setting_of_a_contract_is_named_once() -> None:
    named = [name for section in METHOD for name in section.settings]
    assert len(named) == len(set(named))
    assert set(named) == {field.name for field in fields(Rules)} - NAMES


def test_defaults_are_written_as_in_the_contract_file() -> None:
    found = {setting.key: setting.default for section in METHOD for setting in section.parameters}
    assert found["rattachement"] == "verdict"
    assert found["motifs_suspension"] == "attente_utilisateur, attente_client, attente_tiers"
    assert found["maintenance_deduite"] == "oui"
    assert (found["tolerance_points"], found["volume_minimal"], found["poids_degrade"]) == (
        "0,1",
        "20",
        "0,5",
    )


def test_counted_time() -> None:
    starts, ends = instants(paris("2026-03-06T19:30")), instants(paris("2026-03-09T08:20"))
    assert elapsed(hours(), starts, ends)[0] == 20 * MINUTE
    assert local(deadline(hours(), starts, [30 * MINUTE])[0]) == "2026-03-09T08:30"
    assert SECTIONS["temps-compte"].result == "0 h 20 comptées, échéance le lundi à 8:30 : respecté."


def test_suspensions() -> None:
    starts, ends = instants(paris("2026-03-02T09:00")), instants(paris("2026-03-04T14:00"))
    pause = Suspensions([0], instants(paris("2026-03-02T15:00")), instants(paris("2026-03-04T10:00")))
    gross, net = elapsed(hours(), starts, ends)[0], elapsed(hours(), starts, ends, pause)[0]
    assert (gross, gross - net, net) == (25 * HOUR, 15 * HOUR, 10 * HOUR)
    assert SECTIONS["suspensions"].result == "25 h − 15 h = 10 h 00 pour 8 h : non respecté."


def test_month() -> None:
    starts, ends = instants("2026-03-31T16:00+02:00"), instants("2026-04-01T15:00+02:00")
    assert elapsed(hours(), starts, ends)[0] == 9 * HOUR
    assert local(deadline(hours(), starts, [8 * HOUR])[0]) == "2026-04-01T14:00"
    assert SECTIONS["rattachement"].result == "9 h 00 pour 8 h : non respecté, au compte d’avril 2026."


def test_rate() -> None:
    assert round_half_up(Rate(20, 24).percent or 0, 2) == Decimal("83.33")
    assert round_half_up(Rate(20, 21).percent or 0, 2) == Decimal("95.24")
    assert SECTIONS["taux"].result == "20/24 = 83,33 %."
    assert "20/21 = 95,24 %" in text_of("taux")


def test_small_volume() -> None:
    verdict = judge_month(Rate(3, 4), Decimal(95), VolumeClause(20, 1))
    assert (verdict.state, verdict.small_volume, verdict.allowed) == (Verdict.MET, True, 1)
    assert allowed_failures(4, Decimal(95)) == 0
    assert SECTIONS["volume"].result.startswith("75,00 % brut")


def test_rounding() -> None:
    rate = Rate(471, 496)
    assert round_half_up(rate.percent or 0, 4) == Decimal("94.9597")
    assert round_half_up(rate.percent or 0, 1) == Decimal("95.0")
    assert display_percent(rate.percent or 0, Decimal(95)) == Decimal("94.9")
    assert judge_month(rate, Decimal(95)).state == Verdict.BREACHED


def test_availability() -> None:
    times = ServiceTimes(service=43_200 * MINUTE, maintenance=240 * MINUTE, outage=95 * MINUTE)
    found = judge_availability(times, Decimal("99.9"))
    assert round_half_up(found.rate.percent or 0, 4) == Decimal("99.7789")
    assert SECTIONS["disponibilite"].result == "99,7789 %."


def test_penalties() -> None:
    fee = Decimal(18500)
    gtr = fee_share(FeeShare(Decimal(1)), fee, Decimal(95), Decimal("87.5"))
    assert gtr.euros == Decimal("1480.00")
    rules = MonthRules("threshold", Decimal(100), Decimal(15), Decimal(10))
    month = month_penalty([gtr.amount, 1110, 900, 200], fee, rules)
    assert (month.gross, month.monthly_cap) == (Fraction(3690), Fraction(2775))
    assert (month.due, month.cut) == (Decimal(2775), Decimal(915))
    assert SECTIONS["penalites"].result == "2 775 € proposés, 915 € écrêtés."


def test_gaps() -> None:
    split = split_gap(Rate(20, 21), {Cause.OMITTED: Correction(0, 3)})
    assert split.effects == {Cause.OMITTED: split.gap}
    shown = display_gap(split.declared, Fraction(2000, 24), decimals=2)
    assert round_half_up(split.gap, 2) == Decimal("11.90")
    assert (round_half_up(split.declared, 2), shown.recomputed.quantize(Decimal("0.01"))) == (
        Decimal("95.24"), Decimal("83.33"),
    )  # fmt: skip


def test_signals() -> None:
    series = [5.1, 4.8, 5.3, 5.0, 4.9, 5.2, 5.1, 4.7, 5.0, 5.2, 4.9, 6.4]
    limits = xmr([Decimal(str(value)) for value in series], 11)
    assert [(signal.index, signal.rule) for signal in limits.signals] == [(11, "point_outside")]
    assert [round(value or 0, 2) for value in limits[:4]] == [5.02, 0.28, 4.27, 5.76]


@pytest.mark.parametrize(("satisfied", "answers", "fires"), [(61, 100, True), (4, 7, False)])
def test_satisfaction(satisfied: int, answers: int, fires: bool) -> None:
    seen = MonthSeen(all_met=True, satisfied=satisfied, answers=answers, target=Decimal(80))
    assert watermelon(seen).fires is fires


def test_the_interval_of_satisfaction() -> None:
    interval = wilson(61, 100, 0.9)
    assert interval is not None
    assert [round(100 * bound, 1) for bound in interval] == [52.8, 68.6]


def test_exit() -> None:
    plan = [
        Deliverable("1", 3, date(2026, 1, 10)),
        Deliverable("2", 5, date(2025, 1, 10)),
        Deliverable("3", 2),
    ]
    assert readiness(plan, date(2026, 3, 31)).score == Fraction(3, 10)
    assert SECTIONS["sortie"].result == "30 %."


def test_the_outlook_of_a_month() -> None:
    end = foresee(
        Known(39, 1, 5),
        Rest(12, 15, 20, Fraction(90, 100), Fraction(80, 100), Fraction(96, 100)),
        lambda rate: judge_month(rate, Decimal(90)).state != Verdict.BREACHED,
    )
    assert (end.total, end.spare, end.state) == (60, 5, OutlookState.AT_PLAY)
    shown = [
        display_percent(100 * share, Decimal(90)) for share in (end.best, end.likely, end.worst) if share
    ]
    assert shown == [Decimal("97.3"), Decimal("95.0"), Decimal("85.0")]
    assert "au mieux 97,3 %, probable 95,0 %, au pire 85,0 %" in text_of("atterrissage")
