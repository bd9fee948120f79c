"""What the public page of a document says, and its files: made from what was read, never the file that was received.

    plan -> its document, its items by the keys of their public pages -> lines of the text, DOCX, Akoma Ntoso

The file as it came may hold what nobody sees: who wrote it, comments, deleted words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from dondoc.commitments import Header, Nature, Resolution, Shortcoming
from dondoc.commitments import Task as ReadTask
from dondoc.reading.document import Block
from dondoc.reading.document import Document as ReadDocument
from dondoc.reporting.akoma_ntoso import all_commitments, to_akoma_ntoso
from dondoc.reporting.document_docx import document_to_docx
from dondoc.values import Period
from dondoc.web.plans.contents import target_of
from dondoc.web.plans.models import Plan, Target, Task
from dondoc.web.publishing.publication_models import Publication
from dondoc.web.publishing.telling import Content, iso


def content_of_document(plan: Plan, published_on: date) -> Content:
    """The head of the document, and its lines in their order: of a row of a table with its cells."""
    read = plan.document.reading.as_read()
    return {
        "number": plan.number, "office": plan.office.name, "issued_on": iso(plan.issued_on),
        "published_on": iso(published_on), "lines": [_line(read.text, block) for block in read.blocks],
    }  # fmt: skip


def _line(text: str, block: Block) -> Content:
    cells = [text[cell.start : cell.end] for cell in block.cells if not cell.carried]
    return {
        "text": text[block.span.start : block.span.end], "strong": block.strong, "table": block.table, "cells": cells
    }  # fmt: skip


def files_of_document(plan: Plan, published_on: date) -> dict[str, bytes]:
    """The same as files, by their forms."""
    read = plan.document.reading.as_read()
    resolution = _resolution(plan, read)
    every = all_commitments(resolution)
    written = to_akoma_ntoso(read, resolution, public=every, published_on=published_on)
    return {"docx": document_to_docx(read, plan.label), "akn.xml": written}


def _resolution(plan: Plan, read: ReadDocument) -> Resolution:
    """The items of the document itself, each with the key of its public page as its id."""
    document = plan.document
    content: Mapping[str, Any] = document.reading.content or {}
    live = Publication.objects.live().of_items().filter(plan=plan, commitment__source=document)
    keys = dict(live.values_list("commitment", "page__key"))
    header = Header(
        document.kind or None, document.number or None, document.symbol or None, document.issuer or None,
        document.issued_on, title=document.title or None, period=Period(plan.period),
        recipients=tuple((content.get("header") or {}).get("recipients") or ()),
    )  # fmt: skip
    targets = Target.objects.filter(pk__in=keys).select_related("part_of").order_by("place", "pk")
    tasks = Task.objects.filter(pk__in=keys).order_by("place", "pk")
    return Resolution(
        read.source, read.text, header, tuple(_target(each, keys) for each in targets),
        tuple(_task(each, keys[each.pk]) for each in tasks),
        shortcomings=tuple(Shortcoming(**each) for each in content.get("shortcomings") or ()),
    )  # fmt: skip


def _target(target: Target, keys: Mapping[int, str]) -> Any:
    return replace(target_of(target), id=keys[target.pk], part_of=keys.get(target.part_of_id or 0))


def _task(task: Task, key: str) -> ReadTask:
    start = task.start or 0
    return ReadTask(key, task.section, task.quote, start, start + len(task.quote), Nature(task.nature))
