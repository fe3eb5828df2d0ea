import shutil
from datetime import date

import pytest

from v100.errors import FeedFileError
from v100.synth.calibrate import LONDON_SUSPECTS, measure_force
from v100.synth.force import write_force

UNTIL = date(2026, 11, 1)


@pytest.fixture(scope="module")
def tenth_of_london(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tenth")
    summary = write_force(folder, people=40_000, years=10, seed=5, until=UNTIL)
    return measure_force(summary.directory, UNTIL)


def test_suspects_are_in_proportion_to_the_size_of_the_force(tenth_of_london):
    assert tenth_of_london.suspects == pytest.approx(LONDON_SUSPECTS / 10, rel=0.08)


def test_half_of_the_suspects_carry_eleven_days_or_less(tenth_of_london):
    assert tenth_of_london.share_at_small_harm == pytest.approx(0.5, abs=0.06)


def test_the_top_has_the_published_shape(tenth_of_london):
    found = tenth_of_london
    assert found.top == pytest.approx(10, abs=1)
    assert 2.5 < found.top_mean_allegations < 6.5
    assert 3_300 < found.top_mean_harm_days < 6_500
    assert found.top_offences_per_100 / found.top_mean_allegations == pytest.approx(100, rel=0.15)


def test_a_missing_file_is_said_to_be_missing(force, tmp_path):
    shutil.copytree(force.directory, tmp_path / "copy")
    (tmp_path / "copy" / "suspects.parquet").unlink()
    with pytest.raises(FeedFileError, match=r"suspects\.parquet"):
        measure_force(tmp_path / "copy", force.until)
