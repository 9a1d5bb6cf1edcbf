from django.db import migrations, models
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce


def name_the_life(apps, schema_editor):
    """A dispute was about the first life of its ticket that was judged in its month."""
    dispute, verdict = (apps.get_model('slas', name) for name in ('Dispute', 'TicketVerdict'))
    own = verdict.objects.filter(
        ticket=OuterRef('ticket'), commitment__code=OuterRef('commitment_code'), month=OuterRef('month')
    )
    first = Subquery(own.order_by('life').values('life')[:1])
    dispute.objects.exclude(ticket=None).update(life=Coalesce(first, Value(1)))


class Migration(migrations.Migration):

    dependencies = [
        ('slas', '0003_truth_of_the_month'),
    ]

    operations = [
        migrations.AddField(
            model_name='dispute',
            name='life',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='vie'),
        ),
        migrations.RunPython(name_the_life, migrations.RunPython.noop),
    ]
