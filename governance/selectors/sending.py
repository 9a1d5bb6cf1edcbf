"""Who receives the pack of a committee, in which words, and who received it already."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse

from accounts.models import Membership, Role
from contracts.engine.letters import Letter, Line
from core.engine import formats
from core.scope import Side
from governance.engine.letters import Brief, Places, write
from governance.engine.pack.editions import usual
from governance.models import Committee, Decision, Pack, PackDelivery
from governance.selectors.committees import decisions_of, own_variants
from governance.selectors.pack_versions import texts_of
from governance.selectors.packs import SIDES, facts_for, seen_by
from governance.selectors.sittings import invitation_of

READER_OF = {
    Role.REFERENT: "client",
    Role.READER: "client",
    Role.EXECUTIVE: "executif",
    Role.PROVIDER: "partage",
}
UNPRINTED = "PDF\u202f; pages et taille s’inscrivent à l’envoi"


def variant_of(role: str, committee: Committee) -> Pack.Variant:
    """The variant that a role reads of a committee."""
    return Pack.Variant(usual(committee.kind == Committee.Kind.STRATEGIC)[READER_OF[Role(role)]])


def readers_of(committee: Committee) -> dict[Pack.Variant, list[Membership]]:
    """The active members of a contract by the variant that each one reads, every usual one present (1 query)."""
    found: dict[Pack.Variant, list[Membership]] = {variant: [] for variant in own_variants(committee)}
    rows = Membership.objects.filter(contract=committee.contract_id, user__is_active=True)
    for row in rows.select_related("user").order_by("user__email"):
        found[variant_of(row.role, committee)].append(row)
    return found


def briefs_for(committee: Committee, variants: Iterable[Pack.Variant]) -> dict[Pack.Variant, Brief]:
    """What the mail of each variant is written from; the client's two variants share one reading of the month.

    Raises NoResult before the month's first computation.
    """
    contract = committee.contract
    read: dict[Side, Brief] = {}
    found = {}
    for variant in variants:
        side = SIDES[variant]
        if side not in read:
            with seen_by(contract, variant):
                read[side] = _read(committee, side)
        found[variant] = replace(read[side], places=_places(committee, variant))
    return found


def _read(committee: Committee, side: Side) -> Brief:
    """The month and the open decisions, inside an open scope of that side."""
    contract = committee.contract
    facts, _ = facts_for(contract, committee, side)
    front = texts_of(committee, side).get("front")
    asked = [row for row in decisions_of(committee) if row.state == Decision.State.ASKED]
    return Brief(
        committee=committee.get_kind_display(),
        facts=facts,
        asked=[
            Line(f"{row.label} {row.question}", _address("decision", contract.slug, row.pk)) for row in asked
        ],
        meeting=_meeting(committee) if committee.state == Committee.State.PLANNED else "",
        places=_places(committee, variant_of(Role.PROVIDER, committee)),
        lead=front.lead if front else "",
    )


def _places(committee: Committee, variant: Pack.Variant) -> Places:
    slug = committee.contract.slug
    return Places(
        twin=_address("pack", slug, committee.slug, variant.value),
        pdf=_address("pack_pdf", slug, committee.slug, variant.value),
        notifications=_address("notifications", slug),
    )


def _address(name: str, *args: object) -> str:
    return f"{settings.PORTAL_URL}{reverse(f'governance:{name}', args=args)}"


def _meeting(committee: Committee) -> str:
    """« Réunion le jeudi 16 avril 2026 de 10:00 à 11:30 (invitation jointe). »"""
    line, zone = invitation_of(committee.contract, committee), committee.contract.timezone
    day = formats.day_long(line.day)
    if line.starts is None:
        return f"Réunion le {day} (invitation jointe)."
    begins = datetime.combine(line.day, line.starts, ZoneInfo(zone))
    ends = begins + timedelta(minutes=line.minutes)
    hours = f"de {formats.time_short(begins, zone)} à {formats.time_short(ends, zone)}"
    return f"Réunion le {day} {hours} (invitation jointe)."


@dataclass(frozen=True)
class ReaderLine:
    """One reader: whether the PDF comes with the mail, and the last version that was sent to them."""

    member: Membership
    last: PackDelivery | None

    @property
    def name(self) -> str:
        return str(self.member.user)

    @property
    def manner(self) -> str:
        return "PDF joint" if self.member.pack_attached else "Lien seulement"


@dataclass(frozen=True)
class Group:
    """The readers of a variant, and the mails that they would get: one with the PDF, one with its link."""

    variant: Pack.Variant
    readers: list[ReaderLine]
    letters: list[tuple[str, Letter]]


def groups_for(committee: Committee) -> list[Group]:
    """Who would receive what, were it sent now. Raises NoResult before the month's first computation."""
    readers = readers_of(committee)
    briefs = briefs_for(committee, [variant for variant, found in readers.items() if found])
    last = {(row.pack.variant, row.reader_id): row for row in deliveries_of(committee)[::-1]}
    found = []
    for variant, members in readers.items():
        lines = [ReaderLine(member, last.get((variant, member.user_id))) for member in members]
        manners = {line.manner: line.member.pack_attached for line in lines}
        letters = [
            (manner, write(briefs[variant], document=UNPRINTED, attached=attached))
            for manner, attached in manners.items()
        ]
        found.append(Group(variant, lines, letters))
    return found


def deliveries_of(committee: Committee) -> list[PackDelivery]:
    """What was sent for a committee, the last version first (1 query)."""
    rows = PackDelivery.objects.filter(pack__committee=committee).select_related("pack", "reader", "asked_by")
    return list(rows.order_by("pack__variant", "-pack__version", "reader__email"))
