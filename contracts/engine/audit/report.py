"""The audit itself: every check on one ground, by heading, with an exact score."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from contracts.engine.audit import governance, leaving, measure, money, scope, service
from contracts.engine.audit.check import Check, Ground, Place

HEADINGS = tuple((one.TITLE, one.CHECKS) for one in (scope, service, money, governance, measure, leaving))
"""The six headings of a good contract, each with its checks."""
SECTIONS = frozenset(
    {
        "contrat", "preavis", "option", "echeance", "version", "plage", "site", "engagement",
        "perimetre", "exclusion", "zone_grise", "unite_oeuvre", "indicateur", "comite", "livrable", "revision",
        "budget", "sortie", "acteur", "raci", "escalade", "sous_traitant", "clause", "registre",
    }
)  # fmt: skip
"""The tables of the contract file that some check reads."""
CHECKS: dict[str, Check] = {check.code: check for _, checks in HEADINGS for check in checks}


@dataclass(frozen=True)
class Finding:
    """A check that does not hold, with every place to complete."""

    check: Check
    places: tuple[Place, ...]

    @property
    def is_warning(self) -> bool:
        """True when nothing is missing: what is there deserves a look."""
        return all(place.warns for place in self.places)


@dataclass(frozen=True)
class HeadingResult:
    """One heading: the checks that hold, the findings, and the checks that do not apply here."""

    title: str
    passed: tuple[Check, ...]
    findings: tuple[Finding, ...]
    aside: tuple[Check, ...]

    @property
    def applicable(self) -> int:
        return len(self.passed) + len(self.findings)

    @property
    def score(self) -> Fraction | None:
        """Checks passed over checks applicable, between 0 and 1; None where none applies."""
        return Fraction(len(self.passed), self.applicable) if self.applicable else None


@dataclass(frozen=True)
class Audit:
    """The six headings."""

    headings: tuple[HeadingResult, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(finding for heading in self.headings for finding in heading.findings)

    @property
    def passed(self) -> int:
        return sum(len(heading.passed) for heading in self.headings)

    @property
    def applicable(self) -> int:
        return sum(heading.applicable for heading in self.headings)

    @property
    def score(self) -> Fraction | None:
        """The same over the whole contract."""
        return Fraction(self.passed, self.applicable) if self.applicable else None


def audit(ground: Ground) -> Audit:
    """Run every check on the contract. Pure: the same tables on the same day give the same audit."""
    return Audit(tuple(_heading(ground, title, checks) for title, checks in HEADINGS))


def _heading(ground: Ground, title: str, checks: Iterable[Check]) -> HeadingResult:
    passed: list[Check] = []
    findings: list[Finding] = []
    aside: list[Check] = []
    for check in checks:
        if not check.applies(ground):
            aside.append(check)
        elif places := check.places(ground):
            findings.append(Finding(check, tuple(places)))
        else:
            passed.append(check)
    return HeadingResult(title, tuple(passed), tuple(findings), tuple(aside))
