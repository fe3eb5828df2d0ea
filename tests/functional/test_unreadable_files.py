"""A file that cannot be read at all fails the refresh before anything is loaded, and is named."""

import gzip
import shutil
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from tests.support.command_line import call
from tests.support.force import AS_OF, make_force, write_feed, write_force

Damage = Callable[[Path], None]
SUSPECTS = make_force()["suspects"]


def lack_column(folder: Path) -> None:
    rows = [{name: value for name, value in row.items() if name != "named_at"} for row in SUSPECTS]
    pl.DataFrame(rows).write_csv(folder / "suspects.csv")


def lack_column_in_parquet(folder: Path) -> None:
    path = write_feed(folder, "suspects", SUSPECTS, "parquet")
    (folder / "suspects.csv").unlink()
    pl.read_parquet(path).drop("named_at").write_parquet(path)


def hold_impossible_type(folder: Path) -> None:
    path = write_feed(folder, "suspects", SUSPECTS, "parquet")
    (folder / "suspects.csv").unlink()
    pl.read_parquet(path).with_columns(named_at=pl.lit([1, 2])).write_parquet(path)


def truncate_gzip(folder: Path) -> None:
    path = write_feed(folder, "suspects", SUSPECTS, "csv.gz")
    (folder / "suspects.csv").unlink()
    path.write_bytes(path.read_bytes()[:-20])


def not_gzip(folder: Path) -> None:
    (folder / "suspects.csv").rename(folder / "suspects.csv.gz")


def truncate_parquet(folder: Path) -> None:
    path = write_feed(folder, "suspects", SUSPECTS, "parquet")
    (folder / "suspects.csv").unlink()
    path.write_bytes(path.read_bytes()[:-200])


def damage_parquet_pages(folder: Path) -> None:
    path = write_feed(folder, "suspects", SUSPECTS, "parquet")
    (folder / "suspects.csv").unlink()
    content = bytearray(path.read_bytes())
    content[4:200] = bytes(196)
    path.write_bytes(content)


def empty(folder: Path) -> None:
    (folder / "suspects.csv").write_bytes(b"")


def empty_parquet(folder: Path) -> None:
    (folder / "suspects.csv").rename(folder / "suspects.parquet")
    (folder / "suspects.parquet").write_bytes(b"")


def one_endless_line(folder: Path) -> None:
    with (folder / "suspects.csv").open("ab") as stream:
        stream.writelines(b"x" * 1_000_000 for _ in range(100))


def endless_header(folder: Path) -> None:
    (folder / "suspects.csv").write_bytes(b"x" * 20_000_000)


def unclosed_quote(folder: Path) -> None:
    with (folder / "suspects.csv").open("ab") as stream:
        stream.write(b'"I1,P1\n' + b"I1,P1,2026-01-01\n" * 1_200_000)


def utf16(folder: Path) -> None:
    text = (folder / "suspects.csv").read_text(encoding="utf-8")
    (folder / "suspects.csv").write_text(text, encoding="utf-16")


def utf16_without_mark(folder: Path) -> None:
    text = (folder / "suspects.csv").read_text(encoding="utf-8")
    (folder / "suspects.csv").write_text(text, encoding="utf-16-le")


def parquet_called_csv(folder: Path) -> None:
    write_feed(folder, "suspects", SUSPECTS, "parquet").rename(folder / "suspects.csv")


def csv_called_parquet(folder: Path) -> None:
    (folder / "suspects.csv").rename(folder / "suspects.parquet")


def header_not_utf8(folder: Path) -> None:
    text = (folder / "suspects.csv").read_text(encoding="utf-8")
    (folder / "suspects.csv").write_text(text.replace("named_at", "nam\xe9d_at", 1), encoding="latin-1")


def column_twice(folder: Path) -> None:
    text = (folder / "suspects.csv").read_text(encoding="utf-8")
    (folder / "suspects.csv").write_text(text.replace("relationship", "status", 1), encoding="utf-8")


def semicolons(folder: Path) -> None:
    text = (folder / "suspects.csv").read_text(encoding="utf-8")
    (folder / "suspects.csv").write_text(text.replace(",", ";"), encoding="utf-8")


CASES: list[tuple[Damage, tuple[str, ...]]] = [
    (lack_column, ("suspects.csv", "named_at", "timestamp")),
    (lack_column_in_parquet, ("suspects.parquet", "named_at", "timestamp")),
    (hold_impossible_type, ("suspects.parquet", "named_at", "timestamp")),
    (truncate_gzip, ("suspects.csv.gz", "truncated")),
    (not_gzip, ("suspects.csv.gz", "gzip")),
    (truncate_parquet, ("suspects.parquet", "truncated")),
    (damage_parquet_pages, ("suspects.parquet",)),
    (empty, ("suspects.csv", "empty")),
    (empty_parquet, ("suspects.parquet",)),
    (one_endless_line, ("suspects.csv", "longer than 16 MiB")),
    (endless_header, ("suspects.csv", "longer than 16 MiB")),
    (unclosed_quote, ("suspects.csv", "quote")),
    (utf16, ("suspects.csv", "UTF-16", "UTF-8")),
    (utf16_without_mark, ("suspects.csv", "UTF-16", "UTF-8")),
    (parquet_called_csv, ("suspects.csv",)),
    (csv_called_parquet, ("suspects.parquet",)),
    (header_not_utf8, ("suspects.csv", "UTF-8")),
    (column_twice, ("suspects.csv", "status", "twice")),
    (semicolons, ("suspects.csv", "incident_id", "comma")),
]


@pytest.mark.parametrize(("damage", "words"), CASES, ids=[damage.__name__ for damage, _ in CASES])
def test_an_unreadable_file_fails_the_run_and_leaves_the_store_as_it_was(
    damage: Damage, words: tuple[str, ...], workspace: Path, tmp_path: Path
) -> None:
    before = call(workspace, "rank", "--as-of", AS_OF, "--json").require_success().out
    stored = (workspace / "store" / "records.duckdb").read_bytes()
    folder = write_force(tmp_path / "feeds", make_force())
    damage(folder)
    call(workspace, "refresh", folder, "--json").require_refusal(10, *words)
    assert (workspace / "store" / "records.duckdb").read_bytes() == stored
    assert sorted(path.name for path in (workspace / "store").iterdir()) == [
        "records.duckdb",
        "records.duckdb.pages",
        "records.lock",
    ]
    assert call(workspace, "rank", "--as-of", AS_OF, "--json").out == before


def test_a_file_without_a_header_is_refused_without_repeating_what_it_says(fresh: Path, tmp_path: Path) -> None:
    folder = write_force(tmp_path / "feeds", make_force())
    text = (folder / "persons.csv").read_text(encoding="utf-8").replace("Family", "Lavender")
    (folder / "persons.csv").write_text(text.split("\n", 1)[1], encoding="utf-8")
    answer = call(fresh, "refresh", folder).require_refusal(10, "persons.csv", "person_record_id")
    assert "Lavender" not in answer.err


def test_contracts_check_names_the_file_too(tmp_path: Path) -> None:
    folder = write_force(tmp_path / "feeds", make_force())
    lack_column(folder)
    answer = call(tmp_path / "none", "contracts", "check", folder / "suspects.csv", "--feed", "suspects")
    answer.require_refusal(10, "suspects.csv", "named_at")


def test_a_folder_without_a_required_feed_is_refused(fresh: Path, tmp_path: Path) -> None:
    folder = write_force(tmp_path / "feeds", make_force())
    (folder / "victims.csv").unlink()
    call(fresh, "refresh", folder).require_refusal(10, "victims", str(folder))


def test_a_folder_that_does_not_exist_is_not_found(fresh: Path, tmp_path: Path) -> None:
    call(fresh, "refresh", tmp_path / "nowhere").require_refusal(11, "nowhere")
    call(fresh, "refresh", fresh / "store" / "records.duckdb").require_refusal(11, "no folder")


def test_a_feed_that_is_there_twice_is_refused(fresh: Path, tmp_path: Path) -> None:
    folder = write_force(tmp_path / "feeds", make_force())
    write_feed(folder, "suspects", SUSPECTS, "parquet")
    call(fresh, "refresh", folder).require_refusal(10, "suspects.parquet", "suspects.csv", "twice")


def test_the_same_force_loads_alike_from_every_format(empty_workspace: Path, tmp_path: Path) -> None:
    answers = []
    for suffix in ("csv", "csv.gz", "parquet"):
        root = Path(shutil.copytree(empty_workspace, tmp_path / suffix / "w"))
        folder = write_force(tmp_path / suffix / "feeds", make_force(), suffix)
        call(root, "refresh", folder).require_success()
        answers.append(call(root, "rank", "--as-of", AS_OF, "--json").require_success().out)
    assert answers[0] == answers[1] == answers[2]


def test_gzip_in_two_members_is_read_whole(fresh: Path, tmp_path: Path) -> None:
    folder = write_force(tmp_path / "feeds", make_force())
    lines = (folder / "suspects.csv").read_bytes().splitlines(keepends=True)
    (folder / "suspects.csv").unlink()
    content = gzip.compress(b"".join(lines[:3])) + gzip.compress(b"".join(lines[3:]))
    (folder / "suspects.csv.gz").write_bytes(content)
    assert call(fresh, "refresh", folder, "--json").json["feeds"]["suspects"]["read"] == len(SUSPECTS)
