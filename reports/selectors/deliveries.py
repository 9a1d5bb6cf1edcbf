"""Deliveries of a contract, their files and findings."""

from __future__ import annotations

from datetime import datetime
from typing import BinaryIO

from django.db.models import Case, IntegerField, Max, Q, QuerySet, Value, When

from contracts.models import Contract
from core.engine.months import Month
from core.exports import Sheet
from core.scope import Side, current
from core.storage import open_file
from reports.models import Delivery, DeliveryFile, Finding

FINDING_HEAD = (
    "Gravité",
    "Fichier",
    "Feuille",
    "Ligne",
    "Colonne",
    "Cellule",
    "Ticket",
    "Valeur lue",
    "Problème",
    "Remède",
)


def current_delivery(contract: Contract, month: Month) -> Delivery | None:
    """The version in force of a month."""
    return Delivery.objects.filter(contract=contract, month=month, is_current=True).first()


def deliveries_for(contract: Contract) -> QuerySet[Delivery]:
    """Every delivery, last month first, last version first, with its files; a draft only on the side that made it."""
    return (
        Delivery.objects.filter(contract=contract)
        .exclude(Q(is_draft=True) & ~Q(side=current().side_of(contract.pk)))
        .select_related("received_by", "job")
        .prefetch_related("files")
        .order_by("-month", "-version")
    )


def delivery_of(contract: Contract, month: Month, version: int) -> Delivery | None:
    """One version of one month."""
    return deliveries_for(contract).filter(month=month, version=version).first()


def delivered_months(contract: Contract) -> list[Month]:
    """Months that have a version in force, in order."""
    months = Delivery.objects.filter(contract=contract, is_current=True).order_by("month")
    return list(months.values_list("month", flat=True))


def sealed_months(contract: Contract) -> set[Month]:
    """Closed months: nothing more may be deposited for them."""
    return set(Delivery.objects.filter(contract=contract, is_sealed=True).values_list("month", flat=True))


def delivery_months(contract: Contract) -> dict[int, Month]:
    """The month of every delivery, by its id (1 query)."""
    return dict(Delivery.objects.filter(contract=contract).values_list("pk", "month"))


def first_received(contract: Contract, month: Month) -> datetime | None:
    """When the first version of a month came; None before any. What was withdrawn since did not come."""
    versions = Delivery.objects.filter(contract=contract, month=month, is_draft=False)
    standing = versions.exclude(state__in=(Delivery.State.LEAVING, Delivery.State.WITHDRAWN))
    return standing.order_by("version").values_list("received_at", flat=True).first()


def withdrawals_under_way(contract: Contract) -> int:
    """Versions taken out of force whose facts are not yet undone (1 query)."""
    return Delivery.objects.filter(contract=contract, state=Delivery.State.LEAVING).count()


def last_received(contract: Contract) -> datetime | None:
    """When the last delivery in force came; None before any: no later date can have happened."""
    return Delivery.objects.filter(contract=contract, is_current=True).aggregate(last=Max("received_at"))[
        "last"
    ]


def findings_for(delivery: Delivery) -> QuerySet[Finding]:
    """What was found, what stops first, then in the order of the files and lines."""
    rank = {Finding.Severity.ERROR: 0, Finding.Severity.QUESTION: 0, Finding.Severity.WARNING: 1}
    order = Case(
        *(When(severity=severity, then=Value(place)) for severity, place in rank.items()),
        output_field=IntegerField(),
    )
    return (
        Finding.objects.filter(delivery=delivery).annotate(rank=order).order_by("rank", "file", "line", "pk")
    )


def errors_sheet(delivery: Delivery) -> Sheet:
    """Every kept finding as rows of a file."""
    rows = [
        (
            f.get_severity_display(),
            f.file,
            f.sheet,
            f.line,
            f.column,
            f.cell,
            f.reference,
            f.value,
            f.message,
            f.remedy,
        )
        for f in findings_for(delivery).iterator(chunk_size=2000)
    ]
    return Sheet(FINDING_HEAD, rows)


def open_original(file: DeliveryFile) -> BinaryIO:
    """The bytes as received."""
    return open_file(file.storage_name)


def hidden_files(delivery: Delivery) -> Q:
    """Files of a delivery that the side looking on may not read: the words of users are for the client alone.

    What the client brought stays hidden in a version of the provider's that took it over.
    """
    if current().side_of(delivery.contract_id) == Side.CLIENT:
        return Q(pk__in=[])
    words = DeliveryFile.objects.filter(kind=DeliveryFile.Kind.SATISFACTION)
    of_client = words.filter(contract_id=delivery.contract_id, delivery__side=Side.CLIENT.value)
    return Q(kind=DeliveryFile.Kind.SATISFACTION, storage_name__in=of_client.values("storage_name"))
