"""Addresses of deliveries, under a contract."""

from django.urls import path

from reports.views import acts, files, lists, mappings, pages

app_name = "reports"
VERSION = "rapports/<str:month>/v<int:version>/"
urlpatterns = [
    path("perimetre/importer/", lists.scope_import, name="scope_import"),
    path("perimetre/inventaire/", lists.inventory, name="inventory"),
    path("rapports/", pages.delivery_list, name="list"),
    path("rapports/deposer/", acts.deposit_page, name="deposit"),
    path("rapports/modele.<str:extension>", files.template_file, name="template"),
    path("rapports/<str:month>/", pages.delivery_month, name="delivery"),
    path(VERSION, pages.version_page, name="version"),
    path(f"{VERSION}controle/", pages.check, name="check"),
    path(f"{VERSION}correspondances/", mappings.mapping, name="mapping"),
    path(f"{VERSION}erreurs.csv", files.errors, name="errors"),
    path(f"{VERSION}annote.xlsx", files.annotated, name="annotated"),
    path(f"{VERSION}envoyer/", acts.submit, name="submit"),
    path(f"{VERSION}retirer/", acts.withdraw, name="withdraw"),
    path(f"{VERSION}original/", files.original, name="original"),
]
