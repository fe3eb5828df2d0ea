"""The workspace and its settings: where everything lies and which values the rules use.

In: a folder, perhaps with a `v100.toml`. Out: frozen `Settings` and `Workspace`, read once and passed down.
Refuses unknown keys and values out of range, so that a misspelt setting never silently means its default.
"""

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from v100.errors import NotFoundError, UsageError

SETTINGS_FILE = "v100.toml"

STATEMENT = (
    "This list ranks people who are suspected, not convicted. It ranks those already named; "
    "it does not find those who are not. A person decides what follows from it."
)


TACTICS = (
    "proactive_arrest",
    "warrant",
    "victim_reapproach",
    "licence_recall",
    "civil_order",
    "bail_conditions",
    "live_facial_recognition",
    "drone_support",
    "safeguarding",
    "other_offences",
)


class Unit(BaseModel):
    """A unit that owns taskings: how many people at a time, and which unit takes the next one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    capacity: Annotated[int, Field(ge=0, le=100_000)]
    next: str | None = None


class Settings(BaseModel):
    """Values a force may set; every list records those it used.

    Units: `*_days` days, `*_seconds` seconds, `*_limit` a share between 0 and 1.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    marking: Annotated[str, Field(min_length=1, pattern=r"^[A-Za-z0-9][A-Za-z0-9 .,:()\[\]/&-]*$")] = (
        "OFFICIAL-SENSITIVE"
    )
    statement: str = STATEMENT
    window_days: Annotated[int, Field(ge=1, le=36500)] = 365
    min_allegations: Annotated[int, Field(ge=1, le=1_000)] = 2
    top: Annotated[int, Field(ge=1, le=100_000)] = 100
    just_missed: Annotated[int, Field(ge=0, le=100_000)] = 20
    precursor_lane: Annotated[int, Field(ge=0, le=1_000)] = 10
    edition: str | None = None
    list_expires_days: Annotated[int, Field(ge=1, le=3_650)] = 14
    unmapped_limit: Annotated[float, Field(ge=0, le=1)] = 0.01
    feed_behind_days: Annotated[int, Field(ge=1)] = 14
    store_wait_seconds: Annotated[float, Field(ge=0)] = 30.0
    tactics: tuple[str, ...] = TACTICS
    units: dict[str, Unit] = {}
    second_review: bool = False
    blind_share: Annotated[float, Field(ge=0, le=1)] = 0.1
    accept_days: Annotated[int, Field(ge=1, le=3_650)] = 28
    review_days: Annotated[int, Field(ge=1, le=3_650)] = 28
    lapse_days: Annotated[int, Field(ge=1, le=3_650)] = 14


@dataclass(frozen=True, slots=True)
class Workspace:
    """One folder holding everything V100 keeps; deleting it deletes everything."""

    root: Path

    @property
    def settings_file(self) -> Path:
        """The force's own settings; absent means defaults."""
        return self.root / SETTINGS_FILE

    @property
    def records(self) -> Path:
        """The record store: rebuilt from feeds, replaced by rename."""
        return self.root / "store" / "records.duckdb"

    @property
    def casework(self) -> Path:
        """The casework store: human decisions, issued lists, adopted harm tables."""
        return self.root / "casework" / "casework.duckdb"

    @property
    def rejects(self) -> Path:
        """Quarantined rows, one folder a run, for the sender."""
        return self.root / "rejects"

    @property
    def lists(self) -> Path:
        """Files of issued lists, one folder a list."""
        return self.root / "lists"

    @property
    def models(self) -> Path:
        """Trained models, one folder a model."""
        return self.root / "models"

    @property
    def evaluations(self) -> Path:
        """Pages of evaluations."""
        return self.root / "evaluations"

    def require(self) -> "Workspace":
        """Return self; raises NotFoundError where `init` has not been run."""
        if not self.records.exists():
            raise NotFoundError(f"There is no V100 workspace in {self.root}.", hint="Make one with `v100 init`.")
        return self


def write_settings_template() -> str:
    """Return the text of a settings file that changes nothing: every setting, commented out, with its default."""
    lines = ["# Settings of this workspace. Remove the # before a line to change what it says.", ""]
    for name, field in Settings.model_fields.items():
        default = "..." if field.default is None else field.default
        unset = "  # not set" if field.default is None else ""
        lines.append(f"# {name} = {json.dumps(default, ensure_ascii=False)}{unset}")
    return "\n".join(lines) + "\n"


def read_settings(workspace: Workspace) -> Settings:
    """Read `v100.toml`; defaults where there is none. Raises UsageError naming the bad key."""
    if not workspace.settings_file.exists():
        return Settings()
    try:
        values = tomllib.loads(workspace.settings_file.read_text(encoding="utf-8"))
        return Settings.model_validate(values)
    except OSError as error:
        raise UsageError(
            f"{workspace.settings_file} cannot be read: {error.strerror or error}.", hint="It must be a text file."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{workspace.settings_file} is not valid TOML: {error}.", hint="Correct the line it names."
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise UsageError(
            f"{workspace.settings_file}: {key}: {first['msg']}.",
            hint=f"Known settings: {', '.join(sorted(Settings.model_fields))}.",
        ) from error
