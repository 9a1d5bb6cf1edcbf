"""Pages under `/contrats/<contract>/`."""

from django.urls import path

from reversibility.views import exit_pages, readiness, simulator

app_name = "reversibility"
urlpatterns = [
    path("reversibilite/", readiness.readiness, name="readiness"),
    path("reversibilite/simulateur/", simulator.simulator, name="simulator"),
    path("reversibilite/cout/", exit_pages.cost, name="cost"),
    path("reversibilite/calendrier/", exit_pages.timeline, name="timeline"),
    path("reversibilite/captivite/", exit_pages.captivity, name="captivity"),
]
