"""Pages under `/contrats/<contract>/`."""

from django.urls import path

from reversibility import views

app_name = "reversibility"
urlpatterns = [path("reversibilite/", views.readiness, name="readiness")]
