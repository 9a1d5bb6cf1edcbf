"""Minutes that wait: to read for one's side, then to sign once both have read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import OuterRef
from django.urls import reverse

from accounts.capabilities import Capability
from contracts.models import Site
from contracts.selectors.calendars import days_off_at
from core.engine import formats
from core.gathering import gather
from core.scope import current
from governance.engine.reading import ReadingRule
from governance.models import Committee, CommitteeTerm, Minutes
from governance.selectors.committee_terms import rule_of, term_of
from governance.selectors.reading import given_on
from governance.selectors.unsettled import Left
from infogerance.selectors.todo_line import Todo


def minutes_lines(
    able: Mapping[Capability, list[int]],
    terms: Mapping[int, Sequence[CommitteeTerm]],
    held: Mapping[int, Left],
) -> list[Todo]:
    """One line for each committee whose minutes the visitor's side has to read, or that may be signed (1 query).

    Nobody is asked to read before the committee sat and said what becomes of everything (`held`: what each left); the
    provider, before the client gave the minutes to read: its delay runs from that day.
    """
    readers, signers = set(able[Capability.READ_MINUTES]), set(able[Capability.DECIDE])
    rows = Minutes.objects.filter(contract_id__in=readers | signers, signed_at=None)
    provided = current().provider
    found = []
    sited = gather(
        rows.select_related("contract", "committee"),
        sites=Site.objects.filter(contract=OuterRef("contract")),
    )
    for row, of in sited:
        if row.committee.state == Committee.State.PLANNED or row.committee_id in held:
            continue
        provider = row.contract_id in provided
        given, own = (
            not provider or row.client_read_at,
            row.provider_read_at if provider else row.client_read_at,
        )
        if own is None and given and row.contract_id in readers:
            found.append(_line(row, of["sites"], terms, "à relire", "Relire"))
        elif row.client_read_at and row.provider_read_at and row.contract_id in signers:
            found.append(_line(row, of["sites"], terms, "à signer", "Signer"))
    return found


def _line(
    row: Minutes, sites: Sequence[Site], terms: Mapping[int, Sequence[CommitteeTerm]], what: str, action: str
) -> Todo:
    committee = row.committee
    return Todo(
        icon="doc",
        title=f"Relevé du {committee.get_kind_display()} du {formats.date_short(committee.held_on)} {what}",
        detail=row.contract.reference,
        due=_due(row, sites, rule_of(term_of(committee.kind, terms.get(row.contract_id, ())))),
        url=reverse("governance:minutes", args=[row.contract.slug, committee.slug]),
        action=action,
    )


def _due(row: Minutes, sites: Sequence[Site], rule: ReadingRule) -> date:
    """The day the minutes are due, then the last day for remarks once they were given to read."""
    if row.client_read_at is None:
        day = row.committee.held_on
        return rule.minutes_by(day, days_off_at(sites, day.year, day.year + 1))
    given = given_on(row.contract, row)
    return rule.remarks_by(given, days_off_at(sites, given.year, given.year + 1))
