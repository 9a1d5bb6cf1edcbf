"""Pages under `/contrats/<contract>/`."""

from django.urls import path

from contracts.views import dates, pages

urlpatterns = [
    path("fiche/", pages.record, name="record"),
    path("perimetre/", pages.scope, name="scope"),
    path("calendriers/", pages.calendars, name="calendars"),
    path("echeances/", dates.dates, name="dates"),
    path("echeances/decider/", dates.date_answer, name="date_answer"),
    path("echeances/preavis/", dates.notice_letter, name="notice_letter"),
    path("echeances/agenda/", dates.feed, name="dates_feed"),
]
