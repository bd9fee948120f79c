"""Nothing that was told is changed or deleted, whatever code asks: the database refuses it.

Of a version the state alone moves, one step on, and the note may be erased. SQLite drops the triggers of a table with
the table: a migration that makes one of these anew has to run `keep` behind it; tests/web/test_figures.py finds out.
"""

from django.db import migrations

MESSAGE = "what was told of a figure is kept"
CHAIN = "a correction follows the version before it"
FIGURE = ("indicator_id", "body_id", "basis", "start", "end", "stage", "source")
VERSION = (
    "figure_id",
    "number",
    "corrects_id",
    "tells",
    "value",
    "unit",
    "qualifier",
    "numerator",
    "denominator",
    "cut_off",
    "known_on",
    "recorded_at",
    "backfilled",
    "by_id",
    "reason",
    "kept_because",
)
STEPS = (
    ("submitted", ("approved", "accepted", "returned")),
    ("approved", ("accepted", "returned")),
    ("accepted", ("superseded",)),
)


def changed(columns, differs):
    return " OR ".join(f'OLD."{column}" {differs} NEW."{column}"' for column in columns)


def conditions(sqlite):
    """Of each trigger its name, its table, what it is before, and when it refuses."""
    differs = "IS NOT" if sqlite else "IS DISTINCT FROM"
    steps = " OR ".join(
        f"(OLD.state = '{before}' AND NEW.state IN ({', '.join(repr(each) for each in after)}))"
        for before, after in STEPS
    )
    yield "figures_figure_kept", "figures_figure", "UPDATE", changed(FIGURE, differs)
    yield "figures_figure_stays", "figures_figure", "DELETE", ""
    yield "figures_version_kept", "figures_version", "UPDATE", changed(VERSION, differs)
    yield "figures_version_steps", "figures_version", "UPDATE", f"OLD.state <> NEW.state AND NOT ({steps})"
    erased = f"""OLD."note" {differs} NEW."note" AND NEW."note" <> ''"""
    yield "figures_version_note", "figures_version", "UPDATE", erased
    yield "figures_version_stays", "figures_version", "DELETE", ""


BROKEN_CHAIN = """NEW.corrects_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM figures_version
    WHERE id = NEW.corrects_id AND figure_id = NEW.figure_id AND number = NEW.number - 1)"""
FUNCTIONS = (
    f"""CREATE FUNCTION figures_are_kept() RETURNS trigger AS $$
    BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'check_violation'; END
    $$ LANGUAGE plpgsql""",
    f"""CREATE FUNCTION figures_follow() RETURNS trigger AS $$
    BEGIN IF {BROKEN_CHAIN} THEN RAISE EXCEPTION '{CHAIN}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END
    $$ LANGUAGE plpgsql""",
)


def keep(apps, schema_editor):
    sqlite = schema_editor.connection.vendor == "sqlite"
    for function in () if sqlite else FUNCTIONS:
        schema_editor.execute(function)
    for name, table, event, when in conditions(sqlite):
        do = f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END" if sqlite else "EXECUTE FUNCTION figures_are_kept()"
        only = f" WHEN ({when})" if when else ""
        schema_editor.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW{only} {do}")
    do = "EXECUTE FUNCTION figures_follow()"
    if sqlite:
        do = f"WHEN {BROKEN_CHAIN} BEGIN SELECT RAISE(ABORT, '{CHAIN}'); END"
    schema_editor.execute(f"CREATE TRIGGER figures_version_chain BEFORE INSERT ON figures_version FOR EACH ROW {do}")


def let_go(apps, schema_editor):
    sqlite = schema_editor.connection.vendor == "sqlite"
    names = [(name, table) for name, table, _event, _when in conditions(sqlite)]
    for name, table in (*names, ("figures_version_chain", "figures_version")):
        schema_editor.execute(f"DROP TRIGGER {name}" + ("" if sqlite else f" ON {table}"))
    for function in () if sqlite else ("figures_are_kept", "figures_follow"):
        schema_editor.execute(f"DROP FUNCTION {function}()")


class Migration(migrations.Migration):
    dependencies = (("figures", "0001_initial"),)

    operations = (migrations.RunPython(keep, let_go),)
