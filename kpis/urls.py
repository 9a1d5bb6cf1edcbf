"""Addresses of indicators, signals and satisfaction, under a contract."""

from django.urls import path

from kpis import views

app_name = "kpis"
urlpatterns = [
    path("indicateurs/", views.indicator_list, name="list"),
    path("indicateurs/<str:code>/", views.detail, name="detail"),
    path("signaux/", views.signals, name="signals"),
    path("signaux/<int:pk>/", views.answer, name="answer"),
    path("zones-grises/", views.grey_zones, name="grey_zones"),
    path("satisfaction/", views.satisfaction, name="satisfaction"),
]
