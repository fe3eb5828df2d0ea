"""How values of a list read to a person: the same words in the workbook, the page and the pack.

In: single values and parts of a list document. Out: short plain text, never markup.
Refuses to write an unknown as a number: what is not known reads as a dash or as `unknown`.
"""

from collections.abc import Mapping, Sequence

from v100.tasking.document import Entry, FeedRow, Order, Parameters, Reason
from v100.tasking.export.timestamps import read_date, read_timestamp

UNKNOWN = "\u2013"
DAYS_PER_YEAR = 365
# Spelt out, since strftime follows the locale of the machine and bytes must not.
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def convert_days_to_years(days: float) -> float:
    """Return `days` of imprisonment in years of 365 days (Cambridge convention), to one decimal."""
    return round(days / DAYS_PER_YEAR, 1)


def format_number(number: float | None) -> str:
    """Return a number with thousands separated, at most two decimals and no idle zeros."""
    if number is None:
        return UNKNOWN
    text = f"{number:,.2f}"
    return text.rstrip("0").rstrip(".")


def format_years(days: float) -> str:
    """Return `days` of imprisonment as years with one decimal."""
    return f"{convert_days_to_years(days):,.1f}"


def format_share(share: float) -> str:
    """Return a share between 0 and 1 in whole per cent."""
    return f"{share:.0%}"


def format_date(text: str | None) -> str:
    """Return an ISO date or time as `2 Mar 2026`. Raises IntegrityError."""
    if text is None:
        return UNKNOWN
    day = read_date(text)
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def format_timestamp(text: str) -> str:
    """Return an ISO time as `2 Mar 2026 07:15 UTC`. Raises IntegrityError."""
    return f"{format_date(text)} {read_timestamp(text):%H:%M} UTC"


def format_label(key: str | None) -> str:
    """Return a key such as `no_further_action` in words."""
    return UNKNOWN if key is None else key.replace("_", " ")


def sort_counts(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return the counts that are not nothing, largest first, equal ones by name."""
    return sorted(((key, count) for key, count in counts.items() if count), key=lambda item: (-item[1], item[0]))


def format_counts(counts: Mapping[str, int]) -> str:
    """Return counts as `rape 2; stalking 1`."""
    return "; ".join(f"{format_label(key)} {count}" for key, count in sort_counts(counts))


def describe_standing(statuses: Mapping[str, int]) -> str:
    """Return what is alleged, charged and proved, as `alleged 5, charged 1, convicted 0`.

    Each allegation stands at one point: charged and not decided yet, or convicted, which alone is proof.
    """
    said = [("alleged", sum(statuses.values()))]
    said += [(status, statuses.get(status, 0)) for status in ("charged", "convicted")]
    said += [(status, statuses[status]) for status in ("acquitted", "no_further_action") if statuses.get(status)]
    return ", ".join(f"{format_label(status)} {count}" for status, count in said)


def describe_category(entry: Entry) -> str:
    """Return who the person is to the force by what is counted: suspect or convicted, and whether also a victim."""
    convicted = entry["statuses"].get("convicted", 0)
    rest = sum(entry["statuses"].values()) - convicted
    roles = [
        *(["suspect"] if rest or not convicted else []),
        *(["convicted"] if convicted else []),
        *(["also a victim"] if entry["also_victim"] else []),
    ]
    return ", ".join(roles)


def format_reasons(reasons: Sequence[Reason]) -> str:
    """Return the reasons with their incident ids, one a line."""
    return "\n".join(
        f"{reason['text']} [{', '.join(reason['incident_ids'])}]" if reason["incident_ids"] else reason["text"]
        for reason in reasons
    )


def format_order(order: Order) -> str:
    """Return an order as `SPO ORD0001, 1 Oct 2025 to no end date`. Raises IntegrityError."""
    until = "no end date" if order["valid_to"] is None else format_date(order["valid_to"])
    return f"{format_label(order['kind'])} {order['order_id']}, {format_date(order['valid_from'])} to {until}"


def format_feed_row(row: FeedRow) -> str:
    """Return where a fact came from as `suspects.csv.gz:17 (run 41)`."""
    return f"{row['file']}:{row['line']} (run {row['run']})"


def describe_change(entry: Entry) -> str:
    """Return the move since the list before: `new`, `back`, `up 3`, `down 2`, `same`, or a dash."""
    place, before = entry["place"], entry["place_before"]
    if place is None:
        return UNKNOWN
    if before is None:
        return "back" if entry["lists_before"] else "new"
    if before == place:
        return "same"
    return f"up {before - place}" if before > place else f"down {place - before}"


def describe_method(parameters: Parameters) -> str:
    """Return how the people were ranked, in one sentence."""
    model = parameters["model_id"]
    by = "the harm stack" if model is None else f"the model {model}"
    return (
        f"Ranked by {by}: allegations reported in {parameters['window_days']} days, "
        f"at least {parameters['min_allegations']} of them."
    )
