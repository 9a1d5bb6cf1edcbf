"""The pack of a committee, read by link: no account, one version of one variant, nothing to change."""

from __future__ import annotations

from allauth.core.ratelimit import consume_or_429
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from core.exports import download
from core.scope import for_contract
from core.storage import is_stored, open_file
from governance.models import Pack
from governance.selectors.links import pack_link_of
from governance.services.packs import file_name

LIMIT = "pack_link"


@require_safe
def pack_link(request: HttpRequest, token: str) -> HttpResponse:
    """Read a pack. A link expired, revoked or forged gets one and the same page, and few tries."""
    tried = consume_or_429(request, action=LIMIT, limit_get=True, dry_run=True)
    if tried is not None:
        return tried
    link = pack_link_of(token, timezone.now())
    if link is None or not all(map(is_stored, (link.pack.storage_name, link.pack.twin_name))):
        consume_or_429(request, action=LIMIT, limit_get=True)
        return _discreet(render(request, "infogerance/pack_link_dead.html", status=404))
    with for_contract(link.contract_id):
        if request.GET.get("format") == "pdf":
            return _discreet(download(_kept(link.pack.storage_name), file_name(link.pack), "application/pdf"))
        context = {"link": link, "pack": link.pack, "pages": _pages(link.pack)}
        return _discreet(render(request, "infogerance/pack_link.html", context))


def _pages(pack: Pack) -> SafeString:
    """The twin as it was when the version was printed: the portal's own rendering, escaped then."""
    return SafeString(_kept(pack.twin_name).decode())


def _kept(name: str) -> bytes:
    with open_file(name) as file:
        return file.read()


def _discreet(answer: HttpResponse) -> HttpResponse:
    """The address is the secret: no other site is told of it, nothing keeps or lists the page."""
    answer["Referrer-Policy"] = "no-referrer"
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer
