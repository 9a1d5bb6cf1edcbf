"""Pages under `/contrats/<contract>/`."""

from django.urls import path

from reversibility.views import access, exit_pages, readiness, simulator

app_name = "reversibility"
urlpatterns = [
    path("reversibilite/", readiness.readiness, name="readiness"),
    path("reversibilite/simulateur/", simulator.simulator, name="simulator"),
    path("reversibilite/cout/", exit_pages.cost, name="cost"),
    path("reversibilite/calendrier/", exit_pages.timeline, name="timeline"),
    path("reversibilite/captivite/", exit_pages.captivity, name="captivity"),
    path("reversibilite/acces/", access.register, name="access_register"),
    path("reversibilite/acces/sortie/", access.at_exit, name="access_exit"),
    path("reversibilite/acces/ajouter/", access.add, name="access_add"),
    path("reversibilite/acces/importer/", access.import_list, name="access_import"),
    path("reversibilite/acces/<int:access>/", access.edit, name="access_edit"),
    path("reversibilite/acces/<int:access>/retirer/", access.remove, name="access_remove"),
]
