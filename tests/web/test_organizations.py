"""Bodies through time: what was, was; what contradicts it is refused, by the database itself where it can."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from dondoc.evaluating.lineage import WHOLE, Change, heirs
from dondoc.web.accounts.models import User
from dondoc.web.audit.models import Entry, EntryChangedError
from dondoc.web.organizations.actions import OrganizationError, create_body, give_code, place, succeed
from dondoc.web.organizations.lineage import current_lineage
from dondoc.web.organizations.models import Body, Code, Part, Placement, Succession

BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)


def _names(bodies) -> list[str]:
    return sorted(body.key for body in bodies)


@pytest.fixture
def merged(administrator: User, kon_tum: Body, quang_ngai: tuple[Body, Body]) -> Succession:
    return succeed(
        by=administrator, change=Change.MERGE, on=AFTER, predecessors=[kon_tum, quang_ngai[0]],
        successors=[quang_ngai[1]], decision="NQ 202/2025/QH15",
    )  # fmt: skip


def test_a_merger_ends_its_predecessors_and_leaves_the_past(merged: Succession) -> None:
    """On 30-6-2025 there are the two old provinces, on 1-7-2025 the new one."""
    provinces = Body.objects.filter(kind="province")
    assert _names(provinces.as_of(BEFORE)) == ["kt", "qn-old"]
    assert _names(provinces.as_of(AFTER)) == ["qn"]
    assert Body.objects.get(key="kt").valid_to == BEFORE


def test_the_core_reads_the_lineage(merged: Succession, administrator: User) -> None:
    """What the database holds becomes evaluating/lineage.py's own types, and its heirs are those of the merger."""
    assert heirs(current_lineage(), AFTER) == {key: {"qn": WHOLE} for key in ("kt", "qn-old", "qn")}


def test_a_split_keeps_its_shares_to_the_last_digit(administrator: User) -> None:
    """Shares are amounts: 0,333333 stays 0,333333."""
    old = create_body(by=administrator, key="old", kind="commune", name="Xã Cũ")
    new = [
        create_body(by=administrator, key=key, kind="commune", name=key, valid_from=AFTER, codes={"gso": code})
        for key, code in (("a", "00001"), ("b", "00002"))
    ]
    shares = [Decimal("0.333333"), Decimal("0.666667")]
    succeed(by=administrator, change=Change.SPLIT, on=AFTER, predecessors=[old], successors=new, shares=shares)
    assert heirs(current_lineage(), AFTER)["old"] == dict(zip(("a", "b"), shares, strict=True))


def test_a_body_ends_once(merged: Succession, administrator: User, kon_tum: Body) -> None:
    """A second end is refused with the reason, and nothing of it is written."""
    kon_tum.refresh_from_db()
    with pytest.raises(OrganizationError, match="hai lần"):
        succeed(by=administrator, change=Change.ABOLISH, on=AFTER, predecessors=[kon_tum])
    assert Succession.objects.count() == 1


def test_a_change_that_cannot_be_is_refused(administrator: User, kon_tum: Body, quang_ngai: tuple[Body, Body]) -> None:
    """A successor that does not exist on the day, a merge into two, a body that succeeds itself."""
    later = create_body(by=administrator, key="later", kind="province", name="Sau", valid_from=date(2026, 1, 1))
    for change, successors in (
        (Change.MERGE, [later]),
        (Change.MERGE, [*quang_ngai]),
        (Change.RENAME, [kon_tum]),
        (Change.ABOLISH, [quang_ngai[1]]),
    ):
        with pytest.raises(OrganizationError):
            succeed(by=administrator, change=change, on=AFTER, predecessors=[kon_tum], successors=successors)
    assert not Succession.objects.exists()
    assert Body.objects.get(key="kt").valid_to is None


def _no_body_twice(body: Body, other: Body) -> None:
    succession = Succession.objects.create(change="merge", on=AFTER)
    Part.objects.create(succession=succession, body=body, ends=True, place=0)
    Part.objects.create(succession=succession, body=body, ends=False, place=0)


def _no_second_end(body: Body, other: Body) -> None:
    for day in (AFTER, date(2026, 1, 1)):
        succession = Succession.objects.create(change="abolish", on=day)
        Part.objects.create(succession=succession, body=body, ends=True, place=0)


def _no_share_above_one(body: Body, other: Body) -> None:
    succession = Succession.objects.create(change="split", on=AFTER)
    Part.objects.create(succession=succession, body=body, ends=False, place=0, share=Decimal("1.000001"))


FORBIDDEN = {
    "a body that ends before it begins": lambda body, other: Body.objects.create(
        key="x", kind="commune", name="X", valid_from=AFTER, valid_to=BEFORE
    ),
    "two bodies with one key": lambda body, other: Body.objects.create(key=body.key, kind="commune", name="X"),
    "a body without a name": lambda body, other: Body.objects.create(key="x", kind="commune", name=""),
    "a body under itself": lambda body, other: Placement.objects.create(body=body, parent=body, valid_from=AFTER),
    "two parents on one day": lambda body, other: Placement.objects.create(body=body, parent=other),
    "two codes of a scheme on one day": lambda body, other: Code.objects.create(body=body, scheme="gso", value="99"),
    "one code of two bodies from one day": lambda body, other: Code.objects.create(
        body=other, scheme="gso", value="62"
    ),
    "a change of an unknown kind": lambda body, other: Succession.objects.create(change="vanish", on=AFTER),
    "a body that succeeds itself": _no_body_twice,
    "a body that ends twice": _no_second_end,
    "a share above the whole": _no_share_above_one,
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_the_database_itself_refuses(what: str, kon_tum: Body, quang_ngai: tuple[Body, Body]) -> None:
    """Also a program that goes around the actions cannot write what cannot be."""
    with pytest.raises(IntegrityError), transaction.atomic():
        FORBIDDEN[what](kon_tum, quang_ngai[0])


def test_a_commune_moves_and_stood_elsewhere_before(
    administrator: User, kon_tum: Body, quang_ngai: tuple[Body, Body]
) -> None:
    """A unit that passes unchanged from its district to the new province is found under each at its time."""
    commune = Body.objects.get(key="kt-boy")
    place(by=administrator, body=commune, parent=quang_ngai[1], valid_from=AFTER)
    assert _names(Body.objects.descendants(kon_tum, BEFORE)) == ["kt-boy", "kt-nh"]
    assert _names(Body.objects.descendants(kon_tum, AFTER)) == ["kt-nh"]
    assert _names(Body.objects.descendants(quang_ngai[1], AFTER)) == ["kt-boy"]
    assert _names(Body.objects.with_ancestors(commune, BEFORE)) == ["kt", "kt-boy", "kt-nh"]
    assert _names(Body.objects.children_of(quang_ngai[1], AFTER)) == ["kt-boy"]


def test_nothing_stands_under_what_is_below_it(administrator: User, kon_tum: Body) -> None:
    """A circle is refused, and so is a parent that does not exist on the day."""
    district = Body.objects.get(key="kt-nh")
    with pytest.raises(OrganizationError, match="trực thuộc"):
        place(by=administrator, body=kon_tum, parent=district, valid_from=AFTER)
    gone = create_body(by=administrator, key="gone", kind="province", name="Đã hết", valid_to=BEFORE)
    with pytest.raises(OrganizationError, match="không tồn tại"):
        place(by=administrator, body=district, parent=gone, valid_from=AFTER)


def test_a_code_of_another_body_is_refused_while_that_one_bears_it(administrator: User, kon_tum: Body) -> None:
    """Codes are unique at every time; a new code leaves the old one to its time."""
    commune = Body.objects.get(key="kt-boy")
    with pytest.raises(OrganizationError, match="Tỉnh Kon Tum"):
        give_code(by=administrator, body=commune, scheme="gso", value="62", valid_from=AFTER)
    give_code(by=administrator, body=commune, scheme="gso", value="23378", valid_from=AFTER)
    codes = [Body.objects.coded(day).get(key="kt-boy").code_on for day in (BEFORE, AFTER)]
    assert codes == ["23377", "23378"]


@pytest.mark.parametrize("written", ["bờ y", "bo y", "BO Y", "Y Bờ", "23377"])
def test_bodies_are_found_with_and_without_accents_and_by_code(kon_tum: Body, written: str) -> None:
    """Every word has to be there, in any order."""
    assert _names(Body.objects.search(written)) == ["kt-boy"]


def test_what_is_not_there_is_not_found(kon_tum: Body) -> None:
    """One word too many finds nothing."""
    assert not Body.objects.search("bo y kon").exists()


def test_each_action_leaves_one_entry(administrator: User, kon_tum: Body) -> None:
    """Three bodies made, one moved: four entries, each with who and what."""
    place(by=administrator, body=Body.objects.get(key="kt-boy"), parent=kon_tum, valid_from=AFTER)
    assert [entry.action for entry in Entry.objects.order_by("pk")] == ["organizations.create_body"] * 3 + [
        "organizations.place"
    ]
    last = Entry.objects.latest("pk")
    assert last.by == administrator
    assert last.details == {"parent": "kt", "valid_from": "2025-07-01"}


def test_a_refused_action_leaves_no_entry(administrator: User, kon_tum: Body) -> None:
    """An entry belongs to its action's transaction: a code of a wrong form undoes the body it came with."""
    before = Entry.objects.count()
    with pytest.raises(OrganizationError):
        create_body(by=administrator, key="new", kind="commune", name="Mới", codes={"gso": "1"})
    assert Entry.objects.count() == before
    assert not Body.objects.filter(key="new").exists()


def test_entries_do_not_change(administrator: User, kon_tum: Body) -> None:
    """Neither one nor many, neither changed nor deleted."""
    entry = Entry.objects.first()
    for attempt in (entry.save, entry.delete, Entry.objects.all().delete, lambda: Entry.objects.update(action="x")):
        with pytest.raises(EntryChangedError):
            attempt()
