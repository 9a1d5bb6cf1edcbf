"""The page of a background job: step, n/N, and what to do when it fails."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from accounts.capabilities import Capability
from accounts.selectors import may
from core.htmx import go_to, page_or_fragment
from core.jobs import requeue
from core.models import Job
from infogerance.selectors.jobs import CLIENT_ONLY, result_link


@require_http_methods(["GET", "POST"])
def job(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Follow a job; a failed one can be asked again by POST."""
    found = Job.objects.select_related("contract").filter(pk=pk).first()
    if found is None:
        raise Http404
    membership = request.memberships[found.contract_id]  # type: ignore[attr-defined]
    if found.kind in CLIENT_ONLY and not may(membership, Capability.VIEW_CLIENT):
        raise Http404
    may_ask = may(membership, Capability.COMPUTE) or may(membership, Capability.UPLOAD_REPORT)
    if request.method == "POST":
        if not may_ask:
            raise PermissionDenied
        ask_again(found)
        return redirect("job", pk=pk)
    link = result_link(found)
    if found.kind == "delivery" and link:
        return go_to(
            request, link["result_url"]
        )  # « Terminé » would say nothing of what was found in the files
    request.contract, request.membership = found.contract, membership  # type: ignore[attr-defined]
    context = {"job": found, "contract": found.contract, "may_ask": may_ask, **link}
    return page_or_fragment(request, "infogerance/job.html", context, fragment="job")


def ask_again(found: Job) -> None:
    """Put a failed job back in the queue; whatever else is asked twice stays as it is."""
    if found.state == Job.State.FAILED:
        with transaction.atomic():
            requeue(found)
