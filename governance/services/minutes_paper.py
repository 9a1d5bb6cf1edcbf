"""The minutes as an archivable, accessible PDF for signature, in the dress of the packs."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.template.loader import get_template
from django.urls import reverse
from django.utils.safestring import SafeString

from contracts.models import Contract
from core.engine import formats
from governance.engine.pack.editions import BOTH_PARTIES, CLIENT_ONLY
from governance.engine.pack.typesetting import typeset_html
from governance.models import Committee
from governance.selectors.minutes_paper import MinutesPaper, paper_of
from governance.services.printing import Printed
from governance.services.rendering import Cover, document_order, print_apart


def print_minutes(*, contract: Contract, committee: Committee, shared: bool) -> Printed:
    """The paper of one copy: the same minutes give the same bytes. Raises JobRefused when printing fails."""
    return print_apart(minutes_order(paper_of(contract, committee, shared=shared)))


def minutes_order(paper: MinutesPaper) -> dict[str, Any]:
    """What the printer needs, whole."""
    contract, committee = paper.contract, paper.committee
    place = reverse("governance:minutes", args=[contract.slug, committee.slug])
    address = f"{settings.PORTAL_URL}{place}"
    body = get_template("governance/minutes_print.html").render({"paper": paper, "address": address})
    kind, day = committee.get_kind_display(), formats.day_long(committee.held_on)
    named = "Relevé de carence" if paper.lapse else "Relevé de décisions"
    cover = Cover(
        title=f"{named} {contract.reference}, {kind} du {formats.date_short(committee.held_on)}",
        description=f"{paper.title}. {paper.lead}",
        head=f"{named} · {contract.reference} · {kind} · {day}",
        state="SIGNÉ" if paper.signed else "PROJET",
        foot=(
            f"Données {formats.month_of(committee.month)} · {paper.sealed or 'Relevé non signé'}",
            f"Empreinte {paper.digest[:12]} · {BOTH_PARTIES if paper.shared else CLIENT_ONLY}",
        ),
        stamp=paper.stamp,
    )
    return document_order(cover, SafeString(typeset_html(body)))


def paper_name(committee: Committee, *, shared: bool) -> str:
    """« releve-copil-2026-04-16-partage.pdf »."""
    return f"releve-{committee.slug}-{'partage' if shared else 'client'}.pdf"
