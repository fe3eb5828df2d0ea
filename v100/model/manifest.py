"""The manifest of a trained model: everything about it but the trees, and the id that seals it.

In: a model that is for keeping, the hashes of its files. Out: a manifest, its id and its bytes. Refuses a text that is
not a manifest to the letter (IntegrityError). The id ends in the first twelve hex digits of the hash of the manifest
without its id, so that any edit shows, however carefully the hashes inside it were made to fit.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from importlib.metadata import version
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from v100.errors import IntegrityError, RefusedError, UsageError
from v100.model.distribution import Distribution
from v100.model.prepare import list_relative
from v100.model.spec import Spec, parse_spec
from v100.model.steps import Steps
from v100.model.trained import Model, Origin, Record, Trial

FORMAT: Final = 1
NAME: Final = "manifest.json"
CARD: Final = "card.md"
LIBRARIES: Final = ("lightgbm", "numpy", "polars", "scipy")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class FeatureRecord(_Part):
    """A feature as the model was trained with it."""

    name: str
    type: Literal["Float64"]
    direction: Literal[-1, 0, 1]
    relative: bool
    unknown: bool
    distribution: Distribution


class CalibrationRecord(_Part):
    """The steps of the probability."""

    component: str
    method: Literal["isotonic"]
    margins: tuple[float, ...]
    heights: tuple[float, ...]


class Manifest(_Part):
    """See the fields; `files` maps each file of the folder but this one to its hash."""

    format: Literal[1]
    model_id: str
    spec: str
    spec_sha256: str
    until: date
    training_dates: tuple[date, ...] = Field(min_length=1)
    rows: int
    serious_rows: int
    origin: Origin
    features: tuple[FeatureRecord, ...] = Field(min_length=1)
    variants: dict[str, str]
    trials: tuple[Trial, ...]
    calibration: CalibrationRecord | None
    score: Distribution
    metrics: dict[str, float]
    files: dict[str, str]
    libraries: dict[str, str]


def make_manifest(model: Model, files: Mapping[str, str]) -> Manifest:
    """Return the manifest of a model; raises RefusedError (13) for one that was trained without an origin."""
    record = _require_record(model)
    steps = model.steps
    values: dict[str, Any] = {
        "format": FORMAT,
        "spec": model.spec.text,
        "spec_sha256": model.spec.sha256,
        "until": model.until.isoformat(),
        "training_dates": [day.isoformat() for day in model.training_dates],
        "rows": model.rows,
        "serious_rows": model.serious_rows,
        "origin": record.origin.model_dump(),
        "features": _list_features(model, record),
        "variants": dict(model.variants),
        "trials": [trial.model_dump() for trial in model.trials],
        "calibration": steps
        and {
            "component": model.spec.calibration.component,
            "method": model.spec.calibration.method,
            "margins": steps.margins,
            "heights": steps.heights,
        },
        "score": record.score.model_dump(mode="json"),
        "metrics": dict(model.metrics),
        "files": dict(files),
        "libraries": {name: version(name) for name in LIBRARIES},
    }
    unsealed = Manifest.model_validate_json(json.dumps({**values, "model_id": ""}))
    return unsealed.model_copy(update={"model_id": _make_id(model.spec.name, unsealed)})


def write_manifest(manifest: Manifest) -> bytes:
    """Return the one way in which a manifest is written."""
    return (json.dumps(manifest.model_dump(mode="json"), sort_keys=True, indent=1, ensure_ascii=False) + "\n").encode()


def read_manifest(content: bytes) -> tuple[Manifest, Spec]:
    """Return a manifest and its specification; raises IntegrityError (14) where it is not what was written."""
    try:
        manifest = Manifest.model_validate_json(content)
        spec = parse_spec(manifest.spec, "The manifest's specification")
    except (ValidationError, UsageError) as error:
        raise refuse_edited("its manifest is not one") from error
    if manifest.model_id != _make_id(spec.name, manifest) or write_manifest(manifest) != content:
        raise refuse_edited("its manifest was edited")
    if spec.sha256 != manifest.spec_sha256 or not _fits(manifest, spec):
        raise refuse_edited("its manifest contradicts its specification")
    return manifest, spec


def refuse_edited(what: str) -> IntegrityError:
    """Return the error of a model that is not what was stored."""
    return IntegrityError(f"The model is not what was stored: {what}.", hint="Train it again, or restore a backup.")


def name_file(component: str, seed: int) -> str:
    """Return the name of the file that holds the trees of a component and seed."""
    return f"{component}-{seed}.txt"


def rebuild_model(manifest: Manifest, spec: Spec, texts: Mapping[str, tuple[str, ...]]) -> Model:
    """Return the model that a manifest and its texts were written from."""
    calibration = manifest.calibration
    return Model(
        spec=spec,
        features=tuple(item.name for item in manifest.features),
        directions={item.name: item.direction for item in manifest.features},
        unknown=frozenset(item.name for item in manifest.features if item.unknown),
        variants=manifest.variants,
        texts=texts,
        steps=Steps(calibration.margins, calibration.heights) if calibration else None,
        until=manifest.until,
        training_dates=manifest.training_dates,
        rows=manifest.rows,
        serious_rows=manifest.serious_rows,
        trials=manifest.trials,
        metrics=manifest.metrics,
        record=Record(manifest.origin, {item.name: item.distribution for item in manifest.features}, manifest.score),
    )


def _list_features(model: Model, record: Record) -> list[dict[str, object]]:
    relative = set(list_relative(model.spec, model.features))
    return [
        {
            "name": name,
            "type": "Float64",
            "direction": model.directions[name],
            "relative": name in relative,
            "unknown": name in model.unknown,
            "distribution": record.distributions[name].model_dump(mode="json"),
        }
        for name in model.features
    ]


def _require_record(model: Model) -> Record:
    if model.record is None:
        raise RefusedError(
            "The model was trained to be measured, not to be kept.", hint="Train it with its origin to keep it."
        )
    return model.record


def _make_id(name: str, manifest: Manifest) -> str:
    values = manifest.model_dump(mode="json", exclude={"model_id"})
    canonical = json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return f"{name}-{manifest.until:%Y%m%d}-{hashlib.sha256(canonical.encode()).hexdigest()[:12]}"


def _fits(manifest: Manifest, spec: Spec) -> bool:
    variants = {item.name: item.list_variants() for item in spec.component}
    if manifest.variants.keys() != variants.keys():
        return False
    known = all(manifest.variants[name] in found for name, found in variants.items())
    calibrated = manifest.calibration is None or manifest.calibration.component == spec.calibration.component
    names = {name_file(item.name, seed) for item in spec.component for seed in item.seeds}
    return known and calibrated and manifest.files.keys() == names | {CARD}
