"""GLPI, Portuguese interface, with its columns of service levels and statistics."""

from reports.engine.profiles import glpi
from reports.engine.profiles.fields import columns, keys
from reports.engine.profiles.profile import Profile

PROFILE = Profile(
    code="glpi-pt",
    label="GLPI, en portugais",
    columns=columns(
        reference=("ID",),
        title=("Título", "Nome"),
        type=("Tipo",),
        status=("Status", "Estado"),
        priority=("Prioridade",),
        opened_at=("Data de abertura",),
        resolved_at=("Data da solução", "Data de solução", "Data de resolução"),
        closed_at=("Data de fechamento", "Data de fecho", "Data de encerramento"),
        pause_duration=("Estatísticas - Tempo de espera", "Tempo de espera"),
        pause_reason=("Motivo de pendência", "Motivo da pendência"),
        category=("Categoria",),
        site=("Localização", "Entidade"),
        requester=("Requerente - Requerente", "Requerente"),
        group=("Atribuído - Grupo técnico", "Grupo técnico", "Atribuído para - Grupo técnico"),
        satisfaction=("Pesquisa de satisfação - Satisfação", "Satisfação"),
        declared_breached=("Tempo para resolver excedido", "Tempo para solução excedido"),
    ),
    unread=keys(
        *("Atribuído - Técnico", "Técnico", "Solução - Solução", "Descrição", "SLA - SLA Tempo para solução"),
        *("Tempo para solução", "Estatísticas - Tempo de atribuição", "Estatísticas - Tempo de solução"),
        *("Última atualização", "Tempo para atendimento + Progresso", "Tempo para solução + Progresso"),
        *("Tarefas - Duração", "Urgência", "Impacto", "Entidade", "Tempo para atendimento"),
        *("Tempo para atendimento excedido", "Plug-ins - Departamento - Departamento", "Observador"),
        *("Origem da requisição", "Acompanhamentos - Descrição", "Tarefas - Descrição"),
    ),
    is_tool=True,
    missing=glpi.MISSING,
    types={"Incidente": "incident", "Requisição": "request", "Pedido": "request", **glpi.TYPES},
    statuses={
        "Novo": "new",
        "Em atendimento (atribuído)": "in_progress",
        "Em atendimento (planejado)": "in_progress",
        "Em curso (atribuído)": "in_progress",
        "Em curso (planeado)": "in_progress",
        "Processando (atribuído)": "in_progress",
        "Processando (planejado)": "in_progress",
        "Processando": "in_progress",
        "Pendente": "waiting",
        "Solucionado": "resolved",
        "Resolvido": "resolved",
        "Fechado": "closed",
        **glpi.STATUSES,
    },
    priorities={
        "Crítica": "P1",
        "Principal": "P1",
        "Muito alta": "P1",
        "Alta": "P2",
        "Média": "P3",
        "Baixa": "P4",
        "Muito baixa": "P5",
        **glpi.PRIORITIES,
    },
)
