import django.db.models.deletion
from django.db import migrations, models

import dondoc.web.audit.models

# Each entry has a salt of its own; the column's default would give one to all that are there.
SALTS = {
    "sqlite": "UPDATE audit_entry SET salt = lower(hex(randomblob(16)))",
    "postgresql": "UPDATE audit_entry SET salt = replace(gen_random_uuid()::text, '-', '')",
}


def give_salts(apps, schema_editor):
    schema_editor.execute(SALTS[schema_editor.connection.vendor])


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.AddField("entry", "request_id", models.CharField(blank=True, default="", max_length=40)),
        migrations.AddField("entry", "salt", models.CharField(blank=True, default="", max_length=32)),
        migrations.RunPython(give_salts, migrations.RunPython.noop),
        migrations.AlterField(
            "entry", "salt", models.CharField(blank=True, default=dondoc.web.audit.models.new_salt, max_length=32)
        ),
        migrations.AddField(
            "entry",
            "erased_by",
            models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="erases", to="audit.entry"
            ),
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("position", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("sealed_at", models.DateTimeField()),
                ("content", models.CharField(max_length=64)),
                ("digest", models.CharField(max_length=64)),
                ("previous", models.CharField(max_length=64, unique=True)),
                ("seal", models.CharField(max_length=64, unique=True)),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="link", to="audit.entry"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("position__gte", 1)), name="seal_from_one_on")
                ],
            },
        ),
    ]
