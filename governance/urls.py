"""Pages under `/contrats/<contract>/`."""

from django.urls import path

from governance.views import actions, committees, decisions, packs, raci

app_name = "governance"
urlpatterns = [
    path("comites/", committees.committees, name="list"),
    path("comites/<slug:committee>/", committees.committee, name="committee"),
    path("comites/<slug:committee>/preparer/", committees.prepare, name="prepare"),
    path("comites/<slug:committee>/dossier/<slug:variant>.pdf", packs.pack_pdf, name="pack_pdf"),
    path("comites/<slug:committee>/dossier/<slug:variant>/", packs.pack, name="pack"),
    path("comites-prevus/", committees.add_term, name="term_add"),
    path("comites-prevus/<slug:term>/", committees.change_term, name="term"),
    path("decisions/", decisions.decisions, name="decisions"),
    path("decisions/<int:pk>/", decisions.decision, name="decision"),
    path("decisions/<int:pk>/enregistrer/", decisions.decide, name="decide"),
    path("raci/", raci.raci, name="raci"),
    path("raci/ajouter/", raci.add, name="raci_add"),
    path("raci/<int:number>/", raci.change, name="raci_line"),
    path("actions/", actions.actions, name="actions"),
    path("actions/nouvelle/", actions.add, name="action_add"),
    path("actions/<int:number>/", actions.change, name="action"),
]
