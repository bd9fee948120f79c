"""The chain over the audit: whatever is changed of what was sealed is found, and the command says where."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.web.audit import heads
from dondoc.web.audit.chain import Fields, Head, Kept, Link, linked, verify
from dondoc.web.data_folder import DATABASE
from tests.web.prepared import tables
from tests.web.processes import DEADLINE, dondoc, variables

BEGUN = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
SEALED = BEGUN + timedelta(minutes=5)
Pairs = Sequence[tuple[Link, Kept]]

_text = st.text(max_size=12)
_plain = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | _text
_details = st.dictionaries(
    _text, st.recursive(_plain, lambda inner: st.lists(inner, max_size=3)), min_size=1, max_size=3
)


def _kept(number: int, details: dict[str, Any], by: int | None = 7) -> Kept:
    at = BEGUN + timedelta(seconds=number)
    return Kept(Fields(number, at, by, "plans.settle", "plans.target", "5", f"{number:016x}"), "5a17", details, False)


def _chain(entries: Sequence[Kept]) -> Pairs:
    return list(zip(linked(entries, None, SEALED), entries, strict=True))


_chains = st.lists(_details, min_size=1, max_size=6).map(
    lambda all_details: _chain([_kept(number, details) for number, details in enumerate(all_details, start=1)])
)


@given(_chains)
def test_what_nobody_has_touched_holds(pairs: Pairs) -> None:
    """Also when it was sealed in two goes, and against every head it ever had."""
    entries = [kept for _link, kept in pairs]
    first = list(linked(entries[:2], None, SEALED))
    head = Head(first[-1].position, first[-1].seal)
    again = [*first, *linked(entries[2:], head, SEALED)]
    assert again == [link for link, _kept in pairs]
    found = verify(pairs, [Head(link.position, link.seal) for link, _kept in pairs])
    assert (found.problems, found.sealed, found.head) == ((), len(pairs), Head(again[-1].position, again[-1].seal))


def _other(value: Any) -> Any:
    """Another value of the same kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, datetime):
        return value + timedelta(microseconds=1)
    if isinstance(value, str):
        return value[:-1] + ("0" if value[-1:] != "0" else "1")
    return {**value, "x": 1} if isinstance(value, dict) else 1


@given(_chains, st.data())
def test_any_single_change_of_anything_sealed_is_found(pairs: Pairs, data: st.DataObject) -> None:
    """Of an entry: who, when, what, subject, request, details, salt, erased or not. Of a seal: each of its fields."""
    place = data.draw(st.integers(0, len(pairs) - 1))
    link, kept = pairs[place]
    what, name = data.draw(
        st.sampled_from(
            [("fields", each.name) for each in fields(Fields)]
            + [("kept", each) for each in ("salt", "details", "erased")]
            + [("link", each.name) for each in fields(Link) if each.name != "entry"]
        )
    )
    if what == "fields":
        kept = replace(kept, fields=replace(kept.fields, **{name: _other(getattr(kept.fields, name))}))
    elif what == "kept":
        kept = replace(kept, **{name: _other(getattr(kept, name))})
    else:
        link = replace(link, **{name: _other(getattr(link, name))})
    found = verify([*pairs[:place], (link, kept), *pairs[place + 1 :]])
    assert found.problems
    assert any(abs(each.position - link.position) <= 1 for each in found.problems)


@given(_chains, st.data())
def test_a_change_deep_in_the_details_is_found(pairs: Pairs, data: st.DataObject) -> None:
    """Other details than those that were sealed, whatever they are."""
    place = data.draw(st.integers(0, len(pairs) - 1))
    link, kept = pairs[place]
    other = data.draw(_details.filter(lambda details: _as_json(details) != _as_json(kept.details)))
    found = verify([*pairs[:place], (link, replace(kept, details=other)), *pairs[place + 1 :]])
    assert [(each.kind, each.position) for each in found.problems] == [("content", place + 1)]


def _as_json(details: Any) -> str:
    return json.dumps(details, sort_keys=True)


@given(_chains, st.data())
def test_what_is_taken_out_or_moved_is_found(pairs: Pairs, data: st.DataObject) -> None:
    """Seals taken out with their entries, entries alone, two that change places; the end by a head noted outside."""
    place = data.draw(st.integers(0, len(pairs) - 1))
    noted = [Head(pairs[-1][0].position, pairs[-1][0].seal)]
    assert verify([*pairs[:place], *pairs[place + 1 :]], noted).problems
    without_entry = verify([*pairs[:place], (pairs[place][0], None), *pairs[place + 1 :]])
    assert [(each.kind, each.entry) for each in without_entry.problems] == [("missing", pairs[place][1].fields.entry)]
    other = data.draw(st.integers(0, len(pairs) - 1))
    if other != place:
        moved = list(pairs)
        moved[place], moved[other] = (
            (replace(pairs[other][0], position=place + 1), pairs[other][1]),
            (replace(pairs[place][0], position=other + 1), pairs[place][1]),
        )
        assert verify(moved).problems


def test_an_end_that_was_written_anew_is_found_by_a_head() -> None:
    """Whoever computes all the seals again cannot change what was noted outside the database."""
    pairs = _chain([_kept(number, {"a": number}) for number in (1, 2, 3)])
    forged = _chain([_kept(number, {"a": number * 10}) for number in (1, 2, 3)])
    head = Head(2, pairs[1][0].seal)
    assert verify(forged).problems == ()
    assert [(each.kind, each.number) for each in verify(forged, [head]).problems] == [("head", 2)]


def test_an_entry_slipped_in_under_an_old_date_is_found() -> None:
    """It can only be sealed after those of its time, and so stands among later ones."""
    entries = [_kept(number, {"a": 1}) for number in (1, 2)]
    late = replace(entries[0], fields=replace(entries[0].fields, entry=3, at=BEGUN - timedelta(days=30)))
    assert [(each.kind, each.entry) for each in verify(_chain([*entries, late])).problems] == [("backdated", 3)]


def test_erased_content_holds_with_the_act_and_not_without() -> None:
    """What is left is the hash; the same emptiness without the entry of an act is a fault."""
    entries = [_kept(1, {"reason": "…"}), _kept(2, {"a": 1})]
    (link, kept), rest = _chain(entries)
    emptied = replace(kept, details={}, salt="")
    assert verify([(link, replace(emptied, erased=True)), rest]).problems == ()
    assert [each.kind for each in verify([(link, emptied), rest]).problems] == ["erased"]
    assert [each.kind for each in verify([(link, replace(kept, erased=True)), rest]).problems] == ["erased"]


def test_noted_heads_are_read_again(tmp_path: Path) -> None:
    """A line that a crash has cut off is none; heads that gave way to a backup's are kept beside."""
    assert heads.noted(tmp_path) == []
    one, two = Head(1, "a" * 64), Head(2, "b" * 64)
    heads.note(tmp_path, one)
    heads.note(tmp_path, two)
    with (tmp_path / heads.FILE).open("a") as file:
        file.write("3 abc")
    assert heads.noted(tmp_path) == [one, two]
    heads.replace(tmp_path, one, kept_as="replaced-x")
    assert heads.noted(tmp_path) == [one]
    assert len(list(tmp_path.iterdir())) == 2


# The command

_MAKE = """
import django
django.setup()
from dondoc.web.audit.sealing import seal_entries
from dondoc.web.organizations.actions import create_body
for number in range(6):
    create_body(by=None, key=f"x{number}", kind="commune", name=f"Xã {number} (minh họa)")
    seal_entries()
"""


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with six sealed entries, and its backup beside it."""
    folder = tmp_path_factory.mktemp("sealed")
    (folder / "data").mkdir()
    (folder / "data" / DATABASE).write_bytes(tables())
    settings = variables(DONDOC_DATA=str(folder / "data"), DJANGO_SETTINGS_MODULE="dondoc.web.settings")
    subprocess.run([sys.executable, "-c", _MAKE], env=settings, check=True, timeout=DEADLINE)
    assert dondoc("backup", "--data", folder / "data", folder / "copy").returncode == 0
    return folder


def _verified(data: Path, *more: str) -> tuple[int, str]:
    done = dondoc("audit", "verify", "--data", data, "--lang", "en", *more)
    return done.returncode, done.stdout + done.stderr


def _sql(data: Path, *statements: str) -> None:
    with closing(sqlite3.connect(data / "dondoc.sqlite3", isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def test_the_command_says_that_the_chain_holds(sealed: Path, tmp_path: Path) -> None:
    """Of a restored backup as of the site's own folder, against heads that were noted; 2 where there is nothing.

    What was noted after the backup was made gives way to it, and is kept beside.
    """
    data = tmp_path / "data"
    shutil.copytree(sealed / "data", data)
    heads.note(data, Head(7, "c" * 64))
    assert "The head noted at position 7 is no longer in the chain" in _verified(data)[1]
    assert dondoc("restore", "--data", data, "--replace", sealed / "copy").returncode == 0
    last = heads.noted(data)[-1]
    status, said = _verified(data, "--head", f"6:{last.seal}")
    assert (status, said.splitlines()) == (
        0, ["The chain holds: 6 sealed entries.", f"Head of the chain: 6:{last.seal}"],
    )  # fmt: skip
    assert _verified(data, "--head", "6")[0] == 2
    assert _verified(tmp_path / "nothing")[0] == 2


def test_the_command_says_what_was_done_to_a_restored_backup(sealed: Path, tmp_path: Path) -> None:
    """With 1, the places and the entries; and that the machine is to be left as it is."""
    data = tmp_path / "data"
    assert dondoc("restore", "--data", data, sealed / "copy").returncode == 0
    _sql(
        data,
        "DELETE FROM audit_entry WHERE id = 3",
        'UPDATE audit_entry SET details = \'{"name": "Xã khác"}\' WHERE id = 2',
        "UPDATE audit_entry SET by_id = 1 WHERE id = 1",
        "DELETE FROM audit_seal WHERE position > 4",
        "DELETE FROM audit_entry WHERE id > 4",
    )
    status, said = _verified(data)
    assert status == 1
    assert said.splitlines()[:5] == [
        "Position 1: entry 1 was changed (who, when, what, subject or request id).",
        "Position 2: what entry 2 says (before, after, why) was changed.",
        "Position 3: entry 3 was deleted.",
        (
            "The head noted at position 6 is no longer in the chain (which is now at position 4): its end was cut off "
            "or written anew, or the database is an older copy."
        ),
        (
            "The chain does NOT hold: 4 faults in 4 sealed entries. Leave the machine and the backups as they are and "
            "tell who answers for information security."
        ),
    ]
