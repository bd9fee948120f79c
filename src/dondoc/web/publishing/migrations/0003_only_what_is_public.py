"""Only what is «công khai» is published, whatever code asks: the database refuses the rest.

A live publication of a commitment that is not public is refused, and so is narrowing a commitment while one is live:
what narrows withdraws first. SQLite drops the triggers of a table with the table: a migration that makes one of these
tables anew has to run `keep` behind it; tests/web/test_publications.py finds out.
"""

from django.db import migrations

MESSAGE = "only what is public is published"
NOT_PUBLIC = """NEW.withdrawn_at IS NULL AND NEW.commitment_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM plans_commitment WHERE id = NEW.commitment_id AND sensitivity = 'public')"""
STILL_PUBLISHED = """NEW.sensitivity <> 'public' AND EXISTS (
    SELECT 1 FROM publishing_publication WHERE commitment_id = NEW.id AND withdrawn_at IS NULL)"""
REFUSALS = (
    ("publication_of_what_is_public", "publishing_publication", "INSERT", NOT_PUBLIC),
    ("publication_stays_of_what_is_public", "publishing_publication", "UPDATE", NOT_PUBLIC),
    ("commitment_published_is_public", "plans_commitment", "UPDATE", STILL_PUBLISHED),
)


def keep(apps, schema_editor):
    sqlite = schema_editor.connection.vendor == "sqlite"
    for name, table, event, when in REFUSALS:
        if sqlite:
            do = f"WHEN {when} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
            schema_editor.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW {do}")
            continue
        raising = f"RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'check_violation'"
        schema_editor.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger AS $$ BEGIN IF {when} THEN {raising}; END IF; RETURN NEW; END $$ "
            "LANGUAGE plpgsql"
        )
        do = f"EXECUTE FUNCTION {name}()"
        schema_editor.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW {do}")


def let_go(apps, schema_editor):
    sqlite = schema_editor.connection.vendor == "sqlite"
    for name, table, _event, _when in REFUSALS:
        schema_editor.execute(f"DROP TRIGGER {name}" + ("" if sqlite else f" ON {table}"))
        if not sqlite:
            schema_editor.execute(f"DROP FUNCTION {name}()")


class Migration(migrations.Migration):
    dependencies = (("publishing", "0002_publications"),)

    operations = (migrations.RunPython(keep, let_go),)
