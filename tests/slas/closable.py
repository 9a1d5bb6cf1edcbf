"""A month that can be closed: real files, deposited, read by the parser and computed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

HEAD = "Référence;Type;Titre;Priorité;Statut;Ouvert le;Pris en charge le;Résolu le;Clos le;Site"


def line(reference: str, opened: str, resolved: str, priority: str = "P3") -> str:
    """One row of the native template; dates in the contract's zone."""
    status = "Clos" if resolved else "En cours"
    return (
        f"{reference};Incident;Poste lent;{priority};{status};{opened};{opened};{resolved};{resolved};Siège"
    )


FEBRUARY = [
    line("INC-001", "02/02/2026 09:00", "03/02/2026 10:00"),
    line("INC-002", "05/02/2026 09:00", "20/02/2026 10:00"),
    line("INC-003", "26/02/2026 09:00", ""),
]
MARCH = [
    line("INC-003", "26/02/2026 09:00", "02/03/2026 09:30"),
    *(line(f"INC-{n:03}", "03/03/2026 09:00", "04/03/2026 10:00") for n in range(10, 22)),
    line("INC-030", "05/03/2026 09:00", "25/03/2026 10:00"),
    line("INC-031", "31/03/2026 09:00", ""),
]
OUTAGES = "Service;Début;Fin;Imputabilité\nERP;10/03/2026 10:00;10/03/2026 11:30;Prestataire\n"
DECLARED = "Engagement;Numérateur;Dénominateur\nE06;13;13\n"


def file_of(lines: list[str]) -> bytes:
    return "\n".join([HEAD, *lines, ""]).encode("utf-8-sig")


def promise(world: Any) -> None:
    """GTR and GTI on P3, availability of the ERP, punctuality; the GTR has a price."""
    gtr = world.promise("E06", "resolution", ("P3", 20, "hours"), name="GTR P3")
    world.promise("E03", "response", ("P3", 2, "hours"), name="GTI P3")
    world.promise(
        "E08", "availability", required="99.9", hours="24x7", service="ERP", name="Disponibilité ERP"
    )
    world.promise("E14", "punctuality", required="100", name="Rapport mensuel")
    world.price(gtr, "fee_share", percent=1, clause="art. 12")


def deliver(contract: Any, month: str, lines: list[str], received: str, **files: str) -> Any:
    """Deposit a month and read it, received when told; returns the delivery, published."""
    from core.engine.months import Month
    from reports.models import Delivery, DeliveryFile
    from reports.services import IncomingFile, deposit, read_delivery

    sent = [IncomingFile(DeliveryFile.Kind.TICKETS, "tickets.csv", file_of(lines))]
    sent += [
        IncomingFile(DeliveryFile.Kind(kind), f"{kind}.csv", text.encode("utf-8-sig"))
        for kind, text in files.items()
    ]
    delivery = deposit(contract=contract, month=Month.parse(month), files=sent)
    at = datetime.fromisoformat(received).replace(tzinfo=UTC)
    Delivery.objects.filter(pk=delivery.pk).update(received_at=at)
    delivery.refresh_from_db()
    delivery = read_delivery(delivery=delivery)
    assert delivery.state == "published", list(delivery.findings.values_list("message", "column", "value"))
    return delivery


def closable(world: Any) -> Any:
    """February and March delivered and computed; returns the contract."""
    promise(world)
    deliver(world.contract, "2026-02", FEBRUARY, "2026-03-06 10:00")
    deliver(world.contract, "2026-03", MARCH, "2026-04-07 10:00", outages=OUTAGES, declared=DECLARED)
    world.compute("2026-02", "2026-03")
    return world.contract
