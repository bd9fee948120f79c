"""Running: one run of `dondoc bulk`, from sources to a published dataset."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from dondoc.bulk.addresses import Refused, expand
from dondoc.bulk.dataset import REPORT, Dataset, Form
from dondoc.bulk.engine import Machine, answers
from dondoc.bulk.naming import named
from dondoc.bulk.publishing import known_outcomes, publish
from dondoc.bulk.remote import Fetcher, Remote
from dondoc.bulk.report import Report
from dondoc.bulk.staging import Source, Staging
from dondoc.bulk.worker import FAILURES, Task
from dondoc.reading.limits import DEFAULT, Limits

Progress = Callable[[Report], None]


def processors() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0))


@dataclass(frozen=True, slots=True)
class Wish:
    """What one run was asked to do. `sources`: folders, patterns, files, archives, URLs."""

    sources: Sequence[str]
    out: Path
    form: Form = Form.PARQUET
    limits: Limits = DEFAULT
    machine: Machine = field(default_factory=lambda: Machine(processors()))
    remote: Remote = field(default_factory=Remote)


def run(wish: Wish, progress: Progress = lambda report: None) -> Report:
    """Reads what is new among the sources, publishes it, and tells what was done.

    `progress` is called after each document. A run that was killed goes on where it was when it is called again.
    DondocError: `dataset_busy`, `not_a_dataset`, `dataset_form`. OSError: the folder cannot be written.
    """
    dataset = Dataset(wish.out, wish.form)
    with Staging(wish.out) as staging:
        wish = replace(wish, remote=wish.remote.naming(wish.sources))
        with Fetcher(wish.remote) as fetcher:
            found = list(expand(wish.sources, fetcher, leave_out=wish.out))
        addresses = [each for each in found if isinstance(each, str)]
        report = Report(len(found), datetime.now(UTC), kept=len(staging.known()))
        began = time.monotonic()
        for refused in (each for each in found if isinstance(each, Refused)):
            _settle(_of_refused(refused), staging, report, known=False)
        for source, known in _answered(addresses, wish, dataset, staging):
            if source is None:
                report.count_secret()
            else:
                _settle(source, staging, report, known=known)
            report.seconds = time.monotonic() - began
            progress(report)
        publish(staging, dataset, frozenset(map(named, addresses)))
        report.seconds = time.monotonic() - began
    _write_report(wish.out, report)
    return report


def _settle(source: Source, staging: Staging, report: Report, *, known: bool) -> None:
    staging.add_source(source)
    report.count(source, known=known)


def _of_refused(refused: Refused) -> Source:
    code = refused.error.code
    return Source(refused.address, None, "failed" if code in FAILURES else "refused", code, refused.error.message("vi"))


def _answered(
    addresses: Sequence[str], wish: Wish, dataset: Dataset, staging: Staging
) -> Iterator[tuple[Source | None, bool]]:
    """What became of each address, once it is staged, and whether it was known; None for a secret document."""
    published = known_outcomes(dataset)
    task = Task(wish.limits, frozenset(published.keys() | staging.known()), wish.remote)
    for answer in answers(addresses, task, wish.machine):
        head = json.loads(answer.partition(b"\n")[0])
        if head["outcome"] == "secret":
            yield None, False
            continue
        staging.add(head, answer)
        yield _source(head, published, staging), head["outcome"] == "known"


def _source(head: dict[str, str], published: dict[bytes, bool], staging: Staging) -> Source:
    address, document = head["address"], head["document"]
    if head["outcome"] != "known":
        return Source(address, document, head["outcome"], head.get("code"), head.get("message"))
    if bytes.fromhex(document) in published:
        return Source(address, document, "partial" if published[bytes.fromhex(document)] else "read")
    told = staging.told(document)
    assert told is not None
    return Source(address, document, told.outcome, told.code, told.message)


def _write_report(folder: Path, report: Report) -> None:
    text = json.dumps(report.as_mapping(), ensure_ascii=False, indent=1) + "\n"
    (folder / REPORT).write_text(text, encoding="utf-8")
