"""One record for what is booked out of the fee, one place for what the fee includes of an exclusion."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

LONGEST = 160
PRICED = {"unit_price__isnull": False, "unit_price__gte": 0}


def move_charges(apps, schema_editor):
    """Bring the charges of the budget beside what was booked on the catalogue; the client alone goes on reading them.

    A charge on an exclusion, or on work units, that the catalogue already tells for the same month was the same
    spending told twice, as was an « imprévu » of the same words, quantity and price: it keeps its words and price with a quantity of 0, and the label says how many.
    """
    Charge = apps.get_model("contracts", "Charge")
    Consumption = apps.get_model("contracts", "Consumption")
    VolumeBand = apps.get_model("contracts", "VolumeBand")
    bands = {(band.contract_id, band.number): band for band in VolumeBand.objects.all()}
    told, labels, words_told = set(), set(), set()
    for row in Consumption.objects.select_related("unit"):
        labels.add((row.contract_id, row.month, row.label))
        words_told.add((row.contract_id, row.month, row.label, row.quantity, row.unit_price))
        if row.unit is not None:
            told.add((row.contract_id, row.month, row.unit.exclusion))
    for charge in Charge.objects.order_by("pk"):
        place = (charge.contract_id, charge.month)
        number = charge.number if charge.kind == "exclusion" else None
        twice = charge.kind in {"exclusion", "units"} and (*place, number) in told
        same = (*place, charge.label, charge.quantity, charge.unit_price)
        twice = twice or charge.kind == "unforeseen" and same in words_told
        label, quantity = charge.label, charge.quantity
        if twice:
            words = f", {quantity.normalize():f} déjà dit ailleurs"
            label, quantity = f"{label[: LONGEST - len(words)]}{words}", 0
        band = bands.get((charge.contract_id, charge.number)) if charge.kind == "band" else None
        label = free(label, place, labels)
        Consumption.objects.create(
            contract_id=charge.contract_id, audience="client", month=charge.month, exclusion=number,
            band=charge.number if charge.kind == "band" else None, label=label, quantity=quantity,
            unit_price=charge.unit_price, covered=covered(charge, band), version=charge.version,
        )
    # PostgreSQL alters no table while checks of its rows wait.
    schema_editor.connection.check_constraints()


def covered(charge, band):
    """What a band covered on the day it was booked: told by what was billed, else by the band as it is now."""
    if charge.kind != "band":
        return 0
    if charge.billed:
        return charge.quantity - charge.billed
    return max(charge.quantity, band.base * (100 + band.tolerance_pct) / 100 if band else 0)


def free(label, place, labels):
    """The label, made different from the others of the month."""
    found, rank = label, 1
    while (*place, found) in labels:
        rank += 1
        found = f"{label[: LONGEST - 8]} ({rank})"
    labels.add((*place, found))
    return found


def move_allowances(apps, schema_editor):
    """What the fee includes of an exclusion is told by the work unit that prices it, made where there was none."""
    ScopeItem = apps.get_model("contracts", "ScopeItem")
    WorkUnit = apps.get_model("contracts", "WorkUnit")
    for item in ScopeItem.objects.filter(status="out", included_per_month__gt=0):
        unit = WorkUnit.objects.filter(contract_id=item.contract_id, exclusion=item.number).first()
        if unit is None:
            codes = set(WorkUnit.objects.filter(contract_id=item.contract_id).values_list("code", flat=True))
            code = f"exclusion-{item.number}"
            while code in codes:
                code += "-bis"
            WorkUnit.objects.create(
                contract_id=item.contract_id, code=code, name=item.name, unit=item.unit or "unité",
                exclusion=item.number, included=item.included_per_month,
            )
        elif not unit.included:
            WorkUnit.objects.filter(pk=unit.pk).update(included=item.included_per_month, included_per="month")
    schema_editor.connection.check_constraints()


class Migration(migrations.Migration):

    dependencies = [
        ("contracts", "0005_time"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="workunituse", name="work_unit_use_once"),
        migrations.RemoveConstraint(model_name="workunituse", name="unplanned_charge_once"),
        migrations.RemoveConstraint(model_name="workunituse", name="work_unit_use_or_unplanned"),
        migrations.RemoveConstraint(model_name="workunituse", name="work_unit_use_not_negative"),
        migrations.RenameModel(old_name="WorkUnitUse", new_name="Consumption"),
        migrations.AlterModelOptions(
            name="consumption",
            options={"base_manager_name": "objects", "verbose_name": "consommation"},
        ),
        migrations.AddField(
            model_name="consumption",
            name="audience",
            field=models.CharField(
                choices=[
                    ("both", "Partagé"), ("client", "Client seulement"), ("provider", "Prestataire seulement"),
                ],
                default="both", max_length=8, verbose_name="diffusion",
            ),
        ),
        migrations.AddField(
            model_name="consumption",
            name="exclusion",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="exclusion"),
        ),
        migrations.AddField(
            model_name="consumption",
            name="band",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="tranche de volume"),
        ),
        migrations.AddField(
            model_name="consumption",
            name="corrects",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name="+",
                to="contracts.consumption", verbose_name="ligne corrigée",
            ),
        ),
        migrations.AddField(
            model_name="consumption",
            name="covered",
            field=models.DecimalField(
                decimal_places=4, default=0, max_digits=14, verbose_name="compris dans la tranche"
            ),
        ),
        migrations.AlterField(
            model_name="consumption",
            name="label",
            field=models.CharField(blank=True, max_length=160, verbose_name="libellé"),
        ),
        migrations.AlterField(
            model_name="consumption",
            name="unit_price",
            field=models.DecimalField(
                blank=True, decimal_places=2, max_digits=12, null=True,
                verbose_name="prix unitaire HT, hors catalogue",
            ),
        ),
        migrations.AlterField(
            model_name="consumption",
            name="quantity",
            field=models.DecimalField(decimal_places=2, max_digits=12, verbose_name="quantité"),
        ),
        migrations.AddIndex(
            model_name="consumption",
            index=models.Index(fields=["contract", "month"], name="consumption_by_month"),
        ),
        migrations.AddConstraint(
            model_name="consumption",
            constraint=models.UniqueConstraint(
                condition=Q(unit__isnull=False),
                fields=("contract", "month", "unit", "level"),
                name="consumption_of_unit_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="consumption",
            constraint=models.UniqueConstraint(
                condition=Q(exclusion__isnull=False),
                fields=("contract", "month", "exclusion", "label"),
                name="consumption_of_exclusion_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="consumption",
            constraint=models.UniqueConstraint(
                condition=Q(band__isnull=False),
                fields=("contract", "month", "band", "label"),
                name="consumption_of_band_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="consumption",
            constraint=models.UniqueConstraint(
                condition=Q(corrects__isnull=False),
                fields=("contract", "month", "corrects"),
                name="consumption_correction_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="consumption",
            constraint=models.UniqueConstraint(
                condition=Q(
                    unit__isnull=True, exclusion__isnull=True, band__isnull=True, corrects__isnull=True
                ),
                fields=("contract", "month", "label"),
                name="consumption_unforeseen_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="consumption",
            constraint=models.CheckConstraint(
                condition=Q(
                    unit__isnull=False, exclusion=None, band=None, corrects=None, label="", unit_price=None
                )
                | Q(unit=None, band=None, corrects=None, level="", **PRICED) & ~Q(label="")
                | Q(unit=None, exclusion=None, band__isnull=False, corrects=None, level="", **PRICED)
                & ~Q(label="")
                | Q(unit=None, exclusion=None, band=None, corrects__isnull=False, level="", unit_price=None)
                & ~Q(label=""),
                name="consumption_booked_on_one_line",
            ),
        ),
        migrations.AddConstraint(
            model_name="consumption",
            constraint=models.CheckConstraint(
                condition=Q(quantity__gte=0) | Q(corrects__isnull=False), name="consumption_not_negative"
            ),
        ),
        migrations.AddConstraint(
            model_name="consumption",
            constraint=models.CheckConstraint(
                condition=Q(covered=0) | Q(covered__gt=0, band__isnull=False), name="consumption_covered_by_band"
            ),
        ),
        migrations.RunPython(move_charges, migrations.RunPython.noop),
        migrations.DeleteModel(name="Charge"),
        migrations.RunPython(move_allowances, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name="scopeitem", name="scope_item_allowance_of_exclusion"),
        migrations.RemoveField(model_name="scopeitem", name="included_per_month"),
    ]
