"""What people write on a page goes through the same door as a document: a mark of secrecy is refused, nothing kept."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django import forms
from django.apps import apps
from django.test import Client

from dondoc.web.accounts.models import User
from dondoc.web.audit.models import Entry
from dondoc.web.open_text import OpenTextField
from dondoc.web.plans import actions
from dondoc.web.plans.models import SensitivityChange
from tests.web.world import World, make_world, received

MARKED = "Theo công văn số 1\nTỐI MẬT\nđề nghị xem lại"
SHORT = 200  # characters; what is shorter holds a name or a number
SEARCHED = {"CompareForm.indicator"}  # looked for and not kept
# Looked for and not kept; read as a document before anything is written; or taken apart into numbers, keys and names.
OTHERWISE = {"q", "pasted", "milestones", "unit", "password", "again", "bodies", "supporting", "body", "lead"}


def _forms() -> Iterator[type[forms.BaseForm]]:
    """Of every module of the site that has forms."""
    for each in (each for each in apps.get_app_configs() if each.name.startswith("dondoc.web.")):
        for path in Path(each.path).rglob("*.py"):
            if "forms" in path.stem or path.stem == "dividing_views":
                module = importlib.import_module(f"{each.name}.{path.stem}")
                kinds = (kind for kind in vars(module).values() if isinstance(kind, type))
                yield from (kind for kind in kinds if issubclass(kind, forms.BaseForm))


def test_every_field_for_sentences_is_behind_the_door() -> None:
    """A field of a form that takes more than a name is an OpenTextField."""
    open_to_all = {
        f"{kind.__name__}.{name}"
        for kind in _forms()
        for name, field in getattr(kind, "base_fields", {}).items()
        if type(field) is forms.CharField and name not in OTHERWISE and (field.max_length or 0) >= SHORT
    }
    assert open_to_all == SEARCHED


@pytest.fixture
def world(administrator: User) -> World:
    made = make_world(administrator, approved=False)
    actions.submit(by=made.accounts["editor"], plan=made.plan)
    return made


def _post(client: Client, who: User, address: str, field: str = "reason", **more: str) -> str:
    client.force_login(who)
    return client.post(address, {field: MARKED, **more}, follow=True).content.decode()


def test_reasons_with_a_mark_are_refused(client: Client, world: World) -> None:
    """For a plan that is returned, a commitment that more should read, an item that is none."""
    entries, plan = Entry.objects.count(), world.plan
    answers = [
        _post(client, world.accounts["assigner"], f"/ke-hoach/{plan.pk}/tra-lai"),
        _post(client, world.accounts["editor"], f"/ke-hoach/{plan.pk}/muc/{world.restricted.pk}/pham-vi",
              sensitivity="internal"),
    ]  # fmt: skip
    assert all("dấu chỉ độ mật" in each and "TỐI MẬT" not in each for each in answers)
    plan.refresh_from_db()
    assert (plan.state, plan.returned_because, SensitivityChange.objects.count()) == ("submitted", "", 0)
    assert Entry.objects.count() == entries


def test_a_rejected_item_tells_no_secret(client: Client, administrator: User, world: World) -> None:
    document = received(world.accounts["editor"], world.office, "# NGHỊ QUYẾT\n\n1. Trồng 500 ha rừng năm 2023.\n")
    item = document.items.first()
    assert item is not None
    address = f"/van-ban/{document.pk}/ra-soat/muc/{item.pk}/bo"
    answer = _post(client, world.accounts["editor"], address, seen=str(item.version))
    item.refresh_from_db()
    assert "dấu chỉ độ mật" in answer and item.state == "proposed"


def test_lines_are_kept_where_they_tell_something() -> None:
    assert OpenTextField(lines=True).clean("một  hai\r\n\r\nba ") == "một hai\n\nba"
    assert OpenTextField().clean("một\nhai") == "một hai"
