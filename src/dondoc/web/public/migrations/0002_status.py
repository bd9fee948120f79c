"""How a target stands, beside its content: so that it can be asked for."""

import json

from django.db import migrations, models


def tell_status(apps, schema_editor):
    page_model = apps.get_model("public", "Page")
    for page in page_model.objects.filter(kind="target", gone_at=None).only("content").iterator():
        verdict = json.loads(page.content)["verdict"]
        if verdict:
            page_model.objects.filter(pk=page.pk).update(status=verdict["status"])


class Migration(migrations.Migration):
    dependencies = [("public", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="page", name="status", field=models.CharField(blank=True, default="", max_length=20),
            preserve_default=False,
        ),
        migrations.RunPython(tell_status, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name="page", name="public_page_withdrawn_holds_nothing"),
        migrations.AddConstraint(
            model_name="page",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("gone_at", None),
                        models.Q(("content", ""), _negated=True),
                        models.Q(("title", ""), _negated=True),
                    ),
                    models.Q(
                        ("chart_en", ""),
                        ("chart_vi", ""),
                        ("content", ""),
                        ("folded", ""),
                        ("gone_at__isnull", False),
                        ("look", ""),
                        ("status", ""),
                        ("title", ""),
                    ),
                    _connector="OR",
                ),
                name="public_page_withdrawn_holds_nothing",
            ),
        ),
        migrations.AddIndex(
            model_name="page",
            index=models.Index(
                condition=models.Q(("gone_at", None)),
                fields=["kind", "plan_key", "place", "id", "status"],
                name="public_page_there",
            ),
        ),
    ]  # fmt: skip
