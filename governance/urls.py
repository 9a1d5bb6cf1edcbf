"""Pages under `/contrats/<contract>/`."""

from django.urls import path

from governance.views import (
    actions,
    committees,
    convening,
    decisions,
    links,
    minutes,
    packs,
    raci,
    sending,
    sitting,
)

app_name = "governance"
urlpatterns = [
    path("comites/", committees.committees, name="list"),
    path("comites/calendrier/", convening.calendar, name="calendar"),
    path("comites/<slug:committee>/", committees.committee, name="committee"),
    path("comites/<slug:committee>/preparer/", committees.prepare, name="prepare"),
    path("comites/<slug:committee>/deplacer/", convening.move, name="move"),
    path("comites/<slug:committee>/invitation.ics", convening.invitation, name="invitation"),
    path("comites/<slug:committee>/envoyer/", sending.send, name="send"),
    path("comites/<slug:committee>/envoyer/<int:delivery>/", sending.resend, name="resend"),
    path("comites/<slug:committee>/liens/", links.links, name="links"),
    path("comites/<slug:committee>/liens/<int:link>/revoquer/", links.revoke, name="link_revoke"),
    path("comites/<slug:committee>/seance/", sitting.session, name="session"),
    path("comites/<slug:committee>/seance/presents/", sitting.attend, name="attend"),
    path("comites/<slug:committee>/seance/issues/", sitting.settle, name="settle"),
    path("comites/<slug:committee>/seance/actions/", sitting.act, name="session_action"),
    path("comites/<slug:committee>/compte-rendu/", minutes.minutes, name="minutes"),
    path("comites/<slug:committee>/compte-rendu/relire/", minutes.read, name="minutes_read"),
    path("comites/<slug:committee>/compte-rendu/signer/", minutes.sign, name="minutes_sign"),
    path("comites/<slug:committee>/dossier/<slug:variant>.pdf", packs.pack_pdf, name="pack_pdf"),
    path("comites/<slug:committee>/dossier/<slug:variant>/", packs.pack, name="pack"),
    path("comites-prevus/", committees.add_term, name="term_add"),
    path("comites-prevus/<slug:term>/", committees.change_term, name="term"),
    path("decisions/", decisions.decisions, name="decisions"),
    path("decisions/<int:pk>/", decisions.decision, name="decision"),
    path("decisions/<int:pk>/enregistrer/", decisions.decide, name="decide"),
    path("notifications/", sending.notifications, name="notifications"),
    path("raci/", raci.raci, name="raci"),
    path("raci/ajouter/", raci.add, name="raci_add"),
    path("raci/<int:number>/", raci.change, name="raci_line"),
    path("actions/", actions.actions, name="actions"),
    path("actions/nouvelle/", actions.add, name="action_add"),
    path("actions/<int:number>/", actions.change, name="action"),
]
