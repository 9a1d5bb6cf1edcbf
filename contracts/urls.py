"""Pages under `/contrats/<contract>/`."""

from django.urls import path

from contracts.views import budget, invoices, pages, revision

urlpatterns = [
    path("fiche/", pages.record, name="record"),
    path("perimetre/", pages.scope, name="scope"),
    path("calendriers/", pages.calendars, name="calendars"),
    path("revision/", revision.revision, name="revision"),
    path("budget/", budget.budget, name="budget"),
    path("budget/ajouter/", budget.add, name="add_charge"),
    path("budget/importer/", budget.load, name="import_charges"),
    path("budget/charges/<int:pk>/", budget.charge, name="charge"),
    path("budget/factures/", invoices.invoices, name="invoices"),
    path("budget/factures/saisir/", invoices.enter, name="enter_invoice"),
    path("budget/factures/<int:pk>/", invoices.invoice, name="invoice"),
    path("echeances/", pages.dates, name="dates"),
]
