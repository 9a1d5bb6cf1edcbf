from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('slas', '0004_lives_of_disputes'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='dispute',
            name='dispute_open_once_per_ticket',
        ),
        migrations.AddConstraint(
            model_name='dispute',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('open', 'committee')), models.Q(('ticket', None), _negated=True)), fields=('contract', 'commitment_code', 'ticket', 'life'), name='dispute_open_once_per_ticket'),
        ),
        migrations.AddConstraint(
            model_name='dispute',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('life', None), ('ticket', None)), models.Q(models.Q(('ticket', None), _negated=True), ('life__gte', 1)), _connector='OR'), name='dispute_ticket_has_life'),
        ),
    ]
