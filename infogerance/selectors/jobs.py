"""Where a finished job leads."""

from __future__ import annotations

from django.urls import reverse

from core.models import Job
from governance.models import Committee
from reports.models import Delivery

DIGEST = "digest"
"""Kind of the jobs that write to one person what waits for them."""
CLIENT_ONLY = frozenset(
    {"backtest", "committee", "committee_reminder", DIGEST, "exit_file", "pack_mail", "pack_sending"}
)
"""Kinds of work that the provider's side does not know of."""


def result_link(job: Job) -> dict[str, str]:
    """Address and words of the link under a finished job; empty while it is not done."""
    if job.state != Job.State.DONE:
        return {}
    slug = job.contract.slug
    if job.kind == "delivery":
        found = Delivery.objects.filter(pk=job.payload["delivery"]).first()
        if found is None:
            return {}
        # What stops a deposit is shown at once, line by line.
        page = "reports:check" if found.is_stopped else "reports:version"
        url = reverse(page, args=[slug, str(found.month), found.version])
        return {"result_url": url, "result_label": "Voir le dépôt"}
    if job.kind in {"pack", "pack_sending"}:
        committee = Committee.objects.filter(pk=job.payload["committee"]).first()
        if committee is None:
            return {}
        place, label = (
            ("envois", "Voir les envois") if job.kind == "pack_sending" else ("dossier", "Voir le dossier")
        )
        url = reverse("governance:committee", args=[slug, committee.slug])
        return {"result_url": f"{url}#{place}", "result_label": label}
    url, label = reverse("contract_dashboard", args=[slug]), "Voir la synthèse"
    if job.kind == "backtest":
        url, label = f"{reverse('slas:backtest', args=[slug])}?calcul={job.pk}", "Voir la simulation"
    if job.kind == "exit_file":
        url, label = reverse("exit_file", args=[slug]), "Emporter le dossier"
    return {"result_url": url, "result_label": label}
