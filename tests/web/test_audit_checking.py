"""The chain looked through by background work: administrators are told where it does not hold, and nobody else."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from dondoc.web.accounts.models import User
from dondoc.web.audit.actions import record
from dondoc.web.audit.models import Check, Entry
from dondoc.web.audit.sealing import seal_entries
from dondoc.web.audit.tasks import verify_audit


@pytest.fixture
def sealed(administrator: User) -> Entry:
    with transaction.atomic():
        entry = record(by=administrator, action="figures.import", details={"new": 1})
    seal_entries()
    return entry


def _first_page(client: Client) -> str:
    return str(client.get("/").content.decode())


def test_a_chain_that_holds_is_told_on_its_page_alone(sealed: Entry, managing: Client) -> None:
    assert verify_audit.func(due="") == 0
    assert "chuỗi còn nguyên" in managing.get("/nhat-ky").content.decode()
    assert "Nhật ký không còn khớp" not in _first_page(managing)


def test_a_broken_chain_is_an_alarm_to_administrators(
    sealed: Entry, managing: Client, reader: User, caplog: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On their first page, on that of the audit and in the log; it goes when the chain holds again."""
    _changed(sealed, '{"new": 2}')
    with caplog.at_level(logging.ERROR, "dondoc.audit"):
        assert verify_audit.func(due="") == 1
    assert [each.event for each in caplog.records] == ["audit_chain_broken"]
    assert Check.objects.get().told == [["content", 1, sealed.pk]]
    assert "Nhật ký không còn khớp với chuỗi niêm phong: 1 chỗ sai" in _first_page(managing)
    assert "1 chỗ không khớp" in managing.get("/nhat-ky").content.decode()
    visiting = Client()
    visiting.force_login(reader)
    assert "Nhật ký không còn khớp" not in _first_page(visiting)
    _changed(sealed, '{"new": 1}')
    assert verify_audit.func(due="") == 0
    assert "Nhật ký không còn khớp" not in _first_page(managing)


def _changed(entry: Entry, details: str) -> None:
    """As somebody does who can write to the database: past the triggers that keep entries."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            cursor.execute("UPDATE audit_entry SET details = %s WHERE id = %s", [details, entry.pk])
            cursor.execute("SET session_replication_role = DEFAULT")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_entry'")
        triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute("UPDATE audit_entry SET details = %s WHERE id = %s", [details, entry.pk])
        for _name, sql in triggers:
            cursor.execute(sql)
