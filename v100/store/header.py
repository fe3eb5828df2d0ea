"""What the first bytes of a store say without its key: whether it is encrypted, and how.

In: a path. Out: the cipher, `PLAIN`, or None where there is no DuckDB file. Refuses nothing: what is damaged
behind the first bytes is found by whoever opens it.
"""

from pathlib import Path
from typing import Final

PLAIN: Final = "plain"

# After a checksum of 8 bytes: the mark of DuckDB, the version of the format, flags; further on, how it is encrypted.
_MARK: Final = slice(8, 12)
_FLAGS: Final = 20
_ENCRYPTED: Final = 1
_CIPHER: Final = 0x76
_LENGTH: Final = 0x80
_CIPHERS: Final = {1: "GCM", 2: "CTR"}


def read_cipher(path: Path) -> str | None:
    """Return the cipher of a store, `PLAIN` where it has none, None where the file is missing or no store."""
    try:
        with path.open("rb") as stream:
            head = stream.read(_LENGTH)
    except OSError:
        return None
    if len(head) < _LENGTH or head[_MARK] != b"DUCK":
        return None
    if not head[_FLAGS] & _ENCRYPTED:
        return PLAIN
    return _CIPHERS.get(head[_CIPHER], "unknown")
