"""Header rows of real ticket exports, and the profile that reads each."""

from __future__ import annotations

GLPI_LIST = (
    "ID", "Titre", "Statut", "Dernière modification", "Date d'ouverture", "Priorité", "Demandeur - Demandeur",
    "Attribué à - Technicien", "Catégorie", "TTR",
)  # fmt: skip
GLPI_ENGLISH = (
    "ID", "Title", "Status", "Last update", "Opening date", "Priority", "Requester - Requester",
    "Assigned to - Technician", "Category", "Time to resolve",
)  # fmt: skip
GLPI_9 = (
    "ID", "Titre", "Attribué à - Groupe de techniciens", "Statut", "Attribué à - Technicien", "Demandeur - Demandeur",
    "Date d'ouverture", "Type", "Suivis - Description", "Suivis - Nombre de suivis",
    "Plugins - Intervention fourniseur : Intervention", "Solution - Solution", "Priorité", "Tâches - Description",
    "Urgence", "Dernière modification",
)  # fmt: skip
GLPI_PT_SLA = (
    "ID", "Título", "Status", "Requerente - Requerente", "Atribuído - Técnico", "Prioridade", "Categoria", "Tipo",
    "Solução - Solução", "Descrição", "SLA - SLA Tempo para solução", "Data de abertura", "Tempo para solução",
    "Data da solução", "Estatísticas - Tempo de espera", "Estatísticas - Tempo de atribuição",
    "Estatísticas - Tempo de solução", "Tempo para resolver excedido", "Última atualização",
)  # fmt: skip
GLPI_PT_PROGRESS = (
    "ID", "Título", "Entidade", "Localização", "Status", "Data de abertura", "Última atualização",
    "Requerente - Requerente", "Atribuído - Técnico", "Categoria", "Tempo para atendimento + Progresso",
    "Tempo para solução + Progresso", "Tempo para resolver excedido", "Plug-ins - Departamento - Departamento",
    "Prioridade", "",
)  # fmt: skip
GLPI_PT_SATISFACTION = (
    "ID", "Título", "Entidade", "Data de abertura", "Data da solução", "Tarefas - Duração", "Tipo", "Categoria",
    "Requerente - Requerente", "Atribuído - Grupo técnico", "Atribuído - Técnico", "Status", "Motivo de pendência",
    "Pesquisa de satisfação - Satisfação", "Última atualização",
)  # fmt: skip
SUPPORT = (
    "ID", "Titre", "Dernière modification", "Date d'ouverture", "Attribué à Technicien", "Demandeur",
    "Observateur - Groupe Observateur", "Pays",
)  # fmt: skip
UCI = (
    "number", "incident_state", "active", "reassignment_count", "reopen_count", "sys_mod_count", "made_sla",
    "caller_id", "opened_by", "opened_at", "sys_created_by", "sys_created_at", "sys_updated_by", "sys_updated_at",
    "contact_type", "location", "category", "subcategory", "u_symptom", "cmdb_ci", "impact", "urgency", "priority",
    "assignment_group", "assigned_to", "knowledge", "u_priority_confirmation", "notify", "problem_id", "rfc",
    "vendor", "caused_by", "closed_code", "resolved_by", "resolved_at", "closed_at",
)  # fmt: skip
JIRA = (
    "Summary", "Issue key", "Issue id", "Issue Type", "Status", "Project key", "Project name", "Project type",
    "Project lead", "Priority", "Resolution", "Assignee", "Reporter", "Creator", "Created", "Updated", "Last Viewed",
    "Resolved", "Due date", "Votes", "Description", "Environment", "Watchers", "Watchers", "Original estimate",
    "Remaining Estimate", "Time Spent", "Custom field (Impact)", "Custom field (Request Type)",
    "Satisfaction rating", "Custom field (Satisfaction date)", "Custom field (Severity)",
    "Custom field (Time to first response)", "Custom field (Time to resolution)",
    "Custom field ([CHART] Date of First Response)", "Comment", "Comment", "Status Category",
    "Status Category Changed",
)  # fmt: skip
REAL_HEADERS = (
    (GLPI_LIST, "glpi"), (GLPI_ENGLISH, "glpi-en"), (GLPI_9, "glpi"), (GLPI_PT_SLA, "glpi-pt"),
    (GLPI_PT_PROGRESS, "glpi-pt"), (GLPI_PT_SATISFACTION, "glpi-pt"), (SUPPORT, "glpi"), (UCI, "servicenow"),
    (JIRA, "jira"),
)  # fmt: skip
