from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("monitoring", "0004_tasks_are_told"),
        ("plans", "0005_tasks_are_told"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="count",
            index=models.Index(
                condition=models.Q(("dimension", "all")),
                fields=["plan", "restricted", "what", "kind", "number"],
                name="count_of_all",
            ),
        ),
    ]
