"""Everything under `/contrats/` that belongs to this app: the list, then the pages of one contract.

One namespace for both, given by the roof, so that `contracts:record` and `contracts:list` are found.
"""

from django.urls import include, path

from contracts.views import feeds, listing

urlpatterns = [
    path("echeances/<str:token>.ics", feeds.dates_ics, name="dates_ics"),
    path("", listing.contract_list, name="list"),
    path("<slug:contract>/", include("contracts.urls")),
]
