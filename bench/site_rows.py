"""Many plans for the bench of the lists, written in bulk; all of them are marked as made up."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, transaction
from django.utils import timezone

from dondoc.web.accounts.models import User
from dondoc.web.organizations.actions import create_body
from dondoc.web.organizations.models import Body
from dondoc.web.organizations.roles import grant
from dondoc.web.plans.models import Commitment, Plan, PlanReader, Responsibility, Target
from dondoc.web.resolutions.models import Document, Reading, StoredFile

NAMES = ("Thu ngân sách nhà nước", "Trồng rừng mới", "Tổng đàn bò", "Kim ngạch xuất khẩu", "Lao động qua đào tạo")


@transaction.atomic
def fill(plans: int, targets: int, password: str) -> str:
    """Writes the rows; the key of one plan and a session of an editor who reads them all."""
    by = User.objects.get(username="quantri")
    office = create_body(by=by, key="vptu", kind="party_office", name="Văn phòng Tỉnh ủy (minh họa)")
    bodies = [create_body(by=by, key="stc", kind="department", name="Sở Tài chính (minh họa)")]
    bodies += [create_body(by=by, key=f"s{n}", kind="department", name=f"Sở {n} (minh họa)") for n in range(19)]
    editor = User(username="bench", name="Bench")
    editor.set_password(password)
    editor.save()
    grant(by=by, account=editor, role="editor", body=office, valid_from=date(2020, 1, 1))
    made = _plans(plans, office, editor)
    _targets(made, targets, bodies)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return f"{made[plans // 2].pk} {session_of(editor)}"


def _plans(count: int, office: Body, editor: User) -> list[Plan]:
    files = StoredFile.objects.bulk_create(StoredFile(sha256=f"{n:064}", size=4, content=b"text") for n in range(count))
    documents = Document.objects.bulk_create(
        Document(office=office, file=file, name=f"{n}.docx", received_by=editor, state="reviewed", period="2023-H2",
                 kind="nghị quyết", number=str(n), symbol="NQ/TU", title=f"minh họa số {n}")
        for n, file in enumerate(files)
    )  # fmt: skip
    Reading.objects.bulk_create(
        Reading(document=each, version="bench", text="Thu ngân sách trên 2.670 tỷ đồng.", blocks=[], content={})
        for each in documents
    )
    plans = Plan.objects.bulk_create(
        Plan(office=office, document=each, title=f"Nghị quyết minh họa số {n}", period="2023-H2",
              in_force_from=date(2023, 7, 1), ends_on=date(2023, 12, 31), state="approved",
             approved_by=editor, approved_at=timezone.now())
        for n, each in enumerate(documents)
    )  # fmt: skip
    PlanReader.objects.bulk_create(
        PlanReader(plan=plan, role=role) for plan in plans for role in ("editor", "assigner")
    )
    return plans


def _targets(plans: list[Plan], count: int, bodies: list[Body]) -> None:
    """Rows of both tables of a target: bulk_create does not know of inheritance."""
    words = "Thu ngân sách trên 2.670 tỷ đồng."
    shared: dict[str, Any] = {"start": 0, "end": len(words), "quote": words, "valid_from": date(2023, 7, 1)}
    commitments = Commitment.objects.bulk_create(
        [
            Commitment(plan=plan, kind="target", code=f"T{n:02}", place=n, name=f"{NAMES[n % 5]} minh họa {n}",
                       source_id=plan.document_id, section=f"II.1.{n // 20 + 1}", field="budget",
                       sensitivity="restricted" if n % 12 == 0 else "internal", **shared)
            for plan in plans for n in range(count)
        ],
        batch_size=2000,
    )  # fmt: skip
    rows = [
        {"commitment_ptr_id": each.pk, "measure": "flow", "comparison": "more_than", "amount": 2670 * 10**6,
         "unit": "tỷ đồng", "period": "2023-H2", "better": "higher", "base": "", "baseline_stage": "",
         "baseline_source": "", "linear": False}
        for each in commitments
    ]  # fmt: skip
    with connection.cursor() as cursor:
        places = ", ".join(["%s"] * len(rows[0]))
        sql = f"INSERT INTO {Target._meta.db_table} ({', '.join(rows[0])}) VALUES ({places})"  # noqa: S608
        cursor.executemany(sql, [tuple(row.values()) for row in rows])
    Responsibility.objects.bulk_create(
        (
            Responsibility(commitment=each, body=bodies[n % 20], part="lead", valid_from=date(2023, 7, 1))
            for n, each in enumerate(commitments) if n % 4
        ),
        batch_size=2000,
    )  # fmt: skip


def session_of(account: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.save()
    return str(session.session_key)
