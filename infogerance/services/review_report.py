"""The audit report as an archivable, accessible PDF, in the dress of the committee packs."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.template.loader import get_template
from django.urls import reverse
from django.utils.safestring import SafeString

from core.engine import formats
from core.jobs import JobRefused
from governance.engine.pack.typesetting import typeset_html
from governance.services.printing import Printed
from governance.services.rendering import Cover, document_order, print_apart
from infogerance.selectors.review import Review


class ReportNotPrinted(Exception):
    """The printer stopped; the message is in French."""


def print_review(review: Review) -> Printed:
    """The report of an audit; the same contract on the same day gives the same bytes. Raises ReportNotPrinted."""
    try:
        return print_apart(review_order(review))
    except JobRefused as stopped:
        raise ReportNotPrinted(
            "Le rapport de contrôle n’a pas été imprimé : l’impression s’est arrêtée. Le contrat est intact."
            " Réessayez ; si elle s’arrête encore, exportez le contrôle en CSV."
        ) from stopped


def review_order(review: Review) -> dict[str, Any]:
    """What the printer needs, whole."""
    contract = review.contract
    day = formats.date_short(review.today)
    address = f"{settings.PORTAL_URL}{reverse('contract_review', args=[contract.slug])}"
    body = get_template("infogerance/review_print.html").render({"review": review, "address": address})
    cover = Cover(
        title=f"Contrôle du contrat {contract.reference}, {day}",
        description=f"{review.title}. {review.count_words}.",
        head=f"Contrôle du contrat · {contract.reference} · {contract.title} · {day}",
        state="CLIENT SEUL",
        foot=(
            f"État du contrat au {day} · {review.version_mark}",
            f"Empreinte des tables contrôlées {review.digest[:12]} · exemplaire réservé au client",
        ),
        stamp=f"{review.today.isoformat()}T00:00:00+00:00",
    )
    return document_order(cover, SafeString(typeset_html(body)))
