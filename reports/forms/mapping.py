"""The correspondences of an export: its columns, its words, its zone and the order of its dates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict

from contracts.models import Contract
from contracts.selectors.versions import rules_at
from core.engine.months import Month
from reports.engine.profiles import PROFILES
from reports.engine.profiles.fields import FIELDS, REQUIRED
from reports.engine.proposal import KINDS
from reports.engine.proposed_words import proposed
from reports.models import Ticket, TicketPause
from reports.services import Desk

ZONES = (
    "Europe/Paris", "UTC", "America/Cayenne", "America/Guadeloupe", "America/Martinique", "America/Miquelon",
    "America/New_York", "America/Sao_Paulo", "Africa/Casablanca", "Africa/Tunis", "Asia/Kolkata", "Europe/Berlin",
    "Europe/Lisbon", "Europe/London", "Europe/Madrid", "Indian/Mayotte", "Indian/Reunion", "Pacific/Noumea",
    "Pacific/Tahiti",
)  # fmt: skip
ORDERS = (
    ("", "Établi d’après le fichier"),
    ("dmy", "Jour, mois, année (31/03/2026)"),
    ("mdy", "Mois, jour, année (03/31/2026)"),
)
CLOCKS = {
    "opened_at": "Le délai court depuis",
    "picked_up_at": "La prise en charge est datée par",
    "resolved_at": "La résolution est datée par",
}
HINTS = {
    **dict.fromkeys(
        ("type", "status", "priority", "pause_reason"),
        "Les valeurs de la colonne choisie s’associent après « Aperçu ».",
    ),
    "pickup_delay": "Seulement si l’outil compte ce délai jour et nuit depuis l’ouverture.",
    "pause_duration": "Par exemple « 1 jour 2 heures » ; un nombre seul compte des secondes.",
    "time_left": "Négatif une fois l’échéance passée ; jamais lu comme une durée.",
}
MOST_LABELS = 60
MAY_SHARE = {"resolved_at", "closed_at"}
NEEDED = ("statuses", "types", "priorities")
FIELD_OF = {"statuses": "status", "types": "type", "priorities": "priority", "reasons": "pause_reason"}
TITLES = {
    "statuses": "Statuts",
    "types": "Types",
    "priorities": "Priorités",
    "reasons": "Motifs de suspension",
}


class MappingForm(forms.Form):
    """One select per field of ours, one per word of the export, then zone, order of dates and defaults."""

    name = forms.CharField(label="Nom de la correspondance", max_length=30)
    timezone = forms.ChoiceField(label="Fuseau horaire de l’export")
    date_order = forms.ChoiceField(label="Ordre des dates", choices=ORDERS, required=False)
    default_type = forms.ChoiceField(label="Type, quand l’export n’en donne pas", required=False)
    default_priority = forms.ChoiceField(label="Priorité, quand l’export n’en donne pas", required=False)

    def __init__(self, contract: Contract, month: Month, desk: Desk, name: str, data: Any = None) -> None:
        self.contract, self.desk = contract, desk
        self.priorities = rules_at(contract, month.last_day).priorities
        self.header = [text for text in desk.proposal["header"] if text]
        self.claims = {claim["field"]: claim for claim in desk.proposal["claims"]}
        super().__init__(data, initial=self._start(desk, name))
        zones = dict.fromkeys([contract.timezone, self.initial["timezone"], *ZONES])
        self._choices("timezone", [(zone, zone) for zone in zones])
        self._choices("default_type", [("", "À demander"), *Ticket.Type.choices])
        self._choices("default_priority", [("", "Aucune"), *((p, p) for p in self.priorities)])
        for field in FIELDS:
            self.fields[f"col_{field}"] = self._column_field(field)
        self.is_new_column = False
        for kind in KINDS:
            self._add_words(kind)

    def _start(self, desk: Desk, name: str) -> dict[str, Any]:
        saved = desk.saved
        return {
            "name": saved.name if saved else name,
            "timezone": saved.timezone if saved else self.contract.timezone,
            "date_order": desk.proposal["date_order"].replace("iso", ""),
            "default_type": saved.defaults.get("type", "") if saved else "incident",
            "default_priority": saved.defaults.get("priority", "") if saved else "",
        }

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def _column_field(self, field: str) -> forms.ChoiceField:
        claim = self.claims.get(field)
        texts = dict.fromkeys(self.header)
        reason = f"Proposé : {claim['reason']}." if claim else HINTS.get(field, "")
        return forms.ChoiceField(
            label=CLOCKS.get(field, FIELDS[field].label),
            choices=[("", "Aucune colonne"), *((text, text) for text in texts)],
            initial=claim["column"] if claim else "",
            required=field in REQUIRED,
            help_text=reason,
        )

    def _chosen(self, field: str) -> str:
        """The column chosen for a field: what was posted, else what is proposed."""
        if self.is_bound:
            return str(self.data.get(f"col_{field}", ""))
        return str(self.claims[field]["column"]) if field in self.claims else ""

    def _add_words(self, kind: str) -> None:
        column = self._chosen(FIELD_OF[kind])
        labels = self.desk.proposal["labels"].get(column, [])[:MOST_LABELS]
        proposals = self.desk.proposal["words"][kind]
        if not set(labels) <= set(proposals):
            base = PROFILES.get(self.desk.proposal["base"])
            said = dict(getattr(base, kind)) if base and kind != "priorities" else {}
            proposals = proposed(KINDS[kind], labels, self.priorities, said)
        for number, label in enumerate(labels):
            name = f"{kind}_{self.header.index(column)}_{number}"
            if self.is_bound and name not in self.data:
                self.is_new_column = (
                    True  # never shown yet: what is proposed is tried, and kept only once seen
                )
                self.data = self._with(name, proposals.get(label, ""))
            self.fields[name] = forms.ChoiceField(
                label=label[:120],
                help_text="Proposé, à vérifier." if self._is_guess(kind, label, proposals) else "",
                choices=[("", "À associer"), *self._targets(kind)],
                initial=proposals.get(label, ""),
                required=kind in NEEDED,
                error_messages={"required": "Associez cette valeur."},
            )

    def _with(self, name: str, value: str) -> QueryDict:
        data: QueryDict = QueryDict(mutable=True)
        data.update(self.data)
        data[name] = value
        return data

    def _is_guess(self, kind: str, label: str, proposals: Mapping[str, str]) -> bool:
        """Whether the choice shown is proposed and nobody confirmed it before."""
        return bool(proposals.get(label)) and label not in (
            getattr(self.desk.saved, kind) if self.desk.saved else {}
        )

    def _targets(self, kind: str) -> list[tuple[str, str]]:
        return {
            "statuses": [c for c in Ticket.Status.choices if c[0] != Ticket.Status.UNKNOWN],
            "types": list(Ticket.Type.choices),
            "priorities": [(priority, priority) for priority in self.priorities],
            "reasons": list(TicketPause.Reason.choices),
        }[kind]

    def clean_name(self) -> str:
        """A name that is not one of a tool."""
        name = " ".join(self.cleaned_data["name"].split())
        if name in PROFILES:
            raise forms.ValidationError("Ce nom est celui d’un outil connu : choisissez-en un autre.")
        return name

    def clean_timezone(self) -> str:
        """A zone that exists."""
        return ZoneInfo(self.cleaned_data["timezone"]).key

    def clean(self) -> dict[str, Any]:
        """One field a column, but for a tool that dates the end only once."""
        taken: dict[str, str] = {}
        for field in FIELDS:
            column = self.cleaned_data.get(f"col_{field}", "")
            other = taken.setdefault(column, field) if column else field
            if other != field and not {other, field} <= MAY_SHARE:
                self.add_error(f"col_{field}", f"Colonne déjà choisie pour « {FIELDS[other].label} ».")
        for kind in NEEDED:
            column = self.cleaned_data.get(f"col_{FIELD_OF[kind]}", "")
            if column and column not in self.desk.proposal["labels"]:
                self.add_error(
                    f"col_{FIELD_OF[kind]}", "Cette colonne a trop de valeurs différentes, ou aucune."
                )
        return self.cleaned_data

    def reading(self) -> dict[str, Any]:
        """What the saved correspondence holds; words of a former version that this file does not show are kept."""
        chosen = self.cleaned_data
        columns = {field: chosen[f"col_{field}"] for field in FIELDS if chosen.get(f"col_{field}")}
        defaults = {"type": chosen["default_type"], "priority": chosen["default_priority"]}
        words = {
            kind: {**(getattr(self.desk.saved, kind) if self.desk.saved else {}), **self._words(kind)}
            for kind in KINDS
        }
        return {
            "header": self.header,
            "base": self.desk.proposal["base"],
            "columns": columns,
            **words,
            "timezone": chosen["timezone"],
            "date_order": chosen["date_order"],
            "defaults": {name: value for name, value in defaults.items() if value},
        }

    def to_try(self) -> dict[str, Any] | None:
        """What the page tries: what was typed, else the proposal where the files could not be taken as read."""
        if self.is_bound:
            return self.unsaved()
        return self.proposed() if self.desk.is_uncertain else None

    def proposed(self) -> dict[str, Any] | None:
        """The proposal itself, as the reading knows it; None while it names no ticket."""
        if not set(self.claims) >= REQUIRED:
            return None
        starts = {name: self.get_initial_for_field(field, name) for name, field in self.fields.items()}
        self.cleaned_data = {name: value or "" for name, value in starts.items()}
        return self.unsaved()

    def unsaved(self) -> dict[str, Any]:
        """The same as the reading knows it, to be tried without being kept."""
        version = self.desk.saved.version if self.desk.saved else 0
        return {"name": self.cleaned_data["name"], "version": version} | self.reading()

    def _words(self, kind: str) -> Mapping[str, str]:
        names = [name for name in self.fields if name.startswith(f"{kind}_")]
        column = self.cleaned_data.get(f"col_{FIELD_OF[kind]}", "")
        labels = self.desk.proposal["labels"].get(column, [])
        return {
            labels[int(n.rsplit("_", 1)[1])]: self.cleaned_data[n] for n in names if self.cleaned_data.get(n)
        }

    def clocks(self) -> Iterator[BoundField]:
        """What starts and stops each clock."""
        return (self[f"col_{field}"] for field in CLOCKS)

    def main_columns(self) -> Iterator[BoundField]:
        """What names and ranks a ticket."""
        return (self[f"col_{field}"] for field in ("reference", "title", "type", "status", "priority"))

    def other_columns(self) -> Iterator[BoundField]:
        """Everything else a column may hold."""
        main = {*CLOCKS, "reference", "title", "type", "status", "priority"}
        return (self[f"col_{field}"] for field in FIELDS if field not in main)

    def words(self) -> list[tuple[str, list[BoundField]]]:
        """The words to associate, by kind, where the export has some."""
        found = [
            (TITLES[kind], [self[name] for name in self.fields if name.startswith(f"{kind}_")])
            for kind in KINDS
        ]
        return [(title, fields) for title, fields in found if fields]

    def settings_fields(self) -> Iterator[BoundField]:
        """Zone, order of dates, defaults."""
        return (self[name] for name in ("timezone", "date_order", "default_type", "default_priority"))
