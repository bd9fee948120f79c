"""The order of a leader's digest: points that add up, at most ten, each point told."""

from __future__ import annotations

from dondoc.urging.ranking import Candidate, ranked


def test_points_add_up_and_are_told() -> None:
    """Days and letters count up to a limit; what has no points is not told."""
    one = Candidate(1, "overdue", days_late=35, letters=4, to_leader=True, answered=True, changed=True)
    (found,) = ranked([one])
    assert found.points == (
        ("status", 40), ("days", 20), ("letters", 15), ("leader", 20), ("answer", 15), ("changed", 10),
    )  # fmt: skip
    assert found.score == 120
    assert ranked([Candidate(2, "at_risk")])[0].points == (("status", 25),)


def test_the_most_points_first_and_at_most_ten() -> None:
    """Of as many points whatever came first; what stands well is not there."""
    others = [Candidate(number, "no_data") for number in range(20)]
    found = ranked([Candidate(99, "met"), *others, Candidate(50, "missed"), Candidate(51, "no_data", days_late=1)])
    assert [each.id for each in found] == [50, 51, *range(8)]
