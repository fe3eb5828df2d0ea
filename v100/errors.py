"""Every error V100 raises on purpose, and the exit code and next step each one carries.

In: what went wrong, where, and what to do. Out: one or two sentences for a person, an exit code for a script.
Refuses to carry anybody's name: messages speak of feeds, files, lines, ids.

V100Error (1)
├── UsageError (2)             the command line asks for something that makes no sense
├── InputDataError (10)        a feed, a contract or a harm table cannot be used
│   ├── FeedFileError              a file cannot be read, or lacks a column
│   ├── UnmappedOffencesError      too many incidents carry a code without a weight
│   └── HarmTableError             a harm table breaks its rules
├── NotFoundError (11)         no such person, list, edition, feed
├── StoreError (12)            the store is busy, missing, too new, or the disk refuses
│   ├── StoreBusyError             another process holds it longer than we wait
│   └── StoreVersionError          written by a newer version, or its migrations were edited
├── RefusedError (13)          a rule says no
└── IntegrityError (14)        what is stored is not what was stored
"""


class V100Error(Exception):
    """What is wrong and where (`message`), and what to do next (`hint`)."""

    exit_code = 1

    def __init__(self, message: str, *, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}"


class UsageError(V100Error):
    """The command line asks for something that makes no sense."""

    exit_code = 2


class InputDataError(V100Error):
    """A feed, a contract or a harm table cannot be used as it is."""

    exit_code = 10


class FeedFileError(InputDataError):
    """A feed file cannot be read at all, or lacks a required column."""


class UnmappedOffencesError(InputDataError):
    """More incidents than the settings allow carry an offence code without a weight."""


class HarmTableError(InputDataError):
    """A harm table breaks its rules."""


class NotFoundError(V100Error):
    """Nothing of that name or number is held."""

    exit_code = 11


class StoreError(V100Error):
    """The store cannot be opened, read or written."""

    exit_code = 12


class StoreBusyError(StoreError):
    """Another process holds the store for longer than this one waits."""


class StoreVersionError(StoreError):
    """The store was written by a newer version, or a migration was edited after it ran."""


class RefusedError(V100Error):
    """A rule says no: not signed off, immutable, not promoted, not permitted."""

    exit_code = 13


class IntegrityError(V100Error):
    """What is stored is not what was stored."""

    exit_code = 14
