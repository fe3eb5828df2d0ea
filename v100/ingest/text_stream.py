"""A text file as a stream of UTF-8 bytes, whatever is wrong with some of them.

In: a path, gzipped where its name ends in `.gz`. Out: a readable stream that is always valid UTF-8 and ends with a
newline; each byte that is no UTF-8 has become one SUB, the control character that stands for a lost one. Refuses a
file that is empty, truncated or UTF-16, naming it.
"""

import codecs
import gzip
import io
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final, cast

from v100.errors import FeedFileError

SUB: Final = "\x1a"
_UTF16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
_ESCAPED: Final = re.compile("[\udc80-\udcff]")
# A block may carry over the start of one character from the block before, and never grows beyond what was asked.
_LONGEST_CARRY: Final = 4
# Feeds shrink ten- or thirtyfold; what grows more than this was made to fill a disk.
MOST_GROWTH: Final = 200
_ALWAYS_READ: Final = 64 * 1024 * 1024


class Utf8Text(io.RawIOBase):
    """The bytes of `source`, made valid UTF-8 block by block."""

    def __init__(self, source: BinaryIO) -> None:
        super().__init__()
        self._source = source
        self._decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
        self._next: bytes | None = None

    def readable(self) -> bool:
        """Say that this stream can be read."""
        return True

    def read(self, size: int = -1, /) -> bytes:
        """Return at most `size` bytes, none only at the end."""
        wanted = max(1, size - _LONGEST_CARRY) if size >= 0 else size
        block = self._source.read(wanted) if self._next is None else self._next
        content = b""
        while block and not content:
            # One block ahead, so that the last one gets its newline: the reader sees no row in a block without one.
            self._next = self._source.read(wanted)
            content = _encode(self._decoder.decode(block, final=not self._next))
            if not self._next and content[-1:] != b"\n":
                content += b"\n"
            block = self._next
        return content


def _encode(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        return _ESCAPED.sub(SUB, text).encode()


class Unpacked(gzip.GzipFile):
    """A gzipped file that refuses to grow out of all proportion."""

    def __init__(self, raw: BinaryIO, size: int) -> None:
        super().__init__(fileobj=raw)
        self._most = max(_ALWAYS_READ, MOST_GROWTH * size)

    def read(self, size: int | None = -1) -> bytes:
        """Return at most `size` bytes; raises OSError beyond the bound."""
        content = super().read(size)
        if self.tell() > self._most:
            raise OSError(f"unpacked it is more than {MOST_GROWTH} times as large")
        return content


@contextmanager
def open_text(path: Path) -> Iterator[Utf8Text]:
    """Open `path` as UTF-8; raises FeedFileError."""
    try:
        with path.open("rb") as raw:
            size = path.stat().st_size
            source = cast("BinaryIO", Unpacked(raw, size)) if path.name.endswith(".gz") else raw
            start = source.read(2)
            _check_start(path, start)
            source.seek(0)
            yield Utf8Text(source)
    except (OSError, EOFError, zlib.error) as error:
        raise FeedFileError(
            f"{path.name} cannot be read: {error}.",
            hint="It may be truncated or not gzip; send it again. Nothing was loaded.",
        ) from error


def _check_start(path: Path, start: bytes) -> None:
    if not start:
        raise FeedFileError(
            f"{path.name} is empty: not even a header is there.",
            hint="Send it again; with its header alone if there is nothing to send. Nothing was loaded.",
        )
    if start in _UTF16_MARKS or b"\0" in start:
        raise FeedFileError(
            f"{path.name} is UTF-16 text; UTF-8 is expected.",
            hint="Save it as UTF-8 and send it again. Nothing was loaded.",
        )
