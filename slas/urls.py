"""Addresses of commitments, months and tickets, under a contract."""

from django.urls import path

from slas import views

app_name = "slas"
urlpatterns = [
    path("engagements/", views.heatmap, name="heatmap"),
    path("engagements/<str:code>/", views.commitment, name="commitment"),
    path("engagements/<str:code>/<str:month>/", views.month, name="month"),
    path("engagements/<str:code>/<str:month>/tickets/", views.month_tickets, name="month_tickets"),
    path("atterrissage/", views.outlook, name="outlook"),
    path("mois/<str:month>/", views.board, name="board"),
    path("tickets/", views.tickets, name="tickets"),
    path("tickets/<str:reference>/", views.ticket, name="ticket"),
    path("penalites/", views.penalties, name="penalties"),
    path("penalites/<str:month>/", views.penalty_month, name="penalty_month"),
    path("simulation/", views.backtest, name="backtest"),
    path("contestations/", views.disputes, name="disputes"),
    path("contestations/ouvrir/", views.dispute_open, name="dispute_open"),
    path("contestations/<int:number>/", views.dispute, name="dispute"),
    path("contestations/<int:number>/repondre/", views.dispute_answer, name="dispute_answer"),
    path("contestations/<int:number>/pieces/<int:rank>/", views.dispute_evidence, name="dispute_evidence"),
    path("exclusions-tickets/", views.exclusions, name="exclusions"),
    path("cloture/<str:month>/", views.closing, name="close_month"),
    path("preuves/<str:month>.zip", views.evidence, name="evidence"),
    path("controles/<str:month>/", views.checks, name="checks"),
    path("controles/<str:month>/<str:code>/repondre/", views.answer_check_page, name="answer_check"),
    path("sincerite/", views.sincerity, name="sincerity"),
    path("incidents-client/", views.client_incidents, name="client_incidents"),
    path("incidents-client/ajouter/", views.add_client_incident, name="add_client_incident"),
    path("incidents-client/deposer/", views.upload_client_incidents, name="upload_client_incidents"),
    path("incidents-client/partager/", views.share_client_incidents, name="share_client_incidents"),
    path("rapports/<str:month>/v<int:version>/ecarts/", views.delivery_gaps, name="delivery_gaps"),
    path("rapprochement/<str:month>/", views.reconciliation, name="reconciliation"),
    path("rapprochement/<str:month>/repondre/", views.gap_answer, name="gap_answer"),
    path("rapprochement/<str:month>/trancher/", views.gap_settle, name="gap_settle"),
]
