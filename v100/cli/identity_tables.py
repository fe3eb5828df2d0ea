"""What the commands on who is who print as text: records, judgements, figures, and what a judgement did.

In: plain values as `v100.casework.identities` gives them. Out: tables and lines on standard output. Refuses nothing.
"""

from typing import Any

from v100.cli.output import print_json, print_table, say


def count_of(number: int, noun: str) -> str:
    """Return a number with what it counts, in the singular where it is one."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def print_waiting(found: dict[str, Any]) -> None:
    """Print the queue, what each merge would do to the list, and the contradictions."""
    rows = []
    for pair in found["pairs"]:
        effect = pair["effect"]
        rows.append(
            [
                *(pair["record_a"], pair["record_b"], pair["probability"], pair["unsure"], pair["guard_because"]),
                *(", ".join(effect["joined"]), ", ".join(effect["left"]), effect["moved"]),
                ", ".join(str(place or "none") for place in effect["places_before"]),
                *(effect["place"] or "none", effect["harm_days"]),
            ]
        )
    headings = (
        *("record", "record", "likely", "unsure", "kept from the machine"),
        *("would join", "would leave", "others move", "places now", "place", "days"),
    )
    waiting = found["waiting"]
    print_table(f"{count_of(waiting, 'pair')} {'waits' if waiting == 1 else 'wait'}", headings, rows)
    _print_contradictions(found["contradictions"])


def print_person(found: dict[str, Any]) -> None:
    """Print who a person is: his records and other ids, what holds them together, and what was not followed."""
    say(f"{found['person_id']}: {count_of(len(found['records']), 'record')}.")
    if found["aliases"]:
        say(f"These ids name him too: {', '.join(found['aliases'])}.")
    print_records(found["records"])
    for one, other in found["unconfirmed"]:
        say(f"Only a machine says that {one} and {other} are one human being.")
    if found["victim_in"]:
        say(f"Also a victim, in {', '.join(found['victim_in'])}.")
    _print_contradictions(found["contradictions"])
    print_judgements(found["judgements"])


def _print_contradictions(contradictions: list[dict[str, Any]]) -> None:
    for item in contradictions:
        say(
            f"Contradiction: {item['record_a']} and {item['record_b']} were judged the same (judgement "
            f"{item['judgement_id']}), but {item['different_a']} and {item['different_b']} different (judgement "
            f"{item['different_judgement_id']})."
        )


def print_figures(title: str, first: str, rows: list[dict[str, Any]]) -> None:
    """Print figures a row, each with its precision, recall and F1; `first` names what the rows are of."""
    names = (first, "found", "true", "right", "precision", "recall", "f1")
    # A table's cells have two decimals; these figures need four.
    cells = [[f"{row[name]:.4f}" if isinstance(row[name], float) else row[name] for name in names] for row in rows]
    print_table(title, names, cells)


def print_records(records: list[dict[str, Any]]) -> None:
    """Print records side by side."""
    names = (
        "person_record_id",
        "given_names",
        "family_name",
        "date_of_birth",
        "birth_year",
        "sex",
        "pnc_id",
        "postcode",
    )
    rows = [[str(row[name]) if row[name] is not None else None for name in names] for row in records]
    print_table("", ("record", "given", "family", "born", "year", "sex", "PNC id", "postcode"), rows)


def print_judgements(judgements: list[dict[str, Any]]) -> None:
    """Print judgements with their numbers, oldest first."""
    rows = [
        [
            str(row["judgement_id"]),
            row["judged_at"],
            row["actor"],
            row["origin"],
            row["record_a"],
            row["record_b"],
            row["verdict"],
            row["rationale"],
        ]
        for row in judgements
    ]
    print_table("Judged", ("number", "when", "by", "origin", "record", "record", "verdict", "why"), rows)


def print_done(done: dict[str, Any], *, as_json: bool) -> None:
    """Print what a judgement did to who is who, and what undoes it."""
    if as_json:
        print_json(done)
        return
    for record, person in done["persons"].items():
        before = done["persons_before"][record]
        say(f"{record}: {person}" + (f", was {before}" if person != before else ""))
    for item in done["contradictions"]:
        say(f"Not followed: {item['record_a']} and {item['record_b']}, held apart by what was judged.")
    say(f"To undo it: v100 identity undo {done['judgement_ids'][0]} --rationale TEXT")
