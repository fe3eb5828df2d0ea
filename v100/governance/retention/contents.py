"""What a file says, as far as it can be read: text in any encoding, pages, packed files, workbooks, Parquet, PDF.

In: the bytes of a file. Out: its texts, and whether that is all of it. Refuses nothing: what is sealed, pictured or
packed in a way not known here is given as bytes, and said not to be read.
"""

import bz2
import html
import io
import json
import lzma
import re
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

_DEEPEST: Final = 5
_MOST_BYTES: Final = 512 * 1024 * 1024
_TAR: Final = slice(257, 262)
_STORE: Final = slice(8, 12)
_TAG: Final = re.compile(r"<[^>]*>")
_STREAM: Final = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
# What no text holds; where the encoding is guessed, no script either but those of Europe.
_STRANGE: Final = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]")
_FOREIGN: Final = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\u0530-\u1fff\u2100-\U0010ffff]")
_MOST_STRANGE: Final = 0.02
_SEALED: Final = (b"age-encryption.org/", b"-----BEGIN AGE", b"-----BEGIN PGP")
_MARKS: Final = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_UNREADABLE: Final = (OSError, EOFError, ValueError, RuntimeError, NotImplementedError, KeyError, zlib.error,
                      lzma.LZMAError, zipfile.BadZipFile, tarfile.TarError, pl.exceptions.PolarsError)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Contents:
    """The texts of a file; `is_whole` says whether there is nothing in it that they do not hold."""

    texts: tuple[str, ...]
    is_whole: bool


def read_contents(content: bytes, depth: int = 0) -> Contents:
    """Return what some bytes say, with what they hold packed."""
    if content.startswith(_SEALED):
        # Whatever could be read in it would be there by chance.
        return Contents((), is_whole=False)
    raw = (content.decode("utf-8", errors="replace"),)
    if depth > _DEEPEST or content[_STORE] == b"DUCK":
        return Contents(raw, is_whole=False)
    opener = _find_opener(content)
    if opener is None:
        return _read_text(content)
    texts, is_whole = list(raw), True
    try:
        for inner in opener(content):
            found = inner if isinstance(inner, Contents) else read_contents(inner, depth + 1)
            texts += found.texts
            is_whole = is_whole and found.is_whole
    except _UNREADABLE:
        is_whole = False
    return Contents(tuple(texts), is_whole)


def _find_opener(content: bytes) -> Callable[[bytes], Iterator[bytes | Contents]] | None:
    openers: dict[bytes, Callable[[bytes], Iterator[bytes | Contents]]] = {
        b"PK\x03\x04": _open_zip,
        b"\x1f\x8b": _open_gzip,
        b"BZh": lambda packed: _unpack(bz2.BZ2Decompressor(), packed),
        b"\xfd7zXZ": lambda packed: _unpack(lzma.LZMADecompressor(), packed),
        b"PAR1": _open_parquet,
        b"%PDF": _open_pdf,
    }
    found = next((opener for mark, opener in openers.items() if content.startswith(mark)), None)
    return _open_tar if found is None and content[_TAR] == b"ustar" else found


def _open_zip(content: bytes) -> Iterator[bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = archive.infolist()
        yield "\n".join(member.filename for member in members).encode()
        if sum(member.file_size for member in members) > _MOST_BYTES:
            raise ValueError("it holds more than is read")
        for member in members:
            yield archive.read(member)


def _open_tar(content: bytes) -> Iterator[bytes]:
    with tarfile.open(fileobj=io.BytesIO(content), mode="r:") as archive:
        for member in archive:
            yield member.name.encode()
            stream = archive.extractfile(member) if member.isfile() else None
            if stream is not None:
                yield stream.read()


def _open_gzip(content: bytes) -> Iterator[bytes]:
    yield from _unpack(zlib.decompressobj(wbits=zlib.MAX_WBITS | 16), content)


def _unpack(unpacker: Any, content: bytes) -> Iterator[bytes]:
    """Yield what one packed stream holds, and nothing where it holds more than is read or another one follows."""
    found = unpacker.decompress(content, _MOST_BYTES)
    yield found
    if not unpacker.eof or unpacker.unused_data:
        raise ValueError("there is more in it than was read")


def _open_parquet(content: bytes) -> Iterator[bytes]:
    for row in pl.read_parquet(io.BytesIO(content)).iter_rows():
        yield " ".join("" if value is None else str(value) for value in row).encode()


def _open_pdf(content: bytes) -> Iterator[Contents]:
    """Yield the streams of a PDF; letters may stand in them as numbers of a font of its own, so they are not all."""
    for stream in _STREAM.findall(content):
        try:
            found = zlib.decompressobj().decompress(stream, _MOST_BYTES)
        except zlib.error:
            found = stream
        yield Contents((found.decode("latin-1"),), is_whole=False)


def _read_text(content: bytes) -> Contents:
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    if encoding is None and b"\x00" in content:
        texts = [content.decode(name, errors="replace") for name in ("utf-8", "utf-16-le", "utf-16-be")]
        # An odd byte before it hides a text of two bytes a letter.
        texts.append(content[1:].decode("utf-16-le", errors="replace"))
        return Contents(tuple(texts), is_whole=any(_is_plain(text, _FOREIGN) for text in texts[1:3]))
    if encoding is None:
        encoding = "utf-8-sig" if _is_unicode(content) else "cp1252"
    text = content.decode(encoding, errors="replace")
    return Contents((text, *_read_marked(text)), is_whole=_is_plain(text))


def _is_unicode(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _is_plain(text: str, strange: re.Pattern[str] = _STRANGE) -> bool:
    """Whether a text could have been written by somebody: hardly any sign that nobody writes."""
    return len(strange.findall(text)) <= _MOST_STRANGE * len(text)


def _read_marked(text: str) -> Iterator[str]:
    """Yield a page without its tags, and the values of a JSON document or of JSON lines as they follow each other."""
    if "<" in text:
        yield html.unescape(_TAG.sub(" ", text))
    if text.lstrip()[:1] in {"{", "["}:
        for part in (text, *text.splitlines()):
            try:
                yield " ".join(_list_values(json.loads(part)))
            except (ValueError, RecursionError):
                continue
            if part is text:
                return


def _list_values(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _list_values(item)
    elif value is not None:
        yield str(value)
