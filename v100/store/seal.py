"""Files that leave the workspace, encrypted to those who may open them, in the age format.

In: the bytes of a finished file, where it goes and the public keys of its recipients. Out: the file, whole, readable
by its owner alone, and with recipients sealed before anything reaches the disk; then its name ends in .age.
Refuses a recipient that is no age public key (UsageError). Without a recipient the bytes are written as they are.
"""

import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import pyrage

from v100.errors import UsageError
from v100.store.disk import explain_disk_errors, publish_file

ENDING: Final = ".age"


def require_recipients(recipients: Iterable[str]) -> tuple[str, ...]:
    """Return the recipients, each once and in order; raises UsageError (2) on one that is no age public key."""
    kept = tuple(dict.fromkeys(recipients))
    _parse(kept)
    return kept


def write_sealed(path: Path, content: bytes, recipients: Sequence[str] = ()) -> Path:
    """Write `content` for its recipients, replacing what is there, and return where; raises StoreError (12)."""
    place = name_sealed(path, recipients)
    sealed = seal(content, recipients)
    with explain_disk_errors(place):
        # mkstemp opens the file to its owner alone from the first byte.
        handle, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}.", suffix=".part")
        partial = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(sealed)
            publish_file(partial, place)
        finally:
            partial.unlink(missing_ok=True)
    return place


def seal(content: bytes, recipients: Sequence[str]) -> bytes:
    """Return `content` so that each of the recipients, and nobody else, can open it."""
    if not recipients:
        return content
    sealed: bytes = pyrage.encrypt(content, _parse(recipients))
    return sealed


def name_sealed(path: Path, recipients: Sequence[str]) -> Path:
    """Return the path with the ending of a sealed file, where it is one and does not have it yet."""
    if not recipients or path.suffix == ENDING:
        return path
    return path.with_name(path.name + ENDING)


def _parse(recipients: Iterable[str]) -> list["pyrage.x25519.Recipient"]:
    parsed = []
    for number, text in enumerate(recipients, start=1):
        try:
            parsed.append(pyrage.x25519.Recipient.from_str(text))
        except pyrage.RecipientError as error:
            # What was given may be a private key by mistake: it is not repeated.
            raise UsageError(
                f"Recipient {number} is not an age public key.",
                hint="It starts with age1; `age-keygen -y` prints it. Never give the private key.",
            ) from error
    return parsed
