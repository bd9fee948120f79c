"""Indexes that another one begins with, or that nothing asks, are gone: a file of figures is written much faster.

They are dropped as they are, not by altering the columns: SQLite would make the tables anew, without the triggers that
keep what was told. On PostgreSQL a first version no longer calls the function that looks for the one before it.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

INDEXES = (
    ("figures_figure_indicator_id_d817a1bc", "figures_figure", "indicator_id"),
    ("figures_version_figure_id_f42ab722", "figures_version", "figure_id"),
    ("figures_version_by_id_831cc94a", "figures_version", "by_id"),
)


def dropped(name, table, column):
    return migrations.RunSQL(f"DROP INDEX {name}", f"CREATE INDEX {name} ON {table} ({column})")


def only_corrections(apps, schema_editor):
    made_chain(schema_editor, "WHEN (NEW.corrects_id IS NOT NULL)")


def every_version(apps, schema_editor):
    made_chain(schema_editor, "")


def made_chain(schema_editor, when):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER figures_version_chain ON figures_version")
        schema_editor.execute(
            "CREATE TRIGGER figures_version_chain BEFORE INSERT ON figures_version"
            f" FOR EACH ROW {when} EXECUTE FUNCTION figures_follow()"
        )


class Migration(migrations.Migration):
    dependencies = (
        ("figures", "0006_custodians"),
        ("indicators", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    )

    operations = (
        migrations.SeparateDatabaseAndState(
            database_operations=[dropped(*index) for index in INDEXES],
            state_operations=[
                migrations.AlterField(
                    model_name="figure",
                    name="indicator",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="figures",
                        to="indicators.indicator",
                    ),
                ),
                migrations.AlterField(
                    model_name="version",
                    name="figure",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="figures.figure",
                    ),
                ),
                migrations.AlterField(
                    model_name="version",
                    name="by",
                    field=models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.RunPython(only_corrections, every_version),
    )
