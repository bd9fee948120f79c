from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("audit", "0002_chain"),)

    operations = (
        migrations.CreateModel(
            name="Check",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("checked_at", models.DateTimeField()),
                ("sealed", models.PositiveBigIntegerField()),
                ("problems", models.PositiveIntegerField()),
                ("told", models.JSONField()),
            ],
        ),
    )
