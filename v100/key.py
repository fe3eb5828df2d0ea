"""The key of the encrypted stores, made from a secret that is kept elsewhere.

In: the bytes of a secret, from wherever they came. Out: a `StoreKey` that never shows itself when it is printed.
Refuses a secret too short to withstand guessing (RefusedError).
"""

import hashlib
from dataclasses import dataclass, field
from typing import Final

from v100.errors import RefusedError

LEAST_BYTES: Final = 16
# DuckDB salts every file itself. This one keeps the key apart from whatever else the same secret may open.
_SALT: Final = b"v100 store key 1"


@dataclass(frozen=True, slots=True)
class StoreKey:
    """32 bytes as hexadecimal digits: whatever the secret holds, no quote of it reaches a statement."""

    digits: str = field(repr=False)


def derive_key(secret: bytes) -> StoreKey:
    """Return the key that `secret` stands for; a line break at its end does not count."""
    kept = secret.removesuffix(b"\n").removesuffix(b"\r")
    if len(kept) < LEAST_BYTES:
        raise RefusedError(
            f"The key of the stores has fewer than {LEAST_BYTES} bytes.",
            hint="Make one that nobody can guess: `openssl rand -base64 32`.",
        )
    return StoreKey(hashlib.scrypt(kept, salt=_SALT, n=2**14, r=8, p=1, dklen=32).hex())
