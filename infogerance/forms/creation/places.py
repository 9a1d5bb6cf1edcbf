"""Second step: where, and in which hours."""

from __future__ import annotations

from typing import Any

from django import forms

from contracts.engine.unsaid import HOLIDAY_ZONE
from contracts.models.calendars import HOLIDAY_ZONES
from core.rows import row_set
from infogerance.engine.creation.answers import Place, Places
from infogerance.engine.creation.hours import ordinary_choices, site_choices
from infogerance.forms.creation.desk import Desk, Filled
from infogerance.forms.creation.rows import NamedRows, RowForm


class HoursForm(forms.Form):
    """The hours that commitments follow, unless they run round the clock."""

    hours = forms.ChoiceField(
        label="Horaires de service",
        help_text="Ceux des engagements en heures ouvrées. Les engagements tenus 24 h/24 le restent.",
    )

    def __init__(self, data: Any, desk: Desk) -> None:
        super().__init__(data, auto_id="champ-%s")
        self.fields["hours"].choices = ordinary_choices(desk.copied)  # type: ignore[attr-defined]


class SiteForm(RowForm):
    """A site of the client."""

    name = forms.CharField(label="Site", max_length=120)
    zone = forms.ChoiceField(label="Jours fériés", choices=HOLIDAY_ZONES, initial=HOLIDAY_ZONE)
    hours = forms.ChoiceField(label="Horaires", required=False)
    whit_monday_worked = forms.BooleanField(label="Lundi de Pentecôte travaillé", required=False)

    def __init__(self, *args: Any, hours: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hours"].choices = hours  # type: ignore[attr-defined]


class SiteSet(NamedRows):
    title = "Sites"

    def clean(self) -> None:
        super().clean()
        if not any(self.errors) and not self.answers():
            raise forms.ValidationError(
                "Nommez au moins un site : les jours fériés et les délais comptés en dépendent."
            )


def places_step(data: Any, desk: Desk) -> Filled:
    """The hours, then the sites by the names that the provider's exports give them."""
    proposed = [
        {
            "name": site["nom"],
            "zone": site.get("zone_feries", HOLIDAY_ZONE),
            "hours": site.get("plage", ""),
            "whit_monday_worked": site.get("lundi_pentecote_travaille", False),
        }
        for site in desk.copied.sites
    ]
    form = HoursForm(data, desk)
    sites = row_set(SiteForm, SiteSet)(
        data, prefix="site", initial=proposed, form_kwargs={"hours": site_choices(desk.copied)}
    )

    def answer() -> Places:
        told = (
            Place(row["name"], row["zone"], row["whit_monday_worked"], row["hours"])
            for row in sites.answers()
        )
        return Places(form.cleaned_data["hours"], tuple(told))

    return Filled(form, (sites,), answer)
