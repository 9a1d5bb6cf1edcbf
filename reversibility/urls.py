"""Pages under `/contrats/<contract>/`."""

from django.urls import path

from reversibility.views import access, drills, exit_pages, item, readiness, requests, simulator

app_name = "reversibility"
urlpatterns = [
    path("reversibilite/", readiness.readiness, name="readiness"),
    path("reversibilite/plan/creer/", readiness.plan_create, name="plan_create"),
    path("reversibilite/simulateur/", simulator.simulator, name="simulator"),
    path("reversibilite/cout/", exit_pages.cost, name="cost"),
    path("reversibilite/calendrier/", exit_pages.timeline, name="timeline"),
    path("reversibilite/captivite/", exit_pages.captivity, name="captivity"),
    path("reversibilite/demandes/", requests.requests, name="requests"),
    path("reversibilite/demandes/<int:number>/", requests.one, name="request"),
    path("reversibilite/demandes/<int:number>/preuve/", requests.declare, name="request_declare"),
    path("reversibilite/demandes/<int:number>/preuve/<int:rank>/", requests.answer_file, name="request_file"),
    path("reversibilite/exercices/", drills.drills, name="drills"),
    path("reversibilite/exercices/ajouter/", drills.drill_add, name="drill_add"),
    path("reversibilite/exercices/<int:number>/", drills.drill, name="drill"),
    path("reversibilite/exercices/<int:number>/modifier/", drills.drill_edit, name="drill_edit"),
    path("reversibilite/exercices/<int:number>/rapport/<int:rank>/", drills.drill_file, name="drill_file"),
    path("reversibilite/<int:number>/", item.item, name="item"),
    path("reversibilite/<int:number>/modifier/", item.item_edit, name="item_edit"),
    path("reversibilite/<int:number>/preuve/", item.item_proof, name="item_proof"),
    path("reversibilite/<int:number>/demander/", item.item_ask, name="item_ask"),
    path("reversibilite/<int:number>/retirer-la-demande/", item.item_withdraw, name="item_withdraw"),
    path("reversibilite/<int:number>/preuve/<int:rank>/", item.proof_file, name="proof_file"),
    path("reversibilite/<int:number>/preuve/<int:rank>/decider/", item.proof_decide, name="proof_decide"),
    path("reversibilite/acces/", access.register, name="access_register"),
    path("reversibilite/acces/sortie/", access.at_exit, name="access_exit"),
    path("reversibilite/acces/ajouter/", access.add, name="access_add"),
    path("reversibilite/acces/importer/", access.import_list, name="access_import"),
    path("reversibilite/acces/<int:access>/", access.edit, name="access_edit"),
    path("reversibilite/acces/<int:access>/retirer/", access.remove, name="access_remove"),
]
