"""Files of figures on the page of a plan and on the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dondoc.web.accounts.models import User
from dondoc.web.data_folder import DATABASE
from dondoc.web.figures.models import Version
from dondoc.web.indicators.actions import create
from dondoc.web.plans.models import Target
from tests.web.prepared import tables
from tests.web.processes import DEADLINE, dondoc, variables
from tests.web.world import World, make_world

HEADINGS = "chỉ tiêu,cơ quan,đơn vị tính,cách tính,từ ngày,đến ngày,số liệu,ngày biết,lý do"
LINE = "Thu ngân sách,stc,tỷ đồng,lũy kế,2023-07-01,2023-12-31,{},2023-12-20,"


@pytest.fixture
def world(administrator: User) -> World:
    made = make_world(administrator)
    fields = {"name": "Thu ngân sách", "unit": "tỷ đồng", "measure": "flow", "over_time": "sum", "over_bodies": "sum"}
    counted = create(by=administrator, key="thu", fields=fields)
    create(by=administrator, key="khac", fields=fields | {"name": "Thu khác (minh họa)"})
    Target.objects.filter(pk=made.target.pk).update(indicator=counted)
    return made


@pytest.fixture
def editing(client: Client, world: World) -> Client:
    client.force_login(world.accounts["editor"])
    return client


def _sent(*lines: str, **more: Any) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("so-lieu.csv", "\n".join([HEADINGS, *lines]).encode()), **more}


def test_a_file_is_tried_then_taken_in(editing: Client, world: World) -> None:
    """The page says what would be written, then writes it; the plan's page leads to it."""
    address = f"/ke-hoach/{world.plan.pk}/nap-so-lieu"
    assert address in editing.get(f"/ke-hoach/{world.plan.pk}").content.decode()
    tried = editing.post(address, _sent(LINE.format(1234.5), **{"try": ""}), headers={"HX-Request": "true"})
    page = tried.content.decode()
    assert "<html" not in page
    for said in ("Thử xong, chưa ghi gì.", "Mới: 1", "Sở Tài chính", "1.234,5", "01-07-2023 – 31-12-2023"):
        assert said in page
    assert not Version.objects.exists()
    assert "Đã ghi." in editing.post(address, _sent(LINE.format(1234.5), write="")).content.decode()
    version = Version.objects.get()
    assert (version.by, version.state) == (world.accounts["editor"], "accepted")
    assert "như cũ: 1" in editing.post(address, _sent(LINE.format(1234.5), write="")).content.decode()


def test_what_is_refused_is_told_and_the_rest_goes_in_when_asked(editing: Client, world: World) -> None:
    """Another indicator than those of the plan is refused here, with its row and column."""
    address = f"/ke-hoach/{world.plan.pk}/nap-so-lieu"
    lines = (LINE.format(10), LINE.format(11).replace("Thu ngân sách", "Thu khác (minh họa)"))
    refused = editing.post(address, _sent(*lines, write=""))
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "Chưa ghi gì: có dòng bị từ chối." in page
    assert "không có trong danh mục chỉ tiêu được nạp ở đây" in page
    assert not Version.objects.exists()
    assert editing.post(address, _sent(*lines, write="", partial="on")).status_code == 200
    assert Version.objects.count() == 1


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04x", "bảng,không,phải".encode(), b"\xff\xfe\x00"])
def test_what_is_no_table_is_refused_in_words(data: bytes, editing: Client, world: World) -> None:
    """As an alert on the same page; an empty file by the form."""
    sent = {"file": SimpleUploadedFile("so-lieu.csv", data), "try": ""}
    answer = editing.post(f"/ke-hoach/{world.plan.pk}/nap-so-lieu", sent)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()


def test_a_mark_of_secrecy_keeps_the_whole_file_out(editing: Client, world: World) -> None:
    """Whichever cell of text bears it; nothing of the file is kept."""
    sent = _sent(LINE.format(10) + '"MẬT"', write="", partial="on")
    answer = editing.post(f"/ke-hoach/{world.plan.pk}/nap-so-lieu", sent)
    assert (answer.status_code, "độ mật" in answer.content.decode()) == (422, True)
    assert not Version.objects.exists()


_MAKE = """
import django
django.setup()
from dondoc.web.indicators.actions import create
from dondoc.web.organizations.actions import create_body
create_body(by=None, key="stc", kind="department", name="Sở Tài chính (minh họa)")
fields = {"name": "Thu ngân sách", "unit": "tỷ đồng", "measure": "flow", "over_time": "sum", "over_bodies": "sum"}
create(by=None, key="thu", fields=fields)
"""


def test_the_command_tries_takes_in_and_says_what_it_refused(tmp_path: Path) -> None:
    """0 where all is in, 1 where a row is refused, 2 where there is nothing to look at; as JSON for programs."""
    data, file = tmp_path / "data", tmp_path / "figures.csv"
    data.mkdir()
    (data / DATABASE).write_bytes(tables())
    settings = variables(DONDOC_DATA=str(data), DJANGO_SETTINGS_MODULE="dondoc.web.settings")
    subprocess.run([sys.executable, "-c", _MAKE], env=settings, check=True, timeout=DEADLINE)
    file.write_text("\n".join([HEADINGS, LINE.format("1830"), LINE.format("x")]), encoding="utf-8")
    told = ("figures", "import", file, "--data", data)
    refused = dondoc(*told)
    assert (refused.returncode, refused.stdout.splitlines()[1:]) == (
        1, ["Nothing was written.", "New: 1 · changed: 0 · the same: 0 · refused: 1"],
    )  # fmt: skip
    assert refused.stdout.startswith("Row 3, column value: ")
    written = json.loads(dondoc(*told, "--partial", "--format", "json").stdout)
    assert (written["form"], written["written"], written["new"]) == ("dondoc.figures-import/1", True, 1)
    assert written["changes"][0]["after"] == "1830"
    assert dondoc("figures", "import", tmp_path / "none.csv", "--data", data).returncode == 2
