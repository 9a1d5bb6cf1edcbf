"""Pages under `/contrats/<contract>/`."""

from django.urls import path

from reversibility.views import readiness

app_name = "reversibility"
urlpatterns = [
    path("reversibilite/", readiness.readiness, name="readiness"),
]
