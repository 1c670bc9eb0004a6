"""The place of an audit entry in the chain."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_reading_settings")]

    operations = [
        migrations.AddField(
            model_name="auditentry",
            name="sealed_no",
            field=models.BigIntegerField(blank=True, editable=False, null=True, unique=True),
        ),
    ]
