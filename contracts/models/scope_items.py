"""What is in the contract, out of it, or in neither."""

from __future__ import annotations

from datetime import date

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from contracts.engine.scope_words import COVERAGES, CRITICALITIES, FAMILIES, choices
from contracts.engine.terms import FormerLine, ScopeLine
from contracts.models.calendars import Site
from contracts.models.contract import ContractVersion
from core.scope import ContractBound


class ScopeItem(ContractBound):
    """One line of the scope: what it is, how much of it, where, for which kinds of intervention.

    `quantity` is the one in force; its history lies in `ScopeQuantity`. `interventions` holds codes of
    `scope_words.INTERVENTIONS`, `aliases` the other names by which tickets and inventories call the item.
    """

    class Status(models.TextChoices):
        IN = "in", "Inclus"
        OUT = "out", "Exclu"
        GREY = "grey", "Zone grise"

    number = models.PositiveSmallIntegerField("numéro")
    name = models.CharField("élément", max_length=160)
    status = models.CharField("statut", max_length=4, choices=Status)
    grey_since = models.DateField("zone grise depuis le", null=True, blank=True)
    family = models.CharField("famille", max_length=16, choices=choices(FAMILIES), blank=True)
    aliases = models.JSONField("alias", default=list, blank=True)
    quantity = models.PositiveIntegerField("volume", null=True, blank=True)
    unit = models.CharField("unité", max_length=60, blank=True)
    unit_price = models.DecimalField(
        "prix de l’unité d’œuvre HT",
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    coverage = models.CharField("couverture", max_length=8, choices=choices(COVERAGES), blank=True)
    interventions = models.JSONField("types d’intervention", default=list, blank=True)
    criticality = models.CharField("criticité", max_length=8, choices=choices(CRITICALITIES), blank=True)
    constraints = models.CharField("contraintes", max_length=500, blank=True)

    class Meta(ContractBound.Meta):
        verbose_name = "élément de périmètre"
        constraints = [
            models.UniqueConstraint(fields=["contract", "status", "number"], name="scope_item_number_once"),
            models.CheckConstraint(
                condition=Q(status="grey", grey_since__isnull=False)
                | (~Q(status="grey") & Q(grey_since__isnull=True)),
                name="scope_item_grey_since",
            ),
            models.CheckConstraint(
                condition=Q(unit_price=None) | Q(unit_price__gte=0), name="scope_item_price_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def line(
        self,
        sites: tuple[str, ...] = (),
        volumes: tuple[tuple[date, int], ...] = (),
        formers: tuple[FormerLine, ...] = (),
    ) -> ScopeLine:
        """The item as a value, with the codes of its sites, its dated quantities and what it was before."""
        return ScopeLine(
            number=self.number, status=self.status, name=self.name, quantity=self.quantity, unit=self.unit,
            unit_price=self.unit_price, family=self.family, aliases=tuple(self.aliases), coverage=self.coverage,
            sites=sites, interventions=tuple(self.interventions), criticality=self.criticality,
            constraints=self.constraints, grey_since=self.grey_since, volumes=volumes,
            formers=formers,
        )  # fmt: skip


class ScopeItemSite(ContractBound):
    """A site that an item of the scope covers."""

    item = models.ForeignKey(ScopeItem, models.CASCADE, related_name="places", verbose_name="élément")
    site = models.ForeignKey(Site, models.CASCADE, related_name="+", verbose_name="site")

    class Meta(ContractBound.Meta):
        verbose_name = "site couvert"
        constraints = [models.UniqueConstraint(fields=["item", "site"], name="scope_item_site_once")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.site_id}"


class ScopeQuantity(ContractBound):
    """A quantity of an item, from a day on; the last one is the item's own."""

    item = models.ForeignKey(ScopeItem, models.CASCADE, related_name="volumes", verbose_name="élément")
    effective_on = models.DateField("depuis le")
    quantity = models.PositiveIntegerField("volume")

    class Meta(ContractBound.Meta):
        verbose_name = "volume daté"
        constraints = [models.UniqueConstraint(fields=["item", "effective_on"], name="scope_quantity_once")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.effective_on}"


class ScopeFormer(ContractBound):
    """What an item was until a day, included: its section, its number there, its price.

    Months before an amendment keep the exclusions and the prices that they had.
    """

    item = models.ForeignKey(ScopeItem, models.CASCADE, related_name="formers", verbose_name="élément")
    until = models.DateField("jusqu’au")
    status = models.CharField("statut", max_length=4, choices=ScopeItem.Status)
    number = models.PositiveSmallIntegerField("numéro")
    unit_price = models.DecimalField(
        "prix de l’unité d’œuvre HT", max_digits=10, decimal_places=2, null=True, blank=True
    )

    class Meta(ContractBound.Meta):
        verbose_name = "état antérieur d’un élément"
        constraints = [
            models.UniqueConstraint(fields=["item", "until"], name="scope_former_once"),
            models.CheckConstraint(
                condition=Q(unit_price=None) | Q(unit_price__gte=0), name="scope_former_price_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.until}"

    @property
    def line(self) -> FormerLine:
        """The same as a value."""
        return FormerLine(self.until, self.status, self.number, self.unit_price)


class ScopeToCome(ContractBound):
    """What an approved version will change of the scope on its day: tables of the contract file, as text.

    Kept until that day, then laid over the scope and removed.
    """

    version = models.OneToOneField(ContractVersion, models.CASCADE, related_name="+", verbose_name="version")
    change = models.TextField("ce qui change")

    class Meta(ContractBound.Meta):
        verbose_name = "périmètre à venir"

    def __str__(self) -> str:
        return str(self.version)
