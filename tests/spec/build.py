"""Frames, ledger lines and editions as the engine's pure functions take them, from a few words."""

from datetime import datetime
from typing import Any

import polars as pl

from v100.harm.ledger_line import LedgerLine
from v100.harm.weights import WEIGHT_SCHEMA, Edition, build_edition

AS_OF = datetime.fromisoformat("2026-06-01")
WINDOW_DAYS = 365


def make_edition(weights: dict[str, tuple[float, bool]], name: str = "spec") -> Edition:
    """An edition of `code: (days, in scope)`."""
    rows = [
        (code, f"Offence {code}", "violence_injury", days, in_scope, name, None, None)
        for code, (days, in_scope) in weights.items()
    ]
    return build_edition(name, "imported", pl.DataFrame(rows, schema=WEIGHT_SCHEMA, orient="row"))


def make_allegations(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Rows as `ranking/select_allegations.sql` gives them; what a row does not say is the commonest."""
    usual = {
        "incident_id": "I1",
        "person_record_id": "P1",
        "named_at": AS_OF,
        "relationship": None,
        "suspect_status": "named",
        "offence_code": "A",
        "reported_at": datetime.fromisoformat("2026-02-01"),
        "detection_mode": "victim",
        "area": None,
        "incident_status": "open",
        "outcome_type": None,
    }
    return pl.DataFrame(
        [usual | row for row in rows],
        schema_overrides={"relationship": pl.String, "area": pl.String, "outcome_type": pl.String},
    )


def make_line(incident_id: str, reported: str, days: float | None, rule: str = "counts", code: str = "A") -> LedgerLine:
    """A ledger line; `reported` is a date."""
    return LedgerLine(
        incident_id=incident_id,
        offence_code=code,
        title=None,
        theme=None,
        reported_at=f"{reported}T00:00:00",
        named_at=f"{reported}T00:00:00",
        harm_days=days,
        counted=rule == "counts",
        rule=rule,
        because=rule,
        status="open",
        area=None,
        relationship=None,
        victims=[],
        feed_rows=[],
    )
