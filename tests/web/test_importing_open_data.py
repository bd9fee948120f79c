"""Open data come back: the figures that were published, taken in by an empty site, give the same verdicts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dondoc.commitments import Header, Resolution, SourceFile
from dondoc.evaluating.evaluation import evaluate
from dondoc.evaluating.figures import Basis, Figure, Qualifier, Stage
from dondoc.reporting.open_data import OpenPlan, csv_files, open_plan
from dondoc.web.figures.importing.actions import import_figures
from dondoc.web.figures.importing.tables import TableError
from dondoc.web.figures.models import Version
from dondoc.web.figures.standing import standings
from dondoc.web.plans.contents import target_of
from dondoc.web.plans.models import Target
from tests.web.reporting import Reporting, make_reporting

END, AS_OF = date(2023, 12, 31), date(2024, 1, 31)


@pytest.fixture
def reporting(administrator: Any) -> Reporting:
    return make_reporting(administrator)


def _targets(reporting: Reporting) -> list[Target]:
    chosen = Target.objects.filter(plan=reporting.world.plan).select_related("plan__office", "indicator")
    return list(chosen.order_by("place"))


def _published(reporting: Reporting, *, source: str = "báo cáo", withheld: bool = False) -> OpenPlan:
    """Revenue told twice, the firmer number later; both names are those of the site's registry."""
    days = {"start": date(2023, 7, 1), "end": END, "body": reporting.round.whole.name, "source": source}
    told: dict[str, Any] = days | {"indicator": "Thu ngân sách nhà nước", "unit": "tỷ đồng", "target": "T01"}
    told["basis"] = Basis.CUMULATIVE
    figures = [
        Figure("a", value=Decimal("2600.25"), stage=Stage.ESTIMATE, known_on=date(2023, 12, 20),
               cut_off=date(2023, 12, 14), qualifier=Qualifier.ABOUT, **told),
        Figure("b", value=Decimal(2700), stage=Stage.PRELIMINARY, known_on=date(2024, 1, 10), **told),
    ]  # fmt: skip
    targets = tuple(target_of(each) for each in _targets(reporting))
    resolution = Resolution(SourceFile("x", "0" * 64, "text/plain"), "", Header(kind="nghị quyết"), targets)
    found = evaluate(targets, figures, as_of=AS_OF)
    return open_plan(
        resolution, figures, (), found, public=[each.id for each in targets], publisher="VP",
        withheld={"a": "số người dưới 5"} if withheld else {},
    )  # fmt: skip


def test_the_published_figures_give_the_same_verdicts(reporting: Reporting, administrator: Any) -> None:
    """Every row of figures.csv is new, each target stands as verdicts.csv says; a second time nothing changes."""
    plan = _published(reporting)
    file = csv_files(plan)["figures.csv"]
    first = import_figures(by=administrator, file=file)
    assert (first.new, first.refused, first.written) == (2, 0, True), first.refusals
    targets = _targets(reporting)
    found = standings(targets, as_of=AS_OF)
    here = {each.code: found[each.pk][0] for each in targets}
    assert {code: (v.status.value, v.done, v.percent, v.basis) for code, v in here.items()} == {
        row.target: (row.status, row.done, row.percent, row.basis) for row in plan.verdicts if row.on == "promise"
    }
    assert here["T01"].done == Decimal(2700) and here["T01"].status == "exceeded"
    assert import_figures(by=administrator, file=file).same == 2
    told = Version.objects.order_by("known_on").first()
    assert told is not None
    assert (told.value, told.cut_off, told.qualifier) == (Decimal("2600.25"), date(2023, 12, 14), "about")


def test_a_withheld_figure_comes_back_as_one_without_a_value(reporting: Reporting, administrator: Any) -> None:
    """With the reason why it has none."""
    outcome = import_figures(by=administrator, file=csv_files(_published(reporting, withheld=True))["figures.csv"])
    assert outcome.written, outcome.refusals
    assert Version.objects.filter(value=None).values_list("reason", flat=True).get() == "số người dưới 5"


def test_an_illustrative_figure_stays_one(reporting: Reporting, administrator: Any) -> None:
    """Its column is passed over, its source is kept."""
    import_figures(by=administrator, file=csv_files(_published(reporting, source="số liệu minh họa"))["figures.csv"])
    assert set(Version.objects.values_list("figure__source", flat=True)) == {"số liệu minh họa"}


def test_plan_values_are_never_taken_for_figures(reporting: Reporting, administrator: Any) -> None:
    """Their file has columns that the site does not know: it is refused whole."""
    with pytest.raises(TableError, match="kind"):
        import_figures(by=administrator, file=csv_files(_published(reporting))["plan_values.csv"])
