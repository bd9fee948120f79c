"""Đôn Đốc reads Vietnamese resolutions into commitments that can be checked.

    from dondoc import extract, read
    resolution = extract(read("nghi-quyet.docx"))
    for target in resolution.targets:
        print(target.indicator, target.comparison, target.amount, target.unit)

Figures that were reported, held against what was promised:

    from dondoc import evaluate, read_figures
    told = read_figures(Path("figures.csv").read_bytes())
    evaluation = evaluate(resolution.targets, told.figures, told.plans, as_of=date(2023, 12, 31))
    for verdict in evaluation.verdicts:
        print(verdict.target, verdict.status, sentence(verdict))

This is the front door: what is not named here is not public and may change.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dondoc.checking import check
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
    from dondoc.evaluating.evaluation import evaluate
    from dondoc.evaluating.figure_files import FigureFile, read_figures
    from dondoc.evaluating.figures import Basis, Figure, PlanValue, Qualifier, Stage
    from dondoc.evaluating.promises import Terms
    from dondoc.evaluating.settings import Settings
    from dondoc.evaluating.verdicts import Evaluation, On, Reason, Status, Verdict
    from dondoc.evaluating.year_plans import planned_flows
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
    from dondoc.reporting.sentences import sentence
    from dondoc.reporting.verdicts import verdicts_to_json
    from dondoc.values import Comparison, Direction, Measure, Period, PlannedFlow

__version__ = "0.1.0"

__all__ = [
    "Assignment",
    "Basis",
    "Citation",
    "Comparison",
    "Deadline",
    "Direction",
    "Document",
    "DondocError",
    "Evaluation",
    "Figure",
    "FigureFile",
    "Finding",
    "Header",
    "InterchangeError",
    "Language",
    "Limits",
    "Measure",
    "Nature",
    "On",
    "Period",
    "PlanValue",
    "PlannedFlow",
    "Qualifier",
    "ReadError",
    "Reason",
    "Resolution",
    "SecretDocumentError",
    "Settings",
    "Severity",
    "Shortcoming",
    "SourceFile",
    "Stage",
    "Status",
    "Target",
    "Task",
    "Terms",
    "Verdict",
    "__version__",
    "check",
    "evaluate",
    "extract",
    "from_json",
    "planned_flows",
    "read",
    "read_figures",
    "sentence",
    "to_json",
    "verdicts_to_json",
]

# Where each name lives. Loaded when it is first asked for: who reads one document in a process of its own waits neither
# for the rules of extracting and checking nor for Polars.
_HOMES = {
    "dondoc.checking": "check",
    "dondoc.commitments": "Assignment Citation Deadline Header Nature Resolution Shortcoming SourceFile Target Task",
    "dondoc.evaluating.evaluation": "evaluate",
    "dondoc.evaluating.figure_files": "FigureFile read_figures",
    "dondoc.evaluating.figures": "Basis Figure PlanValue Qualifier Stage",
    "dondoc.evaluating.promises": "Terms",
    "dondoc.evaluating.settings": "Settings",
    "dondoc.evaluating.verdicts": "Evaluation On Reason Status Verdict",
    "dondoc.evaluating.year_plans": "planned_flows",
    "dondoc.extracting": "extract",
    "dondoc.findings": "DondocError Finding InterchangeError Language ReadError SecretDocumentError Severity",
    "dondoc.reading": "read",
    "dondoc.reading.document": "Document",
    "dondoc.reading.limits": "Limits",
    "dondoc.reporting.interchange": "from_json to_json",
    "dondoc.reporting.sentences": "sentence",
    "dondoc.reporting.verdicts": "verdicts_to_json",
    "dondoc.values": "Comparison Direction Measure Period PlannedFlow",
}
_HOME = {name: module for module, names in _HOMES.items() for name in names.split()}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(_HOME[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return __all__
