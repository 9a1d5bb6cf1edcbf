"""Service hours: windows of the week, sites with their holidays, closures."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from contracts.engine.unsaid import kept, kept_zone
from core.scope import ContractBound

HOLIDAY_ZONES = [
    ("metropole", "Métropole"),
    ("alsace-moselle", "Alsace-Moselle"),
    ("guadeloupe", "Guadeloupe"),
    ("martinique", "Martinique"),
    ("guyane", "Guyane"),
    ("la-reunion", "La Réunion"),
    ("mayotte", "Mayotte"),
    ("saint-barthelemy", "Saint-Barthélemy"),
    ("saint-martin", "Saint-Martin"),
    ("saint-pierre-et-miquelon", "Saint-Pierre-et-Miquelon"),
]


class ServiceCalendar(ContractBound):
    """The hours in which delays are counted. A round-the-clock calendar ignores holidays and closures."""

    code = models.SlugField("code", max_length=30)
    name = models.CharField("libellé", max_length=80)
    always_open = models.BooleanField("24 h/24, 7 j/7", default=False)

    class Meta(ContractBound.Meta):
        verbose_name = "plage de service"
        constraints = [models.UniqueConstraint(fields=["contract", "code"], name="calendar_code_once")]

    def __str__(self) -> str:
        return self.name


class ServiceWindow(ContractBound):
    """One opening of a weekday, half-open `[opens, closes)`, in minutes after local midnight (1440 = 24:00)."""

    calendar = models.ForeignKey(
        ServiceCalendar, models.CASCADE, related_name="windows", verbose_name="plage"
    )
    weekday = models.PositiveSmallIntegerField("jour (0 = lundi)")
    opens = models.PositiveSmallIntegerField("ouverture, en minutes")
    closes = models.PositiveSmallIntegerField("fermeture, en minutes")

    class Meta(ContractBound.Meta):
        verbose_name = "fenêtre de service"
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="window_weekday"),
            models.CheckConstraint(condition=Q(closes__gt=F("opens"), closes__lte=1440), name="window_order"),
            models.UniqueConstraint(fields=["calendar", "weekday", "opens"], name="window_once"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens}-{self.closes}"


class Site(ContractBound):
    """A place of the client: its zone of public holidays where the contract names it, its own hours where they differ."""

    code = models.SlugField("code", max_length=40)
    name = models.CharField("nom", max_length=80)
    holiday_zone = models.CharField("zone de fériés", max_length=30, choices=HOLIDAY_ZONES, blank=True)
    whit_monday_worked = models.BooleanField("lundi de Pentecôte travaillé", default=False)
    calendar = models.ForeignKey(
        ServiceCalendar,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="plage propre au site, à la place des heures ouvrées de l’engagement",
    )

    class Meta(ContractBound.Meta):
        verbose_name = "site"
        constraints = [models.UniqueConstraint(fields=["contract", "code"], name="site_code_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def zone_words(self) -> str:
        """« Alsace-Moselle »; whose choice it is where the contract names no zone."""
        zone = dict(HOLIDAY_ZONES)[kept_zone(self.holiday_zone)]
        return kept(zone, said=bool(self.holiday_zone))


class SiteClosure(ContractBound):
    """A dated closure (pont, inventaire) of one site, or of all when no site is named."""

    site = models.ForeignKey(
        Site, models.CASCADE, null=True, blank=True, related_name="closures", verbose_name="site"
    )
    day = models.DateField("jour")
    label = models.CharField("libellé", max_length=80)

    class Meta(ContractBound.Meta):
        verbose_name = "fermeture"
        constraints = [
            models.UniqueConstraint(fields=["site", "day"], name="closure_once_per_site"),
            models.UniqueConstraint(
                fields=["contract", "day"], condition=Q(site=None), name="closure_once_for_all_sites"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.label}"
