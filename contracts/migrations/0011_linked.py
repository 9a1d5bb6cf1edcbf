
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contracts', '0010_clauses'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='revisionclause',
            name='revision_link_has_its_month',
        ),
        migrations.AddField(
            model_name='revisionclause',
            name='link_new',
            field=models.DecimalField(decimal_places=3, max_digits=10, null=True, verbose_name='nouvelle série'),
        ),
        migrations.AddField(
            model_name='revisionclause',
            name='link_old',
            field=models.DecimalField(decimal_places=3, max_digits=10, null=True, verbose_name='ancienne série'),
        ),
        migrations.AddConstraint(
            model_name='revisionclause',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('link_coefficient__isnull', True), ('link_new__isnull', True), ('link_old__isnull', True), ('linked_since__isnull', True)), models.Q(('link_coefficient__gt', 0), ('link_new__isnull', True), ('link_old__isnull', True), ('linked_since__isnull', False)), models.Q(('link_coefficient__isnull', True), ('link_new__gt', 0), ('link_old__gt', 0), ('linked_since__isnull', False)), _connector='OR'), name='revision_link_has_its_month'),
        ),
    ]
