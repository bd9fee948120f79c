"""Tasks have pages of their own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("public", "0002_status")]

    operations = [
        migrations.RemoveConstraint(model_name="page", name="public_page_kind"),
        migrations.AddConstraint(
            model_name="page",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["plan", "target", "task"])), name="public_page_kind"
            ),
        ),
    ]
