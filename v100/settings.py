"""The workspace and its settings: where everything lies and which values the rules use.

In: a folder, perhaps with a `v100.toml`. Out: frozen `Settings` and `Workspace`, read once and passed down.
Refuses unknown keys and values out of range, so that a misspelt setting never silently means its default.
"""

import json
import tomllib
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from v100.errors import NotFoundError, UsageError
from v100.key import StoreKey

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


GRAVE_THEMES = (
    "violence_injury",
    "violence_no_injury",
    "strangulation",
    "coercive_control",
    "stalking",
    "harassment",
    "threats",
    "image_abuse",
    "order_breach",
    "weapons",
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
    challenge_answer_days: Annotated[int, Field(ge=1, le=365)] = 30
    records: dict[str, str] = {}
    equality_kinds: tuple[Literal["age_band", "ethnicity", "sex"], ...] = ("ethnicity",)
    equality_least_ratio: Annotated[float, Field(ge=0, le=1)] = 0.8
    equality_most_ratio: Annotated[float, Field(ge=1)] = 1.25
    equality_least_people: Annotated[int, Field(ge=2, le=100_000)] = 10
    equality_serious_days: Annotated[float, Field(gt=0)] = 365.0
    equality_horizon_days: Annotated[int, Field(ge=1, le=3_650)] = 365
    key_file: str | None = None
    key_env: Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")] | None = None
    key_command: Annotated[tuple[str, ...], Field(min_length=1)] | None = None
    export_recipients: tuple[str, ...] = ()
    audit_reason_required: bool = False
    trust_front_end: bool = False
    roles: dict[str, tuple[str, ...]] = {}
    audit_people_a_day: Annotated[int, Field(ge=1, le=1_000_000)] = 150
    audit_never_listed: Annotated[int, Field(ge=1, le=1_000_000)] = 10
    retention_gravest_themes: tuple[str, ...] = ("homicide", "rape", "other_sexual", "kidnap")
    retention_grave_themes: tuple[str, ...] = GRAVE_THEMES
    retention_gravest_years: Annotated[int, Field(ge=1, le=100)] = 10
    retention_grave_years: Annotated[int, Field(ge=1, le=100)] = 10
    retention_other_years: Annotated[int, Field(ge=1, le=100)] = 6
    retention_no_allegation_years: Annotated[int, Field(ge=0, le=100)] = 1
    retention_until_age: Annotated[int, Field(ge=18, le=150)] = 100
    retention_list_days: Annotated[int, Field(ge=1, le=36500)] = 730
    retention_export_days: Annotated[int, Field(ge=1, le=3_650)] = 28
    identity_upper: Annotated[float, Field(ge=0.5, le=1)] = 0.9
    identity_lower: Annotated[float, Field(ge=0.01, le=1)] = 0.2


@dataclass(frozen=True, slots=True)
class Workspace:
    """One folder holding everything V100 keeps; deleting it deletes everything."""

    root: Path
    key: StoreKey | None = field(default=None, repr=False)

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
    for name, item in Settings.model_fields.items():
        default = "..." if item.default is None else item.default
        unset = "  # not set" if item.default is None else ""
        lines.append(f"# {name} = {json.dumps(default, ensure_ascii=False)}{unset}")
    return "\n".join(lines) + "\n"


def _suggest_setting(key: str) -> str:
    if key.partition(".")[0] in Settings.model_fields:
        return "Give it a value that it takes."
    near = get_close_matches(key, Settings.model_fields, 3) or sorted(Settings.model_fields)[:3]
    return f"There are {len(Settings.model_fields)} settings, such as {', '.join(near)}."


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
    except RecursionError as error:
        raise UsageError(f"{workspace.settings_file} is nested too deeply.", hint="Write it flat.") from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise UsageError(
            f"{workspace.settings_file}: {key}: {first['msg']}.",
            hint=_suggest_setting(key),
        ) from error
    except ValueError as error:
        # A whole number of more digits than Python reads is no error of TOML to tomllib.
        raise UsageError(f"{workspace.settings_file} has a value that cannot be read.", hint="Correct it.") from error
