"""The same knowledge gives the same bytes: day by day or in one pass, in any order of rows, on one thread or two."""

import hashlib
import os
import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from tests.support.command_line import call
from tests.support.features import build_all, read_past
from v100.synth.force import write_force

UNTIL = date(2026, 11, 1)
DATES = [UNTIL - timedelta(days=days) for days in (0, 31, 61, 92, 300)]
CODE = """
import sys
from pathlib import Path
from tests.property.test_feature_bytes import UNTIL, DATES, fingerprint
from tests.support.features import build_all, read_past
sys.stdout.write(fingerprint(build_all(read_past(Path(sys.argv[1]), UNTIL), DATES)))
"""


def fingerprint(panel) -> str:
    """Return a hash of every column's bytes, names and order included."""
    digest = hashlib.sha256()
    for frame in (panel.matrix, panel.stack):
        for column in frame:
            digest.update(column.name.encode())
            held = column.is_null().to_numpy()
            digest.update(held.tobytes())
            values = column.to_list() if column.dtype == pl.String else column.fill_null(strategy="zero")
            digest.update(repr(values).encode() if column.dtype == pl.String else values.to_numpy().tobytes())
    return digest.hexdigest()


@pytest.fixture(scope="module")
def feeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("force")
    write_force(folder, people=900, years=2, seed=8, until=UNTIL)
    return folder


@pytest.fixture(scope="module")
def root(feeds: Path, empty_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = Path(shutil.copytree(empty_workspace, tmp_path_factory.mktemp("w") / "w"))
    call(root, "refresh", feeds, "--allow-unmapped").require_success()
    return root


@pytest.fixture(scope="module")
def truth(root: Path) -> str:
    panel = build_all(read_past(root, UNTIL), DATES)
    assert panel.matrix.height > 300
    assert panel.matrix.select("as_of", "person_id").rows() == sorted(panel.matrix.select("as_of", "person_id").rows())
    return fingerprint(panel)


def test_one_pass_over_many_dates_is_one_date_at_a_time(root: Path) -> None:
    past = read_past(root, UNTIL)
    together = build_all(past, DATES)
    for day in DATES:
        alone = build_all(read_past(root, day), [day])
        assert alone.matrix.height > 50
        for one, all_of_them in ((alone.matrix, together.matrix), (alone.stack, together.stack)):
            assert one.equals(all_of_them.filter(as_of=day))
        assert fingerprint(alone) == fingerprint(build_all(past, [day]))


def test_dates_asked_for_twice_and_backwards_are_the_same(root: Path, truth: str) -> None:
    assert fingerprint(build_all(read_past(root, UNTIL), [*DATES[::-1], *DATES])) == truth


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_rows_in_the_feeds_changes_nothing(
    seed: int, feeds: Path, truth: str, empty_workspace: Path, tmp_path: Path
) -> None:
    shuffled = tmp_path / "feeds"
    shuffled.mkdir()
    for path in feeds.glob("*.parquet"):
        pl.read_parquet(path).sample(fraction=1, shuffle=True, seed=seed).write_parquet(shuffled / path.name)
    root = Path(shutil.copytree(empty_workspace, tmp_path / "w"))
    call(root, "refresh", shuffled, "--allow-unmapped").require_success()
    assert fingerprint(build_all(read_past(root, UNTIL), DATES)) == truth


@pytest.mark.parametrize("threads", ["1", "2", "4"])
def test_the_number_of_threads_changes_nothing(threads: str, root: Path, truth: str) -> None:
    found = subprocess.run(
        [sys.executable, "-c", CODE, str(root)],
        env={**os.environ, "POLARS_MAX_THREADS": threads},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout == truth


def test_the_fingerprint_sees_one_bit(root: Path, truth: str) -> None:
    panel = build_all(read_past(root, UNTIL), DATES)
    name = "harm__decay__90d"
    matrix = panel.matrix.with_columns(pl.col(name) + pl.when(pl.int_range(pl.len()) == 7).then(1e-9).otherwise(0.0))
    assert fingerprint(type(panel)(matrix, panel.stack)) != truth
