"""Pages under `/contrats/<contract>/`."""

from django.urls import path

from contracts.views import pages, scope

urlpatterns = [
    path("fiche/", pages.record, name="record"),
    path("perimetre/", scope.scope, name="scope"),
    path("perimetre/<int:item>/", scope.edit_item, name="scope_item"),
    path("calendriers/", pages.calendars, name="calendars"),
    path("echeances/", pages.dates, name="dates"),
]
