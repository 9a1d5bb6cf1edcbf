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
from core.htmx import page_or_fragment
from core.jobs import requeue
from core.models import Job
from infogerance.selectors.jobs import result_link


@require_http_methods(["GET", "POST"])
def job(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Follow a job; a failed one can be asked again by POST."""
    found = Job.objects.select_related("contract").filter(pk=pk).first()
    if found is None:
        raise Http404
    membership = request.memberships[found.contract_id]  # type: ignore[attr-defined]
    if request.method == "POST":
        if not (may(membership, Capability.COMPUTE) or may(membership, Capability.UPLOAD_REPORT)):
            raise PermissionDenied
        with transaction.atomic():
            requeue(found)
        return redirect("job", pk=pk)
    request.contract, request.membership = found.contract, membership  # type: ignore[attr-defined]
    context = {"job": found, **result_link(found)}
    return page_or_fragment(request, "infogerance/job.html", context, fragment="job")
