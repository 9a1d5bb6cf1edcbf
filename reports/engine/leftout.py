"""What the version in force holds beside its tickets and a new deposit does not bring: asked, never dropped in silence."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from reports.engine.findings import Findings, Option, question_key

CODE, TAKE, REMOVE = "companions_left_out", "take", "remove"
NO_OUTAGE = "no_outage"
"""The statement « aucune panne », which stands for a file of outages."""
WORDS = {
    "status_log": "journal des statuts",
    "outages": "pannes",
    NO_OUTAGE: "déclaration « aucune panne »",
    "maintenance": "maintenances",
    "declared": "chiffres déclarés",
    "satisfaction": "réponses de satisfaction",
}
"""Kinds that figures rest on, in the order they are told. The provider's PDF is read by nobody and stays where it is."""


@dataclass(frozen=True)
class LeftOut:
    """Kinds that version `version`, in force, holds and a new deposit does not."""

    version: int
    kinds: tuple[str, ...]

    @classmethod
    def between(cls, version: int, held: Collection[str], brought: Collection[str]) -> Self | None:
        """None when the new deposit brings every kind the version in force holds."""
        brought = {*brought, NO_OUTAGE} if "outages" in brought else {*brought}
        if NO_OUTAGE in brought:
            brought |= {"outages"}  # a file or the statement: each settles the outages of the month
        kinds = tuple(kind for kind in WORDS if kind in held and kind not in brought)
        return cls(version, kinds) if kinds else None

    @property
    def key(self) -> str:
        """The same question as long as the same version lacks the same kinds."""
        return question_key(CODE, "", self._about)

    @property
    def _about(self) -> str:
        return f"{self.version}:{','.join(self.kinds)}"

    def ask(self, findings: Findings) -> None:
        """Put the question; once answered, a warning says what was decided."""
        listed = ", ".join(WORDS[kind] for kind in self.kinds)
        findings.ask(
            CODE,
            f"La version {self.version} contenait aussi : {listed}. Ce dépôt ne les contient pas.",
            "Sans eux, les engagements et les écarts qui en dépendent ne sont plus mesurés.",
            [
                Option(TAKE, f"Les reprendre de la version {self.version}"),
                Option(REMOVE, "Les retirer du mois"),
            ],
            about=self._about,
        )

    def to_mapping(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_mapping(cls, values: Mapping[str, Any] | None) -> Self | None:
        """From plain values; None for a reading made without a former version, or before this was asked."""
        return cls(values["version"], tuple(values["kinds"])) if values else None
