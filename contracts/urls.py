"""Pages under `/contrats/<contract>/`."""

from django.urls import path

from contracts.views import budget, dates, exclusions, invoices, pages, people, revision, scope, work_units

urlpatterns = [
    path("fiche/", pages.record, name="record"),
    path("perimetre/", scope.scope, name="scope"),
    path("perimetre/<int:item>/", scope.edit_item, name="scope_item"),
    path("exclusions/", exclusions.exclusions, name="exclusions"),
    path("unites-oeuvre/", work_units.work_units, name="work_units"),
    path("unites-oeuvre/bons/", work_units.add_order, name="work_unit_order_add"),
    path("unites-oeuvre/bons/<int:number>/", work_units.order, name="work_unit_order"),
    path("unites-oeuvre/consommations/", work_units.add_use, name="work_unit_use_add"),
    path("unites-oeuvre/consommations/<int:pk>/", work_units.use, name="work_unit_use"),
    path("unites-oeuvre/consommations/<int:pk>/corriger/", work_units.correction, name="correction"),
    path("unites-oeuvre/charges/", work_units.add_charge, name="charge_add"),
    path("calendriers/", pages.calendars, name="calendars"),
    path("revision/", revision.revision, name="revision"),
    path("budget/", budget.budget, name="budget"),
    path("budget/factures/", invoices.invoices, name="invoices"),
    path("budget/factures/saisir/", invoices.enter, name="enter_invoice"),
    path("budget/factures/<int:pk>/", invoices.invoice, name="invoice"),
    path("acteurs/", people.people, name="people"),
    path("acteurs/<slug:kind>/ajouter/", people.add_line, name="people_add"),
    path("acteurs/<slug:kind>/<int:pk>/", people.change_line, name="people_line"),
    path("echeances/", dates.dates, name="dates"),
    path("echeances/decider/", dates.date_answer, name="date_answer"),
    path("echeances/preavis/", dates.notice_letter, name="notice_letter"),
    path("echeances/agenda/", dates.feed, name="dates_feed"),
]
