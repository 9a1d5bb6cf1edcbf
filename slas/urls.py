"""Addresses of commitments, months and tickets, under a contract."""

from django.urls import path

from slas import views

app_name = "slas"
urlpatterns = [
    path("engagements/", views.heatmap, name="heatmap"),
    path("engagements/<str:code>/", views.commitment, name="commitment"),
    path("engagements/<str:code>/<str:month>/", views.month, name="month"),
    path("engagements/<str:code>/<str:month>/tickets/", views.month_tickets, name="month_tickets"),
    path("mois/<str:month>/", views.board, name="board"),
    path("tickets/<str:reference>/", views.ticket, name="ticket"),
    path("rapports/<str:month>/v<int:version>/ecarts/", views.delivery_gaps, name="delivery_gaps"),
    path("rapprochement/<str:month>/", views.reconciliation, name="reconciliation"),
    path("rapprochement/<str:month>/repondre/", views.gap_answer, name="gap_answer"),
    path("rapprochement/<str:month>/trancher/", views.gap_settle, name="gap_settle"),
]
