"""The text of a document has a page of its own, and files."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("public", "0003_tasks")]

    operations = [
        migrations.AlterField(model_name="page", name="kind", field=models.CharField(max_length=8)),
        migrations.RemoveConstraint(model_name="page", name="public_page_kind"),
        migrations.AddConstraint(
            model_name="page",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["plan", "target", "task", "document"])), name="public_page_kind"
            ),
        ),
        migrations.CreateModel(
            name="File",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("form", models.CharField(max_length=10)),
                ("content", models.BinaryField()),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="public.page"
                    ),
                ),
            ],
            options={
                "ordering": ("form",),
                "constraints": [models.UniqueConstraint(fields=("page", "form"), name="public_file_once")],
            },
        ),
    ]
