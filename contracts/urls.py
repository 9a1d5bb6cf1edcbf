"""Pages under `/contrats/<contract>/`."""

from django.urls import path

from contracts.views import pages

urlpatterns = [
    path("fiche/", pages.record, name="record"),
    path("perimetre/", pages.scope, name="scope"),
    path("calendriers/", pages.calendars, name="calendars"),
    path("echeances/", pages.dates, name="dates"),
]
