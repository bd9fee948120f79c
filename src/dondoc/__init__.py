"""Đôn Đốc reads Vietnamese resolutions into commitments that can be checked.

    from dondoc import extract, read
    resolution = extract(read("nghi-quyet.docx"))
    for target in resolution.targets:
        print(target.indicator, target.comparison, target.amount, target.unit)

This is the front door: what is not named here is not public and may change.
"""

from dondoc.commitments import (
    Assignment,
    Citation,
    Deadline,
    Header,
    Nature,
    Resolution,
    Shortcoming,
    SourceFile,
    Target,
    Task,
)
from dondoc.extracting import extract
from dondoc.findings import (
    DondocError,
    Finding,
    InterchangeError,
    Language,
    ReadError,
    SecretDocumentError,
    Severity,
)
from dondoc.reading import read
from dondoc.reading.document import Document
from dondoc.reading.limits import Limits
from dondoc.reporting.interchange import from_json, to_json
from dondoc.values import Comparison, Direction, Measure, Period

__version__ = "0.1.0"

__all__ = [
    "Assignment",
    "Citation",
    "Comparison",
    "Deadline",
    "Direction",
    "Document",
    "DondocError",
    "Finding",
    "Header",
    "InterchangeError",
    "Language",
    "Limits",
    "Measure",
    "Nature",
    "Period",
    "ReadError",
    "Resolution",
    "SecretDocumentError",
    "Severity",
    "Shortcoming",
    "SourceFile",
    "Target",
    "Task",
    "__version__",
    "extract",
    "from_json",
    "read",
    "to_json",
]
