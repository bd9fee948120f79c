"""What a commitment says is written once, whatever code asks: the database refuses to change it.

A sub-task is no promise of the document: its lead may reword it. SQLite drops the triggers of a table with the table: a
migration that makes one of these anew has to run `keep` behind it; tests/web/test_amending.py finds out.
"""

from django.db import migrations

KEPT = {
    "plans_commitment": (
        "OLD.subtask_of_id IS NULL",
        (
            "plan_id",
            "kind",
            "code",
            "name",
            "source_id",
            "item_id",
            "start",
            "end",
            "quote",
            "valid_from",
            "replaces_id",
        ),
    ),
    "plans_target": (
        "",
        ("measure", "comparison", "amount", "upper_amount", "unit", "period", "better", "base", "level_at_end"),
    ),
    "plans_task": ("", ("nature", "product", "recurs", "deadline_words")),
}
ENDED = ("ended_on", "ended_by_id", "replaces_id")  # once an amendment has ended it
MESSAGE = "the words and the amount of a commitment are written once"
FUNCTION = f"""
    CREATE FUNCTION plans_words_are_kept() RETURNS trigger AS $$
    BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'check_violation'; END
    $$ LANGUAGE plpgsql"""


def conditions():
    for table, (only, columns) in KEPT.items():
        yield table, "words", only, columns
    yield "plans_commitment", "end", "OLD.ended_by_id IS NOT NULL", ENDED


def keep(apps, schema_editor):
    sqlite = schema_editor.connection.vendor == "sqlite"
    if not sqlite:
        schema_editor.execute(FUNCTION)
    for table, name, only, columns in conditions():
        differs = "IS NOT" if sqlite else "IS DISTINCT FROM"
        changed = " OR ".join(f'OLD."{column}" {differs} NEW."{column}"' for column in columns)
        when = f"{only} AND ({changed})" if only else changed
        do = f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END" if sqlite else "EXECUTE FUNCTION plans_words_are_kept()"
        begun = f"CREATE TRIGGER {table}_{name} BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({when})"
        schema_editor.execute(f"{begun} {do}")


def let_go(apps, schema_editor):
    sqlite = schema_editor.connection.vendor == "sqlite"
    for table, name, _only, _columns in conditions():
        schema_editor.execute(f"DROP TRIGGER {table}_{name}" + ("" if sqlite else f" ON {table}"))
    if not sqlite:
        schema_editor.execute("DROP FUNCTION plans_words_are_kept()")


class Migration(migrations.Migration):
    dependencies = (("plans", "0001_initial"),)

    operations = (migrations.RunPython(keep, let_go),)
