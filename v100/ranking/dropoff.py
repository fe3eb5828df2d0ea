"""When somebody leaves the list if nothing new is reported.

In: the counting lines of a ledger, the window, the gate and today's cut. Out: the first day on which he is below
either, and which. Refuses nothing. The cut is held where it is today: what others will do is not known.
"""

from datetime import date, datetime, timedelta
from itertools import groupby

from v100.harm.ledger_line import LedgerLine
from v100.harm.weights import MICRO_DAYS, to_days, write_days


def find_dropoff(
    ledger: list[LedgerLine], *, window_days: int, min_allegations: int, cut: int | None
) -> tuple[date, str] | None:
    """Return the day and the reason, or None for whoever is below the gate or the cut already; `cut` in micro-days.

    An allegation is in the window up to and including `window_days` days after the day of its report.
    """
    counting = sorted(
        (datetime.fromisoformat(line["reported_at"]).date(), round((line["harm_days"] or 0.0) * MICRO_DAYS))
        for line in ledger
        if line["counted"]
    )
    left, total = len(counting), sum(micro for _, micro in counting)
    if left < min_allegations or (cut is not None and total < cut):
        return None
    for reported, same_day in groupby(counting, key=lambda pair: pair[0]):
        weights = [micro for _, micro in same_day]
        left, total = left - len(weights), total - sum(weights)
        day = reported + timedelta(days=window_days + 1)
        if left < min_allegations:
            return day, f"{left} of the {min_allegations} allegations needed would be left in the window"
        if cut is not None and total < cut:
            return (
                day,
                f"{write_days(to_days(total))} days would be left, below today's cut of {write_days(to_days(cut))}",
            )
    return None
