"""Exports as real tools write them: their header rows, separators, encodings, dates and oddities.

Header rows and formats are those of real exports; the rows are invented. Expected tickets give instants in UTC.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from tests.reports.export_headers import (
    GLPI_9,
    GLPI_ENGLISH,
    GLPI_LIST,
    GLPI_PT_PROGRESS,
    GLPI_PT_SATISFACTION,
    GLPI_PT_SLA,
    JIRA,
    SUPPORT,
    UCI,
)

NBSP = "\u00a0"


@dataclass(frozen=True)
class Export:
    """One file to build, and what must be stored of it."""

    name: str
    profile: str
    header: tuple[str, ...]
    rows: tuple[dict[str, str], ...]
    expected: tuple[dict[str, object], ...]
    cannot_tell: tuple[str, ...]
    delimiter: str = ";"
    encoding: str = "utf-8-sig"
    trailing: str = ""

    def content(self) -> bytes:
        lines = [self.header, *(tuple(row.get(name, "") for name in self.header) for row in self.rows)]
        text = "".join(self.delimiter.join(map(_quoted, line)) + self.trailing + "\n" for line in lines)
        if self.encoding == "utf-32-le":
            return codecs.BOM_UTF32_LE + text.encode("utf-32-le")
        return text.encode(self.encoding)


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


NO_END = ("no_resolution_date", "no_pickup_date", "no_waiting_history")

EXPORTS = (
    Export(
        "glpi-list", "glpi", GLPI_LIST,
        ({
            "ID": "12", "Titre": "Poste lent", "Statut": "Résolu", "Dernière modification": "2026-03-01 09:00",
            "Date d'ouverture": "2026-03-02 08:00", "Priorité": "Très haute", "Demandeur - Demandeur": "Alice",
        }, {
            "ID": "13", "Titre": "Compte", "Statut": "En cours (Planifié)", "Date d'ouverture": "2026-03-12 08:00",
            "Priorité": "Basse",
        }),
        (
            {"reference": "12", "type": "incident", "status": "resolved", "priority": "P1",
             "opened_at": "2026-03-02 07:00", "resolved_at": None, "picked_up_at": None},
            {"reference": "13", "status": "in_progress", "priority": "P4", "opened_at": "2026-03-12 07:00"},
        ),
        (*NO_END, "no_type"), encoding="utf-8",
    ),
    Export(
        "glpi-english", "glpi-en", GLPI_ENGLISH,
        ({
            "ID": f"1{NBSP}204", "Title": "Slow laptop", "Status": "Solved", "Opening date": "2026-03-02 08:00",
            "Priority": "Major", "Category": "Hardware > Laptop",
        },),
        ({"reference": "1204", "title": "Slow laptop", "status": "resolved", "priority": "P1",
          "category": "Hardware > Laptop"},),
        (*NO_END, "no_type"), encoding="utf-8",
    ),
    Export(
        "glpi-9", "glpi", GLPI_9,
        ({
            "ID": f"5{NBSP}732{NBSP}943", "Titre": "Panne &amp; lenteur", "Statut": "Clos", "Type": "Incident",
            "Attribué à - Groupe de techniciens": "DSI > Support &amp; postes\nDSI > Réseau",
            "Attribué à - Technicien": "Bob\nCarl", "Date d'ouverture": "05-03-2026 16:24", "Priorité": "Majeure",
            "Suivis - Description": "x" * 12_000, "Solution - Solution": "<p>fait</p>",
        }, {
            "ID": "5 732 944", "Titre": "Accès", "Statut": "Nouveau", "Type": "Demande",
            "Date d'ouverture": "25-03-2026 07:10", "Priorité": "Moyenne",
        }),
        (
            {"reference": "5732943", "title": "Panne & lenteur", "type": "incident", "status": "closed",
             "priority": "P1", "opened_at": "2026-03-05 15:24", "group": "DSI > Support & postes, DSI > Réseau"},
            {"reference": "5732944", "type": "request", "status": "new", "priority": "P3",
             "opened_at": "2026-03-25 06:10"},
        ),
        NO_END,
    ),
    Export(
        "glpi-pt-sla", "glpi-pt", GLPI_PT_SLA,
        ({
            "ID": "52 267", "Título": "Impressora", "Status": "Fechado", "Prioridade": "Muito alta",
            "Tipo": "Incidente", "Data de abertura": "02/03/2026 08:00", "Data da solução": "04/03/2026 18:30",
            "SLA - SLA Tempo para solução": "Resolução 4 horas (Média)", "Tempo para solução": "03/03/2026 08:00",
            "Estatísticas - Tempo de espera": "1 dias 18 horas 47 minutos",
            "Estatísticas - Tempo de atribuição": "53 segundos", "Tempo para resolver excedido": "Sim",
            "Descrição": "y" * 11_000,
        }, {
            "ID": "52 268", "Título": "Acesso", "Status": "Solucionado", "Prioridade": "Média", "Tipo": "Requisição",
            "Data de abertura": "13/03/2026 08:00", "Data da solução": "13/03/2026 09:00",
            "Estatísticas - Tempo de espera": "53 segundos", "Tempo para resolver excedido": "Não",
        }),
        (
            {"reference": "52267", "type": "incident", "status": "closed", "priority": "P1",
             "resolved_at": "2026-03-04 17:30", "picked_up_at": None, "declared_pause_seconds": 154_020,
             "declared_met": False},
            {"reference": "52268", "type": "request", "status": "resolved", "priority": "P3",
             "declared_pause_seconds": 53, "declared_met": True, "resolved_at": "2026-03-13 08:00"},
        ),
        ("no_pickup_date",),
    ),
    Export(
        "glpi-pt-progress", "glpi-pt", GLPI_PT_PROGRESS,
        ({
            "ID": "301", "Título": "VPN", "Entidade": "Sede", "Localização": "Sala 2", "Status": "Pendente",
            "Data de abertura": "11-03-2026 08:08", "Prioridade": "Alta",
            "Tempo para solução + Progresso": "12-03-2026 08:08 \n\n 8%", "Tempo para resolver excedido": "Não",
        },),
        ({"reference": "301", "status": "waiting", "priority": "P2", "opened_at": "2026-03-11 07:08",
          "site": "Sala 2", "declared_met": None},),
        (*NO_END, "no_type"),
    ),
    Export(
        "glpi-pt-satisfaction", "glpi-pt", GLPI_PT_SATISFACTION,
        ({
            "ID": "71", "Título": "Tela", "Entidade": "Sede", "Data de abertura": "02/03/2026 08:00",
            "Data da solução": "13/03/2026 08:00", "Tipo": "Incidente", "Status": "Fechado",
            "Atribuído - Grupo técnico": "N1<br>Campo &amp; rede", "Pesquisa de satisfação - Satisfação": "4",
        },),
        ({"reference": "71", "group": "N1, Campo & rede", "priority": "", "site": "Sede",
          "resolved_at": "2026-03-13 07:00"},),
        ("no_pickup_date", "no_waiting_history", "no_priority"),
    ),
    Export(
        "support", "glpi", SUPPORT,
        ({
            "ID": "9001", "Titre": "Écran noir", "Dernière modification": "2026-03-03 08:00:00",
            "Date d'ouverture": "2026-03-02 08:15:30", "Demandeur": "Alice", "Pays": "France",
        },),
        ({"reference": "9001", "status": "unknown", "priority": "", "type": "incident",
          "opened_at": "2026-03-02 07:15", "resolved_at": None},),
        (*NO_END, "no_status", "no_priority", "no_type"), delimiter="¤", encoding="utf-32-le",
    ),
    Export(
        "servicenow-updates", "servicenow", UCI,
        ({
            "number": "INC01", "incident_state": "New", "sys_mod_count": "0", "made_sla": "TRUE", "active": "TRUE",
            "opened_at": "02-03-2026 08:00", "sys_updated_at": "02-03-2026 08:00", "priority": "3 - Moderate",
            "resolved_at": "?", "closed_at": "?", "caller_id": "?",
        }, {
            "number": "INC01", "incident_state": "Resolved", "sys_mod_count": "1", "made_sla": "FALSE",
            "opened_at": "02-03-2026 08:00", "sys_updated_at": "02-03-2026 10:00", "priority": "3 - Moderate",
            "resolved_at": "13-03-2026 10:00", "closed_at": "?",
        }),
        ({"reference": "INC01", "status": "resolved", "priority": "P3", "picked_up_at": "2026-03-02 09:00",
          "resolved_at": "2026-03-13 09:00", "declared_met": False, "type": "incident"},),
        (), delimiter=",", encoding="utf-8",
    ),
    Export(
        "jira", "jira", JIRA,
        ({
            "Summary": "VPN down", "Issue key": "ITSM-7", "Issue id": "10007", "Issue Type": "[System] Incident",
            "Status": "Resolved", "Priority": "Highest", "Created": "25/Feb/26 10:17 PM",
            "Resolved": "02/Mar/26 12:05 AM", "Description": "a\nb\n" * 4_000, "Watchers": "al",
            "Satisfaction rating": "4", "Custom field (Time to resolution)": "-12:34", "Comment": "c",
            "Custom field ([CHART] Date of First Response)": "26/Feb/26 8:05 AM", "Status Category": "Done",
        }, {
            "Summary": "New mailbox", "Issue key": "ITSM-8", "Issue Type": "Service Request",
            "Status": "Waiting for customer", "Priority": "Low", "Created": "03/Mar/26 9:00 AM",
            "Custom field (Time to resolution)": "3:45",
        }),
        (
            {"reference": "ITSM-7", "type": "incident", "status": "resolved", "priority": "P1",
             "opened_at": "2026-02-25 21:17", "picked_up_at": "2026-02-26 07:05", "resolved_at": "2026-03-01 23:05",
             "declared_met": False, "declared_pause_seconds": 0},
            {"reference": "ITSM-8", "type": "request", "status": "waiting", "priority": "P4",
             "opened_at": "2026-03-03 08:00", "declared_met": None, "picked_up_at": None},
        ),
        ("no_waiting_history",), delimiter=",", encoding="utf-8",
    ),
    Export(
        "servicenow-list", "servicenow-liste",
        ("Number", "Opened", "Short description", "Caller", "Priority", "State", "Category", "Assignment group",
         "Assigned to", "Updated", "Resolved", "Closed", "Made SLA"),
        ({
            "Number": "INC0010001", "Opened": "2026-03-02 08:00:00", "Short description": "Mail", "Caller": "Alice",
            "Priority": "1 - Critical", "State": "Closed", "Assignment group": "Service Desk",
            "Resolved": "2026-03-02 10:00:00", "Closed": "2026-03-09 10:00:00", "Made SLA": "true",
        }, {
            "Number": "RITM0000002", "Opened": "2026-03-03 08:00:00", "Priority": "4 - Low", "State": "On Hold",
        }),
        (
            {"reference": "INC0010001", "type": "incident", "status": "closed", "priority": "P1",
             "resolved_at": "2026-03-02 09:00", "closed_at": "2026-03-09 09:00", "declared_met": True,
             "group": "Service Desk"},
            {"reference": "RITM0000002", "type": "request", "status": "waiting", "priority": "P4"},
        ),
        ("no_pickup_date", "no_waiting_history"), delimiter=",", encoding="cp1252",
    ),
    Export(
        "servicenow-french", "servicenow-liste",
        ("Numéro", "Ouvert", "Brève description", "Appelant", "Priorité", "État", "Catégorie", "Groupe d’affectation",
         "Résolu", "Fermé"),
        ({
            "Numéro": "INC7", "Ouvert": "13/03/2026 08:00:00", "Brève description": "Écran", "Priorité": "2 - Élevée",
            "État": "Résolu", "Résolu": "13/03/2026 09:00:00",
        },),
        ({"reference": "INC7", "status": "resolved", "priority": "P2", "resolved_at": "2026-03-13 08:00"},),
        ("no_pickup_date", "no_waiting_history"),
    ),
    Export(
        "itop-codes", "itop",
        ("ref", "title", "finalclass", "status", "priority", "start_date", "assignment_date", "resolution_date",
         "close_date", "cumulatedpending", "pending_reason", "sla_ttr_passed", "caller_name", "team_name",
         "org_name", "service_name", "user_satisfaction", "agent_name"),
        ({
            "ref": "I-000123", "title": "Lenteur", "finalclass": "Incident", "status": "closed", "priority": "1",
            "start_date": "2026-03-02 08:00:00", "assignment_date": "2026-03-02 08:20:00",
            "resolution_date": "2026-03-02 11:00:00", "close_date": "2026-03-03 08:00:00",
            "cumulatedpending": "1800", "pending_reason": "Attente utilisateur", "sla_ttr_passed": "no",
            "team_name": "Support", "org_name": "Démo", "user_satisfaction": "1",
        }, {
            "ref": "R-000124", "title": "Accès", "finalclass": "UserRequest", "status": "resolved", "priority": "4",
            "start_date": "2026-03-02 08:00:00", "assignment_date": "2026-03-02 08:20:00",
            "resolution_date": "2026-03-02 11:00:00", "sla_ttr_passed": "yes", "user_satisfaction": "4",
            "org_name": "Démo",
        }),
        (
            {"reference": "I-000123", "type": "incident", "status": "closed", "priority": "P1",
             "picked_up_at": None, "assigned_at": "2026-03-02 07:20", "declared_pause_seconds": 1800, "declared_met": True,
             "satisfaction": "5.00", "pause_reason": "Attente utilisateur"},
            {"reference": "R-000124", "type": "request", "priority": "P4", "declared_met": False,
             "satisfaction": "1.00"},
        ),
        ("no_pickup_date",), delimiter=",", encoding="utf-8",
    ),
    Export(
        "itop-french", "itop",
        ("Référence", "Titre", "Sous-classe de Ticket", "Etat", "Priorité", "Date de début", "Date d'assignation",
         "Date de résolution", "Date de fermeture", "Temps cumulé de suspension", "SLA TTR dépassé ?",
         "Nom Demandeur", "Nom Equipe", "Nom Client"),
        ({
            "Référence": "I-7", "Sous-classe de Ticket": "Incident", "Etat": "Résolu", "Priorité": "Haute",
            "Date de début": "13/03/2026 08:00", "Date d'assignation": "13/03/2026 08:30",
            "Date de résolution": "13/03/2026 10:00", "Temps cumulé de suspension": "15min 30s",
            "SLA TTR dépassé ?": "Non", "Nom Equipe": "N1",
        },),
        ({"reference": "I-7", "status": "resolved", "priority": "P2", "declared_pause_seconds": 930,
          "declared_met": True, "group": "N1"},),
        ("no_pickup_date",), encoding="cp1252",
    ),
    Export(
        "easyvista", "easyvista",
        ("RFC_NUMBER", "TITLE", "STATUS_FR", "STATUS_EN", "URGENCY_ID", "SEVERITY_ID", "IMPACT_ID", "SUBMIT_DATE_UT",
         "CREATION_DATE_UT", "END_DATE_UT", "MAX_RESOLUTION_DATE_UT", "REQUESTOR", "GROUP_FR", "DONE_BY",
         "CATALOG_REQUEST_PATH", "LOCATION_FR"),
        ({
            "RFC_NUMBER": "I260302_000001", "TITLE": "Réseau", "STATUS_FR": "Clôturé", "STATUS_EN": "Closed",
            "URGENCY_ID": "2", "SUBMIT_DATE_UT": "2026-03-30T08:00:00+02:00",
            "CREATION_DATE_UT": "2026-03-30T08:00:00+02:00", "END_DATE_UT": "2026-03-30T10:00:00+02:00",
            "GROUP_FR": "N2", "LOCATION_FR": "Siège",
        }, {
            "RFC_NUMBER": "S260302_000002", "TITLE": "Compte", "STATUS_FR": "En cours", "URGENCY_ID": "4",
            "SUBMIT_DATE_UT": "2026-03-02T08:00:00+01:00", "END_DATE_UT": "",
        }),
        (
            {"reference": "I260302_000001", "type": "incident", "status": "closed", "priority": "P2",
             "opened_at": "2026-03-30 06:00", "resolved_at": "2026-03-30 08:00", "site": "Siège"},
            {"reference": "S260302_000002", "type": "request", "status": "in_progress", "priority": "P4",
             "opened_at": "2026-03-02 07:00", "resolved_at": None},
        ),
        ("no_pickup_date", "no_waiting_history"),
    ),
)  # fmt: skip
