"""What a reader at a terminal sees of people whom a machine alone holds together.

In: plain values. Out: a column for tables of people, the line below it, a line about one person, and the table of all
of them. Refuses nothing; where nobody rests on a machine there is neither column nor line.
"""

from collections.abc import Sequence
from typing import Any, Final

from v100.cli.output import print_table, say

_MARK: Final = "machine"


def print_people(
    title: str, headings: Sequence[str], rows: Sequence[Sequence[object]], merges: Sequence[Sequence[Any]]
) -> None:
    """Print a table of people with a mark on each who rests on a machine; `merges` has his pairs, row by row."""
    if not any(merges):
        print_table(title, headings, rows)
        return
    after = list(headings).index("person") + 1
    marked = [[*row[:after], _MARK if pairs else None, *row[after:]] for row, pairs in zip(rows, merges, strict=True)]
    print_table(title, [*headings[:after], "held by", *headings[after:]], marked)
    say(
        f"Held by {_MARK}: nobody has confirmed that his records are one person's; "
        "`v100 identity review merged` shows what would be without it."
    )


def say_merges(merges: Sequence[Any]) -> None:
    """Say of one person which of his records a machine alone holds to be his."""
    for merge in merges:
        say(f"Only a machine says that {merge['record_a']} and {merge['record_b']} are one human being.")


def print_merged(found: dict[str, Any]) -> None:
    """Print whom a machine alone holds together, as `v100.casework.merges` gives them."""
    from v100.harm.weights import write_days

    rows = []
    for item in found["persons"]:
        effect = item["effect"]
        rows.append(
            [
                item["person_id"],
                "; ".join(f"{merge['record_a']} and {merge['record_b']}" for merge in item["merges"]),
                min(
                    (merge["probability"] for merge in item["merges"] if merge["probability"] is not None), default=None
                ),
                effect["place_before"],
                ", ".join(str(place or "none") for place in effect["places"]),
                ", ".join(effect["joined"]),
                ", ".join(effect["left"]),
                effect["moved"],
                effect["harm_days_before"],
                ", ".join(write_days(days) for days in effect["harm_days"]),
            ]
        )
    headings = (
        *("person", "held together", "likely", "place", "places apart"),
        *("would join", "would leave", "others move", "days", "days apart"),
    )
    print_table(f"Held together by a machine alone: {found['merged']}", headings, rows)
    if found["without_allegations"]:
        say(f"And {found['without_allegations']} without an allegation that counts.")
    say("What a person confirms (v100 identity judge A B --same) no longer rests on the machine.")
