"""The same on real records: what was recorded on or after the day changes nothing of it."""

import shutil
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from tests.support.command_line import call

FEEDS = Path(__file__).parents[3] / "shared" / "data" / "chicago_2000_2012"
AS_OF = "2008-09-15"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not FEEDS.is_dir(), reason=f"the Chicago register is not in {FEEDS.name} beside the repository"),
]


def write_world(folder: Path, *, future: bool) -> Path:
    """Write the register up to the day, or with everything after it cancelled, eliminated, convicted and doubled."""
    folder.mkdir()
    moment = datetime.fromisoformat(AS_OF)
    worst = {"status": "cancelled", "kind": "conviction", "offence_code": "UNK"}
    for path in sorted(FEEDS.glob("*.parquet")):
        frame = pl.read_parquet(path)
        if "recorded_at" in frame.columns:
            later = frame.filter(pl.col("recorded_at") >= moment)
            values = {**worst, "status": "eliminated"} if path.stem == "suspects" else worst
            known = {name: value for name, value in values.items() if name in frame.columns}
            changed = later.with_columns(pl.lit(value).alias(name) for name, value in known.items())
            frame = frame.filter(pl.col("recorded_at") < moment)
            if future:
                frame = pl.concat([frame, changed, later.reverse()])
        frame.write_parquet(folder / path.name)
    return folder


def test_the_future_of_a_real_register_changes_nothing_of_the_day(empty_workspace: Path, tmp_path: Path) -> None:
    seen = []
    for name, future in (("past", False), ("future", True)):
        root = Path(shutil.copytree(empty_workspace, tmp_path / f"{name}-w"))
        call(root, "refresh", write_world(tmp_path / name, future=future), "--allow-unmapped").require_success()
        ranking = call(root, "rank", "--as-of", AS_OF, "--top", "100000", "--json").require_success().out
        call(root, "list", "issue", "--as-of", AS_OF).require_success()
        document = call(root, "list", "show", "V100-0001", "--json").require_success().json
        del document["header"], document["knowledge"]["lineage"]
        seen.append((ranking, document))
    assert seen[0][1]["entries"]
    assert seen[0] == seen[1]
