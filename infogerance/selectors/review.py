"""The contract audit, as its page, its file and its printed report show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import Any

from django.urls import reverse

from contracts.engine.audit import SECTIONS, Audit, Check, Finding, Ground, HeadingResult, audit
from contracts.engine.terms import version_title
from contracts.engine.writing import write_toml
from contracts.models import Contract
from core.engine import formats
from core.engine.ratios import display_percent
from core.engine.typography import typeset
from core.exports import Sheet
from infogerance.contract_file import contract_tables
from kpis.engine.catalogue import LEADING, PERCEIVED

SHOWN_PLACES = 6
PAGES = {
    "contracts:budget": "Budget",
    "contracts:calendars": "Calendriers",
    "contracts:clauses": "Clauses",
    "contracts:dates": "Échéances",
    "contracts:exclusions": "Exclusions",
    "contracts:people": "Acteurs",
    "contracts:record": "Fiche",
    "contracts:revision": "Révision",
    "contracts:scope": "Périmètre",
    "contracts:work_units": "Unités d’œuvre",
    "governance:list": "Comités",
    "governance:raci": "RACI",
    "kpis:list": "Indicateurs",
    "reversibility:cost": "Coût de sortie",
    "reversibility:readiness": "Réversibilité",
    "slas:heatmap": "Engagements",
    "slas:penalties": "Pénalités",
}
"""Address of each page that a check sends to -> how its link is called."""
IN_PLACE = {
    **dict.fromkeys(("L01", "L02", "L04", "L05", "L06"), "elements"),
    **{"L23": "matrice", "L28": "acteurs", "L29": "acteurs", "L30": "escalade", "L31": "activites"},
    **{"L32": "contrat", "L34": "clauses", "L39": "", "L45": "sous-traitants", "L46": "acteurs"},
}
"""Code of each check that a form of the portal settles -> its anchor on the page; the others wait for the file."""
SHEET_HEAD = (
    "Rubrique",
    "Contrôle",
    "Résultat",
    "Constat",
    "À compléter",
    "Pourquoi",
    "Champ",
    "Clé du fichier",
)


@dataclass(frozen=True)
class ReviewLine:
    """A finding with the page where it is shown or filled."""

    finding: Finding
    url: str
    page: str
    slug: str

    @property
    def check(self) -> Check:
        return self.finding.check

    @property
    def in_place(self) -> bool:
        """Whether the page holds the form; elsewhere the key of the contract file is told."""
        return self.check.code in IN_PLACE

    @property
    def file_url(self) -> str:
        """Where the file is corrected and loaded again, this check named there; for whoever may."""
        return f"{reverse('contract_file', args=[self.slug])}?point={self.check.code}"

    @property
    def look(self) -> str:
        return "watch" if self.finding.is_warning else "breached"

    @property
    def word(self) -> str:
        return "Avertissement" if self.finding.is_warning else "Manque"

    @property
    def places(self) -> list[str]:
        """The first places to complete, then how many are left."""
        texts = [place.text for place in self.finding.places]
        left = len(texts) - SHOWN_PLACES
        return texts if left <= 0 else [*texts[:SHOWN_PLACES], f"et {formats.count(left, 'autre')}"]


@dataclass(frozen=True)
class Cell:
    """One check in the bar of its heading; `anchor` is empty where there is nothing to read further."""

    check: Check
    look: str
    word: str

    @property
    def glyph(self) -> str:
        return "g-none" if self.look == "none" else f"g-{self.look}"

    @property
    def sign(self) -> str:
        """The same as a character, for print."""
        return formats.glyph(self.look)

    @property
    def anchor(self) -> str:
        return self.check.code if self.look in {"breached", "watch"} else ""

    @property
    def says(self) -> str:
        """What the check found, in words."""
        return self.check.lack if self.anchor else self.check.held


@dataclass(frozen=True)
class ReviewPart:
    """One heading of a good contract."""

    rank: int
    result: HeadingResult
    lines: list[ReviewLine]
    cells: list[Cell]

    @property
    def anchor(self) -> str:
        return f"rubrique-{self.rank}"

    @property
    def count(self) -> str:
        """« 8 sur 9 », the exact score."""
        return f"{formats.number(len(self.result.passed))} sur {formats.number(self.result.applicable)}"


@dataclass(frozen=True)
class Review:
    """The audit of a contract on a day."""

    contract: Contract
    today: date
    tables: Mapping[str, Any]
    version: Mapping[str, Any]
    audit: Audit
    parts: list[ReviewPart]

    @cached_property
    def digest(self) -> str:
        """That of the tables of the contract's file that were read: what the printed report was drawn from."""
        read = {name: table for name, table in self.tables.items() if name in SECTIONS}
        return sha256(write_toml(read).encode()).hexdigest()

    @property
    def warnings(self) -> int:
        return sum(finding.is_warning for finding in self.audit.findings)

    @property
    def lacks(self) -> int:
        return len(self.audit.findings) - self.warnings

    @property
    def aside(self) -> list[Check]:
        """The checks that do not apply to this contract."""
        return [check for part in self.parts for check in part.result.aside]

    @property
    def percent(self) -> str:
        """The score in percent: 100 % only when nothing was found."""
        score = self.audit.score
        return formats.ABSENT if score is None else formats.percent(display_percent(100 * score, decimals=1))

    @property
    def title(self) -> str:
        """The conclusion: « 3 points à compléter au contrat, 1 avertissement »."""
        if not self.audit.findings:
            return "Rien ne manque au contrat"
        lacks = formats.count(self.lacks, "point")
        words = [f"{lacks} à compléter au contrat"] if self.lacks else []
        if self.warnings:
            words.append(formats.count(self.warnings, "avertissement"))
        return ", ".join(words)

    @property
    def count_words(self) -> str:
        """« 43 contrôles tenus sur 46 »."""
        held = formats.count(self.audit.passed, "contrôle tenu|contrôles tenus")
        return f"{held} sur {formats.number(self.audit.applicable)}"

    @property
    def version_words(self) -> str:
        """« Avenant 1, depuis le 01/01/2026 »."""
        if not self.version:
            return "aucune"
        title = self.version.get("objet", version_title(self.version["numero"]))
        return f"{title}, depuis le {formats.date_short(self.version['effet'])}"

    @property
    def version_mark(self) -> str:
        """« version 1, depuis le 01/01/2026 », where the whole title has no room."""
        if not self.version:
            return "aucune version"
        return f"version {self.version['numero']}, depuis le {formats.date_short(self.version['effet'])}"

    @property
    def legend(self) -> list[tuple[str, str, str]]:
        """Look, glyph and words of each state, with its count."""
        counts = (
            ("met", "Tenu", self.audit.passed),
            ("breached", "Manque", self.lacks),
            ("watch", "Avertissement", self.warnings),
            ("none", "Sans objet", len(self.aside)),
        )
        return [(look, f"g-{look}", f"{word}, {formats.number(count)}") for look, word, count in counts]


def review_for(contract: Contract, today: date) -> Review:
    """Audit the contract as its own file tells it (at most one reading for each table audited, whatever the rows)."""
    return review_of(contract, contract_tables(contract, SECTIONS), today)


def review_of(contract: Contract, tables: Mapping[str, Any], today: date) -> Review:
    """The same for tables already read."""
    ground = Ground(tables, today, PERCEIVED, LEADING)
    done = audit(ground)
    return Review(
        contract=contract,
        today=today,
        tables=tables,
        version=ground.version,
        audit=done,
        parts=[_part(contract, rank, result) for rank, result in enumerate(done.headings, 1)],
    )


def _part(contract: Contract, rank: int, result: HeadingResult) -> ReviewPart:
    lines = [
        ReviewLine(finding, *_page(contract, finding.check), contract.slug) for finding in result.findings
    ]
    cells = [
        *(Cell(check, "met", "tenu") for check in result.passed),
        *(Cell(line.check, line.look, line.word.lower()) for line in lines),
        *(Cell(check, "none", "sans objet") for check in result.aside),
    ]
    return ReviewPart(rank, result, lines, sorted(cells, key=lambda cell: cell.check.code))


def _page(contract: Contract, check: Check) -> tuple[str, str]:
    """Address and word of the page of a check, at its form where it has one."""
    anchor = IN_PLACE.get(check.code, "")
    url = reverse(check.page, args=[contract.slug])
    return f"{url}#{anchor}" if anchor else url, PAGES[check.page]


def review_sheet(review: Review) -> Sheet:
    """Every check with its result, in order of heading."""
    rows: list[tuple[Any, ...]] = []
    for part in review.parts:
        places = {line.check.code: " ; ".join(p.text for p in line.finding.places) for line in part.lines}
        rows += [
            (
                *(part.result.title, cell.check.code, cell.word, typeset(cell.says)),
                *(places.get(cell.check.code, ""), cell.check.why, cell.check.field, cell.check.key),
            )
            for cell in part.cells
        ]
    return Sheet(SHEET_HEAD, rows)
