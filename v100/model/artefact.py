"""The artefact: a trained model as a folder of text, sealed by hashes.

In: a model, the folder of models. Out: `<component>-<seed>.txt`, `manifest.json`, `card.md` in a folder named by the
model's id; the model again. Refuses whatever is not what was stored (IntegrityError, 14): LightGBM ends the whole
process on a text that was cut or edited, so it is handed nothing whose hash, length and names were not checked first.
Nothing is pickled. The folder is written beside and renamed, so that a crash leaves no half model.
"""

import hashlib
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from v100.errors import IntegrityError, NotFoundError
from v100.model.card import render_card
from v100.model.manifest import (
    CARD,
    NAME,
    Manifest,
    make_manifest,
    name_file,
    read_manifest,
    rebuild_model,
    refuse_edited,
    write_manifest,
)
from v100.model.trained import Model
from v100.store.disk import explain_disk_errors, make_private_folder, sync_file

_HEADER: Final = re.compile(
    rb"\Atree\nversion=v4\n.*?^feature_names=([^\n]*)\n.*?^tree_sizes=([0-9 ]*)\n\n", re.S | re.M
)
_FOOTER: Final = b"end of trees\n"


def identify_model(model: Model) -> Manifest:
    """Return the manifest a model would be stored with, and with it its id."""
    return make_manifest(model, {name: _hash(content) for name, content in _make_files(model).items()})


def save_model(model: Model, models: Path) -> Path:
    """Store a model in a folder of its own below `models` and return that; safe to repeat."""
    files = _make_files(model)
    manifest = identify_model(model)
    folder, beside = models / manifest.model_id, models / f".{manifest.model_id}.part"
    if folder.exists():
        load_model(folder)
        return folder
    with explain_disk_errors(folder):
        make_private_folder(models)
        if beside.exists():
            shutil.rmtree(beside)
        beside.mkdir(mode=0o700)
        for name, content in {**files, NAME: write_manifest(manifest)}.items():
            path = beside / name
            path.touch(mode=0o600)
            path.write_bytes(content)
            sync_file(path)
        beside.rename(folder)
        sync_file(folder)
    return folder


def load_model(folder: Path) -> Model:
    """Read a model; raises NotFoundError (11) where there is none, IntegrityError (14) where it was changed."""
    return load_artefact(folder)[1]


def load_artefact(folder: Path) -> tuple[Manifest, Model]:
    """Read a model and its manifest; raises as `load_model` does."""
    if not folder.is_dir():
        raise NotFoundError(f"There is no model {folder.name}.", hint="`v100 models` lists them.")
    manifest, spec = read_manifest(_read(folder, NAME))
    if manifest.model_id != folder.name:
        raise refuse_edited(f"its folder is called {folder.name}, and its manifest says {manifest.model_id}")
    if {path.name for path in folder.iterdir()} != {NAME, *manifest.files}:
        raise refuse_edited("its folder lacks a file, or has another beside its own")
    files = {name: _read(folder, name) for name in manifest.files}
    for name, content in files.items():
        if _hash(content) != manifest.files[name]:
            raise refuse_edited(f"{name} was changed")
    names = [item.name for item in manifest.features]
    for name, content in files.items():
        if name != CARD:
            _check_text(name, content, names)
    texts = {
        item.name: tuple(files[name_file(item.name, seed)].decode() for seed in item.seeds) for item in spec.component
    }
    return manifest, rebuild_model(manifest, spec, texts)


def _check_text(name: str, content: bytes, features: list[str]) -> None:
    """Hold a text to what its own header says, so that not even a well-sealed one is cut short."""
    header = _HEADER.match(content)
    if not header or header[1].decode().split(" ") != features:
        raise refuse_edited(f"{name} is not of the model's features")
    ends = header.end() + sum(int(size) for size in header[2].split())
    if content[ends : ends + len(_FOOTER)] != _FOOTER or not content.rstrip().endswith(b"pandas_categorical:null"):
        raise refuse_edited(f"{name} was cut short")


def _make_files(model: Model) -> Mapping[str, bytes]:
    texts = {
        name_file(item.name, seed): text.encode()
        for item in model.components
        for seed, text in zip(item.seeds, model.texts[item.name], strict=True)
    }
    hashes = {name: _hash(content) for name, content in texts.items()}
    return {**texts, CARD: render_card(model, hashes).encode()}


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _read(folder: Path, name: str) -> bytes:
    try:
        return (folder / name).read_bytes()
    except OSError as error:
        raise IntegrityError(
            f"The model {folder.name} has no readable {name}.", hint="Train it again, or restore a backup."
        ) from error
