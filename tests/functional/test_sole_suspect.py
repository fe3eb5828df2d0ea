"""That an incident ended in a charge says who was charged only where one person was named."""

from pathlib import Path

import pytest

from tests.support.command_line import call
from tests.support.force import AS_OF, make_force, make_incident, make_suspect, write_force


@pytest.mark.parametrize(
    ("named", "status"),
    [
        (("P1",), "charged"),
        (("P1", "P2"), "closed"),
    ],
)
def test_a_charge_by_outcome_is_of_the_only_suspect(
    named: tuple[str, ...], status: str, fresh: Path, tmp_path: Path
) -> None:
    force = make_force()
    force["incidents"].append(make_incident("I9", status="closed", outcome_type="1"))
    force["suspects"] += [make_suspect("I9", person) for person in named]
    call(fresh, "refresh", write_force(tmp_path / "feeds", force)).require_success()
    lines = call(fresh, "ledger", "P1", "--as-of", AS_OF, "--json").require_success().json["lines"]
    assert [line["status"] for line in lines if line["incident_id"] == "I9"] == [status]
