"""Which file of a folder is which feed.

In: a folder and the contracts. Out: one `FeedFile` a feed that is there, in load order.
Refuses a folder without a required feed, and a feed that is there twice.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from v100.contracts.model import Feed
from v100.errors import FeedFileError, NotFoundError

SUFFIXES = (".parquet", ".csv", ".csv.gz")


@dataclass(frozen=True, slots=True)
class FeedFile:
    """A feed's file as it lies in the folder; `sha256` is of its bytes."""

    feed: Feed
    path: Path
    sha256: str

    @property
    def size(self) -> int:
        """The file's length in bytes."""
        return self.path.stat().st_size

    @property
    def is_parquet(self) -> bool:
        """Whether the file is Parquet; otherwise it is CSV, perhaps gzipped."""
        return self.path.name.endswith(".parquet")


def find_feed_files(folder: Path, contracts: dict[str, Feed]) -> list[FeedFile]:
    """Return the feeds of `folder`; raises NotFoundError or FeedFileError."""
    if not folder.is_dir():
        raise NotFoundError(f"There is no folder {folder}.", hint="Name the folder that holds the feeds.")
    found: list[FeedFile] = []
    for feed in contracts.values():
        paths = [folder / f"{feed.name}{suffix}" for suffix in SUFFIXES]
        present = [path for path in paths if path.is_file()]
        if len(present) > 1:
            names = " and ".join(path.name for path in present)
            raise FeedFileError(f"{folder} holds the feed {feed.name} twice: {names}.", hint="Keep one.")
        if present:
            found.append(FeedFile(feed, present[0], hash_file(present[0])))
        elif feed.required:
            raise FeedFileError(
                f"{folder} lacks the required feed {feed.name}.",
                hint=f"Send {feed.name}.parquet, .csv or .csv.gz; with no rows if there is nothing to send.",
            )
    return found


def find_unknown_files(folder: Path, contracts: dict[str, Feed]) -> list[str]:
    """Return the names of files in `folder` that belong to no feed and are therefore not read."""
    known = {f"{name}{suffix}" for name in contracts for suffix in SUFFIXES}
    return sorted(path.name for path in folder.iterdir() if path.is_file() and path.name not in known)


def hash_file(path: Path) -> str:
    """Return the SHA-256 of the file's bytes; raises FeedFileError where it cannot be read."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise FeedFileError(
            f"{path.name} cannot be read: {error.strerror or error}.",
            hint="Check the file and send it again.",
        ) from error
