"""Workbooks and feeds that are much more than they look."""

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from v100.errors import FeedFileError, HarmTableError
from v100.harm.read_sheet import read_sheet
from v100.ingest.text_stream import open_text


def make_workbook(size: int, *, declared: int | None = None) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * size)
    content = stream.getvalue()
    if declared is None:
        return content
    return content.replace(size.to_bytes(4, "little"), declared.to_bytes(4, "little"))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (make_workbook(130 * 1024 * 1024), "128 MiB"),
        (make_workbook(3_000_000, declared=1_000), "."),
        (b"PK\x03\x04" + b"\0" * 100, "not a workbook"),
        (b"", "not a workbook"),
        (make_workbook(10), "not a workbook"),
    ],
    ids=["bomb", "lies about its size", "header alone", "nothing", "no sheet"],
)
def test_a_workbook_that_is_none_or_too_much_is_refused(content: bytes, words: str) -> None:
    with pytest.raises(HarmTableError, match=words):
        read_sheet(content, "t.xlsx")


def read_whole(path: Path) -> int:
    size = 0
    with open_text(path) as stream:
        while block := stream.read(1 << 20):
            size += len(block)
    return size


def test_a_gzip_that_grows_out_of_proportion_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "persons.csv.gz"
    path.write_bytes(gzip.compress(b"a\n" * 40_000_000, 1))
    with pytest.raises(FeedFileError, match="times as large"):
        read_whole(path)


def test_a_gzip_of_a_feed_is_read_whole(tmp_path: Path) -> None:
    content = b"".join(b"%d,%d\n" % (number, number * 7919 % 1_000_003) for number in range(100_000))
    path = tmp_path / "persons.csv.gz"
    path.write_bytes(gzip.compress(content))
    assert read_whole(path) == len(content)
