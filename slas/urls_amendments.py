"""Amendments, in the namespace of contracts: what they change reaches up to commitments, which live here."""

from django.urls import path

from slas.views.amendments import amendment, amendments
from slas.views.approvals import approval

urlpatterns = [
    path("", amendments, name="amendments"),
    path("<int:number>/", amendment, name="amendment"),
    path("<int:number>/approuver/", approval, name="amendment_approval"),
]
