"""What the reading of a delivery must know of the contract; nothing else of it is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Self

from core.engine.months import Month
from reports.engine.leftout import LeftOut
from reports.engine.limits import Limits


@dataclass(frozen=True)
class Context:
    """Month delivered, contract's zone, instant of receipt, priorities of the contract and labels that mean them.

    `profile` is the tool or saved mapping asked for; `mappings` those of the contract, the newest first;
    `services` and `commitments`: names and codes the contract promises on in that month, none where they are unknown;
    `indicators`: codes that may be declared beside them.
    `choices`: answers given to the questions of earlier readings, by question key or by code; `left_out`: what the
    version in force holds and this delivery does not.
    """

    month: Month
    timezone: str
    received_at: datetime
    priorities: tuple[str, ...] = ("P1", "P2", "P3", "P4")
    priority_map: Mapping[str, str] = field(default_factory=dict)
    parties: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    commitments: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    profile: str = ""
    mappings: tuple[Mapping[str, Any], ...] = ()
    choices: Mapping[str, str] = field(default_factory=dict)
    left_out: LeftOut | None = None
    limits: Limits = field(default_factory=Limits)

    @property
    def latest(self) -> int:
        """Last admissible instant, in seconds since 1970: five minutes after the receipt."""
        return int(self.received_at.timestamp()) + 300

    def to_mapping(self) -> dict[str, Any]:
        """Plain values, to cross into the reading process."""
        return {
            "month": str(self.month),
            "timezone": self.timezone,
            "received_at": int(self.received_at.timestamp()),
            "priorities": list(self.priorities),
            "priority_map": dict(self.priority_map),
            "parties": list(self.parties),
            "services": list(self.services),
            "commitments": list(self.commitments),
            "indicators": list(self.indicators),
            "profile": self.profile,
            "mappings": [dict(mapping) for mapping in self.mappings],
            "choices": dict(self.choices),
            "left_out": self.left_out.to_mapping() if self.left_out else None,
        }

    @classmethod
    def from_mapping(cls, values: Mapping[str, Any]) -> Self:
        return cls(
            month=Month.parse(values["month"]),
            timezone=values["timezone"],
            received_at=datetime.fromtimestamp(values["received_at"], UTC),
            priorities=tuple(values["priorities"]),
            priority_map=dict(values["priority_map"]),
            parties=tuple(values["parties"]),
            services=tuple(values.get("services", ())),
            commitments=tuple(values.get("commitments", ())),
            indicators=tuple(values.get("indicators", ())),
            profile=values["profile"],
            mappings=tuple(values.get("mappings", ())),
            choices=dict(values.get("choices", {})),
            left_out=LeftOut.from_mapping(values.get("left_out")),
        )
