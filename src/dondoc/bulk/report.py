"""Report: what one run did, counted; the times stand here and nowhere else."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from dondoc import __version__
from dondoc.bulk.staging import Source

FORMAT = "dondoc.bulk.report/1"
_MARKED = "secret"


@dataclass(slots=True)
class Report:
    """Counts of one run. `known`: documents that were read before; they are counted in nothing else.
    `kept`: what a run that was stopped had read; this one went on from there.

    A document that bears a secrecy mark is counted as refused for the reason `secret`; it is not among `not_read`.
    """

    total: int
    started: datetime
    read: int = 0
    partial: int = 0
    known: int = 0
    refused: int = 0
    failed: int = 0
    by_reason: Counter[str] = field(default_factory=Counter)
    not_read: list[Source] = field(default_factory=list)
    seconds: float = 0.0
    kept: int = 0

    @property
    def done(self) -> int:
        return self.read + self.known + self.refused + self.failed

    @property
    def rate(self) -> float:
        """Documents a second, those known before not counted."""
        return (self.done - self.known) / self.seconds if self.seconds else 0.0

    def count(self, source: Source, *, known: bool) -> None:
        if source.code:
            self.by_reason[source.code] += 1
            self.not_read.append(source)
            self.refused += source.outcome == "refused"
            self.failed += source.outcome == "failed"
        elif known:
            self.known += 1
        else:
            self.read += 1
            self.partial += source.outcome == "partial"

    def count_secret(self) -> None:
        self.refused += 1
        self.by_reason[_MARKED] += 1

    def as_mapping(self) -> dict[str, object]:
        """What report.json holds."""
        return {
            "format": FORMAT,
            "version": __version__,
            "started": self.started.isoformat(timespec="seconds"),
            "seconds": round(self.seconds, 1),
            "documents_per_second": round(self.rate, 1),
            "addresses": self.total,
            "read": self.read,
            "partial": self.partial,
            "known": self.known,
            "refused": self.refused,
            "failed": self.failed,
            "by_reason": dict(sorted(self.by_reason.items())),
            "not_read": [
                {"address": source.address, "code": source.code, "message": source.message}
                for source in sorted(self.not_read, key=lambda source: source.address)
            ],
        }
