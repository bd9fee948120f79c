"""The text of a document is public only while every item of its plan is, whatever code asks: the database refuses the rest.

What takes an item back closes the text first. SQLite drops the triggers of a table with the table: a migration that makes
one of these tables anew has to run `keep` behind it; tests/web/test_public_documents.py finds out.
"""

from django.db import migrations

MESSAGE = "a text is public only while all of its items are"
NOT_ALL_PUBLIC = """NEW.withdrawn_at IS NULL AND EXISTS (
    SELECT 1 FROM plans_commitment WHERE plan_id = NEW.plan_id AND subtask_of_id IS NULL AND NOT EXISTS (
        SELECT 1 FROM publishing_publication
        WHERE commitment_id = plans_commitment.id AND publishing_publication.withdrawn_at IS NULL))"""
STILL_IN_A_TEXT = """NEW.withdrawn_at IS NOT NULL AND OLD.withdrawn_at IS NULL AND EXISTS (
    SELECT 1 FROM publishing_documentpublication WHERE plan_id = NEW.plan_id AND withdrawn_at IS NULL)"""
REFUSALS = (
    ("text_of_what_is_public", "publishing_documentpublication", "INSERT", NOT_ALL_PUBLIC),
    ("text_stays_of_what_is_public", "publishing_documentpublication", "UPDATE", NOT_ALL_PUBLIC),
    ("item_of_a_public_text_is_public", "publishing_publication", "UPDATE", STILL_IN_A_TEXT),
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
    dependencies = (("publishing", "0005_documents"),)

    operations = (migrations.RunPython(keep, let_go),)
