"""What can be read of a file is searched, and what cannot is said."""

import bz2
import gzip
import io
import json
import lzma
import random
import tarfile
import zipfile
import zlib

import polars as pl
import pytest

from v100.governance.retention.contents import read_contents

# Every worker must collect the same cases.
CHANCE = random.Random(5)
TEXT = "seen: Orlando Quillfeather"


def pack_zip(content: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", content)
    return target.getvalue()


def pack_tar(content: bytes) -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as archive:
        member = tarfile.TarInfo("a")
        member.size = len(content)
        archive.addfile(member, io.BytesIO(content))
    return target.getvalue()


def pack_parquet() -> bytes:
    target = io.BytesIO()
    pl.DataFrame({"given": ["seen: Orlando"], "family": ["Quillfeather"]}).write_parquet(target)
    return target.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.encode("utf-32"),
        f"caf\u00e9 {TEXT}".encode("cp1252"),
        f"<td>seen: Orlando</td><td>{'Quillfeather'}</td>".encode(),
        json.dumps({"a": "seen: Orlando", "b": ["Quillfeather"]}).encode(),
        gzip.compress(TEXT.encode()),
        bz2.compress(TEXT.encode()),
        lzma.compress(TEXT.encode()),
        pack_zip(gzip.compress(TEXT.encode("utf-16"))),
        pack_tar(pack_zip(TEXT.encode())),
        pack_parquet(),
    ],
    ids=[
        "plain",
        "plain with a mark",
        "UTF-16",
        "UTF-16 LE",
        "UTF-16 BE",
        "UTF-32",
        "CP1252",
        "HTML",
        "JSON",
        "gzip",
        "bz2",
        "xz",
        "zip",
        "tar",
        "Parquet",
    ],
)
def test_what_it_holds_is_read_to_its_end(content: bytes) -> None:
    found = read_contents(content)
    assert any("Orlando Quillfeather" in " ".join(text.split()) for text in found.texts)
    assert found.is_whole


@pytest.mark.parametrize(
    "content",
    [
        CHANCE.randbytes(5000),
        b"age-encryption.org/v1\n-> X25519 abc\n" + CHANCE.randbytes(50),
        b"-----BEGIN AGE ENCRYPTED FILE-----\nabc\n",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + CHANCE.randbytes(300),
        gzip.compress(TEXT.encode())[:-6],
        pack_zip(TEXT.encode())[:40],
        gzip.compress(CHANCE.randbytes(5000)),
    ],
    ids=["noise", "sealed", "sealed as text", "picture", "cut gzip", "cut zip", "noise in gzip"],
)
def test_what_cannot_be_read_is_said(content: bytes) -> None:
    assert not read_contents(content).is_whole


def test_the_streams_of_a_pdf_are_read_as_far_as_they_go() -> None:
    stream = zlib.compress(f"BT ({TEXT}) Tj ET".encode())
    found = read_contents(b"%PDF-1.7\n1 0 obj\n<<>>\nstream\n" + stream + b"\nendstream\nendobj\n%%EOF")
    assert any(TEXT in text for text in found.texts)
    assert not found.is_whole
