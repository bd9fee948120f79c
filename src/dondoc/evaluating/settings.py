"""Settings: the thresholds of a verdict, stored with it. No decree fixes them; the values are design.md's."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

RULE_VERSION = "1"


@dataclass(frozen=True, slots=True)
class Settings:
    """Thresholds, all of which an office may set.

    near_points      a rate this many percentage points short of its promise is nearly met ("xấp xỉ đạt")
    near_share       any other amount is nearly met from this share of its promise on
    on_track         pace (done ÷ expected by the trajectory) from which a target is on track
    at_risk          pace from which it is at risk; below it is off track
    tolerance_days   a level this old at the end of the period still counts; a yearly survey has its own
    projection_years earlier years of the same series without which nothing is projected
    regime           the reporting calendar, a name in calendars.toml
    """

    near_points: Decimal = Decimal("0.5")
    near_share: Decimal = Decimal("0.95")
    on_track: Decimal = Decimal(1)
    at_risk: Decimal = Decimal("0.8")
    tolerance_days: int = 31
    projection_years: int = 3
    regime: str = "nd-09-2019"

    def __post_init__(self) -> None:
        if not 0 <= self.near_share <= 1 or self.near_points < 0:
            raise ValueError("near_share lies between 0 and 1, near_points is not negative")
        if not 0 < self.at_risk <= self.on_track:
            raise ValueError("at_risk is positive and not above on_track")
        if self.tolerance_days < 0 or self.projection_years < 1:
            raise ValueError("tolerance_days is not negative, projection_years is at least 1")

    def thresholds(self) -> tuple[tuple[str, str], ...]:
        """Name and value of every setting, as text, in order: what a verdict keeps of them."""
        return _thresholds(self)


@lru_cache(maxsize=64)  # each of thousands of verdicts keeps them
def _thresholds(settings: Settings) -> tuple[tuple[str, str], ...]:
    return tuple((name, str(getattr(settings, name))) for name in settings.__slots__)


DEFAULT = Settings()
