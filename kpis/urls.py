"""Addresses of indicators, signals and satisfaction, under a contract."""

from django.urls import path

from kpis import views

app_name = "kpis"
urlpatterns = [
    path("indicateurs/", views.indicator_list, name="list"),
    path("indicateurs/catalogue/", views.catalogue, name="catalogue"),
    path("indicateurs/nouveau/", views.own_create, name="own_create"),
    path("indicateurs/<str:code>/", views.detail, name="detail"),
    path("indicateurs/<str:code>/suivi/", views.follow, name="follow"),
    path("indicateurs/<str:code>/reference/", views.limits, name="limits"),
    path("indicateurs/<str:code>/comite/garder/", views.keep, name="keep"),
    path("indicateurs/<str:code>/comite/retirer/", views.drop, name="drop"),
    path("indicateurs/<str:own>/modifier/", views.own_edit, name="own_edit"),
    path("indicateurs/<str:own>/retirer/", views.own_retire, name="own_retire"),
    path("indicateurs/<str:own>/saisir/", views.own_enter, name="own_enter"),
    path("indicateurs/<str:own>/declarer/", views.own_declare, name="own_declare"),
    path("signaux/", views.signals, name="signals"),
    path("signaux/<int:pk>/", views.answer, name="answer"),
    path("encours/", views.backlog, name="backlog"),
    path("zones-grises/", views.grey_zones, name="grey_zones"),
    path("satisfaction/", views.satisfaction, name="satisfaction"),
    path("satisfaction/verbatims/", views.verbatims, name="verbatims"),
    path("satisfaction/verbatims/moderer/", views.verbatim, name="verbatim"),
    path("satisfaction/saisir/", views.satisfaction_entry, name="satisfaction_entry"),
    path("satisfaction/saisir/nouvelle/", views.survey_create, name="survey_create"),
    path("satisfaction/saisir/<int:number>/", views.survey, name="survey"),
    path("satisfaction/saisir/<int:number>/liens/", views.survey_links, name="survey_links"),
    path("satisfaction/saisir/<int:number>/messages/", views.survey_mails, name="survey_mails"),
    path(
        "satisfaction/saisir/<int:number>/lots/<int:lot>/revoquer/", views.survey_revoke, name="survey_revoke"
    ),
    path("satisfaction/saisir/<int:number>/cloturer/", views.survey_close, name="survey_close"),
]
