"""Pages under `/contrats/<contract>/`."""

from django.urls import path

from contracts.views import exclusions, pages, work_units

urlpatterns = [
    path("fiche/", pages.record, name="record"),
    path("perimetre/", pages.scope, name="scope"),
    path("exclusions/", exclusions.exclusions, name="exclusions"),
    path("unites-oeuvre/", work_units.work_units, name="work_units"),
    path("unites-oeuvre/bons/", work_units.add_order, name="work_unit_order_add"),
    path("unites-oeuvre/bons/<int:number>/", work_units.order, name="work_unit_order"),
    path("unites-oeuvre/consommations/", work_units.add_use, name="work_unit_use_add"),
    path("unites-oeuvre/consommations/<int:pk>/", work_units.use, name="work_unit_use"),
    path("unites-oeuvre/imprevus/", work_units.add_unplanned, name="unplanned_add"),
    path("calendriers/", pages.calendars, name="calendars"),
    path("echeances/", pages.dates, name="dates"),
]
