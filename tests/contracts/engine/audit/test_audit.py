"""A complete contract has no finding; each single removal gives exactly its own."""

from __future__ import annotations

import tomllib
from copy import deepcopy
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.engine.audit import SECTIONS, Audit, Ground, audit
from contracts.engine.audit.report import CHECKS, HEADINGS
from kpis.engine.catalogue import LEADING, PERCEIVED
from tests.contracts.engine.audit.removals import OTHERS, REMOVALS, Removal

DAY = date(2026, 6, 1)
COMPLETE = tomllib.loads(
    (Path(__file__).parent / "complete_contract.toml").read_text(encoding="utf-8"), parse_float=Decimal
)


def run(*removals: Removal, day: date = DAY) -> Audit:
    tables: dict[str, Any] = deepcopy(COMPLETE)
    for removal in removals:
        removal(tables)
    return audit(Ground(tables, day, PERCEIVED, LEADING))


def codes(done: Audit) -> list[str]:
    return [finding.check.code for finding in done.findings]


def places(done: Audit) -> list[str]:
    return [place.text for finding in done.findings for place in finding.places]


def test_a_complete_contract_has_no_finding() -> None:
    done = run()
    assert codes(done) == []
    assert (done.passed, done.applicable, done.score) == (46, 46, Fraction(1))
    assert [check for heading in done.headings for check in heading.aside] == []


def test_the_catalogue_of_checks_is_whole() -> None:
    assert sorted(CHECKS) == [f"L{rank:02d}" for rank in range(1, 47)]
    assert sum(len(checks) for _, checks in HEADINGS) == 46
    assert len(HEADINGS) == 6


def test_the_sections_are_those_that_some_check_reads() -> None:
    asked: set[str] = set()

    class Noted(dict[str, Any]):
        def get(self, name: str, default: Any = None) -> Any:
            asked.add(name)
            return super().get(name, default)

    for removal in (lambda tables: None, *REMOVALS.values()):
        tables = Noted(deepcopy(COMPLETE))
        removal(tables)
        audit(Ground(tables, DAY, PERCEIVED, LEADING))
        assert asked <= SECTIONS
    assert asked == SECTIONS


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
def test_every_check_says_why_and_where(check: Any) -> None:
    assert check.why.endswith(".")
    assert check.why.count(". ") == 0
    assert check.why[0].isupper()
    assert not check.lack.endswith(".")
    assert not check.held.endswith(".")
    assert ":" in check.page
    assert "[" in check.key
    assert check.field
    assert check.source


@pytest.mark.parametrize("code", CHECKS)
def test_one_removal_gives_exactly_its_finding(code: str) -> None:
    done = run(REMOVALS[code])
    assert codes(done) == [code]
    assert done.score is not None
    assert done.score < 1


@pytest.mark.parametrize("name", OTHERS)
def test_other_removals_of_the_same_code(name: str) -> None:
    code, removal = OTHERS[name]
    assert codes(run(removal)) == [code]


@given(st.sampled_from(sorted(REMOVALS)), st.sampled_from(sorted(REMOVALS)))
def test_two_removals_give_their_union_at_most(one: str, other: str) -> None:
    done = run(REMOVALS[one], REMOVALS[other])
    assert set(codes(done)) <= {one, other}
    assert codes(done)


@given(st.sets(st.sampled_from(sorted(REMOVALS))))
def test_any_removals_give_their_union_at_most_and_the_score_follows(chosen: set[str]) -> None:
    done = run(*(REMOVALS[code] for code in sorted(chosen)))
    assert set(codes(done)) <= chosen
    assert done.score == Fraction(done.applicable - len(codes(done)), done.applicable)
    for heading in done.headings:
        assert len(heading.passed) + len(heading.findings) + len(heading.aside) == len(
            dict(HEADINGS)[heading.title]
        )


def test_an_empty_file_is_told_and_never_breaks_the_audit() -> None:
    done = audit(Ground({}, DAY, PERCEIVED, LEADING))
    assert "L01" in codes(done)
    assert "L02" not in codes(done)
    assert done.headings[0].score == Fraction(1, 4)


def test_places_are_named() -> None:
    assert places(run(REMOVALS["L02"])) == ["n° 1, Postes de travail"]
    assert places(run(REMOVALS["L35"])) == ["4\u00a0indicateurs de comité"]
    assert places(run(OTHERS["no decision"][1])) == ["K04, sans décision"]
    assert places(run(REMOVALS["L06"])) == ["n° 1, Bornes d’accueil, depuis le 15/01/2026"]
    assert places(run(REMOVALS["L39"])) == ["famille D, accès"]


@pytest.mark.parametrize(("day", "found"), [(date(2026, 7, 14), []), (date(2026, 7, 15), ["L06"])])
def test_a_grey_item_may_wait_sixty_days(day: date, found: list[str]) -> None:
    assert codes(run(day=day)) == found


def test_a_warning_is_told_apart() -> None:
    (long_notice,) = run(OTHERS["long notice"][1]).findings
    assert long_notice.is_warning
    assert [place.text for place in long_notice.places] == ["préavis de 8 mois, au-delà de 6 mois"]
    assert run(REMOVALS["L43"]).findings[0].is_warning
    assert not run(REMOVALS["L41"]).findings[0].is_warning
    assert not run(REMOVALS["L41"], OTHERS["long notice"][1]).findings[0].is_warning


def test_none_declared_is_enough_for_exclusions() -> None:
    def declared(tables: dict[str, Any]) -> None:
        tables["contrat"]["aucune_exclusion"] = True

    done = run(REMOVALS["L07"], declared)
    assert codes(done) == []
    assert [check.code for check in done.headings[0].aside] == ["L08", "L09"]


def test_all_off_site_needs_no_site() -> None:
    def off_site(tables: dict[str, Any]) -> None:
        for row in tables["perimetre"]:
            row.pop("sites", None)
            row["couverture"] = "hors_site"

    assert codes(run(OTHERS["no site"][1], off_site)) == []


def test_only_the_version_in_force_counts() -> None:
    def amended(tables: dict[str, Any]) -> None:
        tables["version"].append({"numero": 1, "effet": date(2026, 9, 1), "reglages": {}})

    assert codes(run(amended)) == []
    assert {"L20", "L23", "L33"} <= set(codes(run(amended, day=date(2026, 9, 1))))


def test_a_commitment_that_ended_promises_nothing() -> None:
    def ended(tables: dict[str, Any]) -> None:
        tables["engagement"][0]["fin"] = date(2026, 5, 31)

    assert codes(run(ended)) == ["L12"]


def test_a_firm_price_is_a_clause_of_revision() -> None:
    def firm(tables: dict[str, Any]) -> None:
        tables["clause"].append({"code": "art. 9", "theme": "revision", "titre": "Prix ferme"})

    assert codes(run(REMOVALS["L42"], firm)) == []


def test_someone_who_left_holds_no_role() -> None:
    def left(tables: dict[str, Any]) -> None:
        tables["acteur"][0]["au"] = date(2026, 5, 31)

    assert codes(run(left)) == ["L28"]


def test_a_participant_who_is_nobody_is_a_warning_and_names_the_committee() -> None:
    finding = run(OTHERS["participant who is nobody"][1]).findings[0]
    assert (finding.is_warning, places(run(OTHERS["participant who is nobody"][1]))) == (
        True,
        ["COPIL : « Directrice de compte » n’est ni un acteur, ni une fonction tenue par un acteur"],
    )
