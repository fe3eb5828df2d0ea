"""Ages and months the way the Ministry of Justice's service counts them: whole ones, the rest dropped.

In: two dates. Out: whole years or months. Refuses nothing; the later date first would count negative.
"""

from calendar import monthrange
from datetime import date


def count_years(born: date, day: date) -> int:
    """Return the age on `day`; who was born on 29 February ages on 1 March of other years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def count_months(start: date, end: date) -> int:
    """Return the whole months from `start` to an `end` that is not before it."""
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


def add_months(day: date, months: int) -> date:
    """Return the same day `months` later, or the last day of that month where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
