"""Telling both sides that a month is closed: the figures, and the head of the journal, out of the database."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.urls import reverse

from accounts.models import Membership
from contracts.models import Contract
from core.engine import formats
from core.scope import Side
from journal.models import JournalEntry
from slas.models import MonthSnapshot
from slas.selectors.revisions import figures_of, revisions_for

SIGNATURE = "Portail de pilotage du contrat"


def mail_closing(*, contract: Contract, snapshot: MonthSnapshot) -> int:
    """Write to every active member of the contract, one mail each; returns how many were sent.

    Amounts of penalties are not in it. Both sides keep the head of the journal; its number, which counts the acts that
    the client keeps to itself, goes to the client alone: the hash is enough to verify.
    """
    people = Membership.objects.filter(contract=contract, user__is_active=True).select_related("user")
    sides = {member.user.email: Side(member.side) for member in people}
    with get_connection() as connection:
        messages = [
            EmailMessage(
                *closing_words(contract, snapshot, sides[address]), to=[address], connection=connection
            )
            for address in sorted(sides)
        ]
        return int(connection.send_messages(messages) or 0)


def closing_words(contract: Contract, snapshot: MonthSnapshot, side: Side) -> tuple[str, str]:
    """Subject and text of the mail to a reader of one side."""
    revision = revisions_for(contract, snapshot.month)[snapshot.revision - 1]
    name = formats.month_long(snapshot.month)
    act = "clos" if snapshot.revision == 1 else f"révisé (révision {snapshot.revision})"
    line = JournalEntry.objects.filter(contract=contract, details__sha256=snapshot.sha256).first()
    number = f"n° {line.sequence if line else 0}, " if side is Side.CLIENT else ""
    figures = [
        f"  {f.code}\u00a0: {f.rate} pour {f.target}, {formats.verdict(f.state).lower()}"
        for f in figures_of(snapshot)
    ]
    changes = [
        f"  {c.words}" + (f"\u202f; verdict changé\u00a0: {c.shown_tickets}" if c.flipped else "")
        for c in revision.changes
    ]
    address = f"{settings.PORTAL_URL}{reverse('slas:board', args=[contract.slug, str(snapshot.month)])}"
    parts = [
        "Bonjour,",
        f"Le mois {formats.month_of(snapshot.month)} du contrat {contract.reference} est {act}.",
        *([f"Motif\u00a0: {snapshot.reason}"] if snapshot.reason else []),
        "\n".join(["Engagements\u00a0:", *figures]),
        *(["\n".join(["Ce qui change\u00a0:", *changes])] if changes else []),
        "\n".join(
            [
                f"Empreinte du mois\u00a0: {snapshot.sha256}",
                f"Tête du journal\u00a0: {number}{line.hash if line else ''}",
                "Gardez ce courriel\u00a0: il permet de vérifier plus tard que rien n’a été récrit.",
            ]
        ),
        f"Le détail\u00a0: {address}",
        SIGNATURE,
    ]
    return f"{contract.reference}\u00a0: {name} {act}", "\n\n".join(parts) + "\n"
