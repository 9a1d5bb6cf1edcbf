"""Finding what an address names, or answering that it does not exist."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from contracts.models import Contract
from governance.models import ActionItem, Committee, Decision, Pack
from governance.selectors.committees import committee_for, variants_for

LONGEST_VERSION = 5


def committee_or_404(request: HttpRequest, contract: Contract, slug: str) -> Committee:
    """The committee of an address; its month becomes the page's."""
    found = committee_for(contract, slug)
    if found is None:
        raise Http404
    request.month = found.month  # type: ignore[attr-defined]
    return found


def variant_or_404(committee: Committee, text: str) -> Pack.Variant:
    """A variant of a committee that the visitor's side may read: another one does not exist for it."""
    readable = variants_for(committee.contract)
    found = next((variant for variant in readable if variant.value == text), None)
    if found is None or not committee.has_pack:
        raise Http404
    return found


def asked_version(request: HttpRequest) -> int | None:
    """The version of `?version=2`; without one, whichever is the last. Anything else names no version."""
    asked = request.GET.get("version", "")
    if not asked:
        return None
    if not (asked.isascii() and asked.isdecimal() and len(asked) < LONGEST_VERSION):
        raise Http404
    return int(asked)


def decision_or_404(request: HttpRequest, contract: Contract, pk: int) -> Decision:
    """A decision that the visitor may see; the month of its committee becomes the page's."""
    found = (
        Decision.objects.filter(contract=contract, pk=pk).select_related("committee", "decided_by").first()
    )
    if found is None:
        raise Http404
    request.month = found.committee.month  # type: ignore[attr-defined]
    return found


def action_or_404(contract: Contract, number: int) -> ActionItem:
    """An action that the visitor may see, by its number."""
    found = ActionItem.objects.filter(contract=contract, number=number).first()
    if found is None:
        raise Http404
    return found
