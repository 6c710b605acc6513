"""When things happen: growth, seasons, weekdays, opening hours."""

from bisect import bisect
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import accumulate
from random import Random

from .settings import AS_OF, FIRST_DAY

MONTHS = (0.95, 0.92, 1.0, 0.97, 0.93, 0.95, 0.8, 0.78, 0.98, 1.08, 1.45, 1.6)
WEEKDAYS = (1.16, 1.1, 1.04, 1.0, 0.92, 0.8, 0.98)
YEARLY_GROWTH = 1.42


def season(day: date) -> float:
    """Return how busy a day is beside an average one, growth left out."""

    rate = MONTHS[day.month - 1] * WEEKDAYS[day.weekday()]
    if day.month == 11 and 24 <= day.day <= 30:  # Black Friday week
        rate *= 1.5
    if day.month == 12 and day.day > 20:  # too late to arrive before Christmas
        rate *= 0.55
    return rate


@cache
def _cumulated_demand() -> tuple[float, ...]:
    days = (AS_OF - FIRST_DAY).days + 1
    return tuple(
        accumulate(
            season(FIRST_DAY + timedelta(days=n)) * YEARLY_GROWTH ** (n / 365) for n in range(days)
        )
    )


def busy_day(rng: Random, first: date = FIRST_DAY, last: date = AS_OF) -> date:
    """Draw a day between two days (both included), in proportion to demand."""

    demand = _cumulated_demand()
    low, high = (first - FIRST_DAY).days, (last - FIRST_DAY).days
    before = demand[low - 1] if low else 0.0
    return FIRST_DAY + timedelta(
        days=min(bisect(demand, rng.uniform(before, demand[high]), low), high)
    )


def nudged(rng: Random, day: date, reach: int = 3) -> date:
    """Move a day by up to `reach` days, towards the busier ones."""

    days = [day + timedelta(days=n) for n in range(-reach, reach + 1)]
    return rng.choices(days, [season(each) for each in days])[0]


def moment(rng: Random, day: date, opens: int = 6, closes: int = 21) -> datetime:
    """Draw a UTC time of a day between two hours, late afternoon most often."""

    hour = rng.triangular(opens, closes, opens + 0.7 * (closes - opens))
    return datetime.combine(day, time()) + timedelta(seconds=int(hour * 3600))


def days_before(days: int) -> date:
    """Return the day that lies a number of days before the as-of date."""

    return AS_OF - timedelta(days=days)
