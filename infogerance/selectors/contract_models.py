"""The models from which a contract is created: files kept beside this code."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[1] / "contract_models"
STARTING = FOLDER / "commun" / "depart.toml"
"""What every model proposes to start with."""


@dataclass(frozen=True)
class ContractModel:
    """A model as it is chosen, and the tables that it proposes."""

    code: str
    title: str
    summary: str
    rank: int
    tables: Mapping[str, Any]

    @property
    def words(self) -> str:
        """« Infogérance globale : un prestataire tient tout… »."""
        return f"{self.title} : {self.summary[:1].lower()}{self.summary[1:]}"


@cache
def contract_models() -> tuple[ContractModel, ...]:
    """Every model, in the order in which it is proposed."""
    return tuple(sorted((_read(path) for path in FOLDER.glob("*.toml")), key=lambda model: model.rank))


def model_named(code: str) -> ContractModel:
    """One model. Raises StopIteration when the code names none: a draft is only begun from those proposed."""
    return next(model for model in contract_models() if model.code == code)


def _read(path: Path) -> ContractModel:
    tables = _tables(STARTING) | _tables(path)
    head = tables.pop("modele")
    return ContractModel(path.stem, head["titre"], head["resume"], head["rang"], tables)


def _tables(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
