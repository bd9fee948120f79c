"""What was said stays as it was said: the database refuses to change or delete a verdict, whatever code asks.

Only two of its columns move: it ceases to be the current one, and the day that confirmed it last moves on.
"""

from django.db import migrations

MESSAGE = "a verdict is kept as it was said"
KEPT = (
    "commitment_id", "plan_id", "place", "on", "status", "reason", "basis", "percent", "updated", "fingerprint", "because", "said_on",
    "said_at", "by_id", "follows_id",
)  # fmt: skip
FUNCTION = f"""
    CREATE FUNCTION monitoring_verdict_is_kept() RETURNS trigger AS $$
    BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'check_violation'; END
    $$ LANGUAGE plpgsql"""


def conditions(sqlite):
    differs = "IS NOT" if sqlite else "IS DISTINCT FROM"
    changed = [f'OLD."{column}" {differs} NEW."{column}"' for column in KEPT]
    changed.append('OLD."content" IS NOT NEW."content"' if sqlite else 'OLD."content"::text <> NEW."content"::text')
    changed += ["NEW.confirmed_on < OLD.confirmed_on", "(NEW.is_current AND NOT OLD.is_current)"]
    yield "monitoring_verdict_kept", "UPDATE", " OR ".join(changed)
    yield "monitoring_verdict_not_deleted", "DELETE", ""


def keep(apps, schema_editor):
    sqlite = schema_editor.connection.vendor == "sqlite"
    if not sqlite:
        schema_editor.execute(FUNCTION)
    for name, event, when in conditions(sqlite):
        only = f" WHEN ({when})" if when else ""
        do = (
            f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
            if sqlite
            else "EXECUTE FUNCTION monitoring_verdict_is_kept()"
        )
        schema_editor.execute(f"CREATE TRIGGER {name} BEFORE {event} ON monitoring_verdict FOR EACH ROW{only} {do}")


def let_go(apps, schema_editor):
    sqlite = schema_editor.connection.vendor == "sqlite"
    for name, _event, _when in conditions(sqlite):
        schema_editor.execute(f"DROP TRIGGER {name}" + ("" if sqlite else " ON monitoring_verdict"))
    if not sqlite:
        schema_editor.execute("DROP FUNCTION monitoring_verdict_is_kept()")


class Migration(migrations.Migration):
    dependencies = (("monitoring", "0001_initial"),)

    operations = (migrations.RunPython(keep, let_go),)
