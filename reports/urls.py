"""Addresses of deliveries, under a contract."""

from django.urls import path

from reports import views

app_name = "reports"
VERSION = "rapports/<str:month>/v<int:version>/"
urlpatterns = [
    path("rapports/", views.delivery_list, name="list"),
    path("rapports/deposer/", views.deposit_page, name="deposit"),
    path("rapports/modele.<str:extension>", views.template_file, name="template"),
    path("rapports/<str:month>/", views.delivery_month, name="delivery"),
    path(VERSION, views.version_page, name="version"),
    path(f"{VERSION}controle/", views.check, name="check"),
    path(f"{VERSION}correspondances/", views.mapping, name="mapping"),
    path(f"{VERSION}erreurs.csv", views.errors, name="errors"),
    path(f"{VERSION}original/", views.original, name="original"),
]
