"""The contracts, read from `data_contracts/` in the order in which feeds are loaded.

In: the folder of Open Data Contract Standard documents. Out: feeds by name, referenced ones first.
Refuses a document that is malformed, carries a field the standard does not know, or points at a feed that
is loaded after it: InputDataError, with the file and what is wrong.
"""

from functools import cache
from pathlib import Path
from typing import Final

import yaml
from open_data_contract_standard.model import OpenDataContractStandard
from pydantic import ValidationError

from v100.contracts.model import Feed
from v100.contracts.translate import translate_contract
from v100.errors import InputDataError
from v100.resources import resource_path

LOAD_ORDER: Final = (
    "offences",
    "persons",
    "incidents",
    "suspects",
    "victims",
    "justice_events",
    "custody_spells",
    "orders",
    "protected_characteristics",
)
_SUFFIX: Final = ".odcs.yaml"


def load_contracts() -> dict[str, Feed]:
    """Return the shipped contracts by feed name, in load order; the files are read once."""
    return dict(_load_shipped())


@cache
def _load_shipped() -> dict[str, Feed]:
    return read_contracts(resource_path("data_contracts"))


def read_contracts(folder: Path) -> dict[str, Feed]:
    """Read every contract of `folder`; raises InputDataError naming the file and what is wrong with it."""
    found = {path.name.removesuffix(_SUFFIX) for path in folder.glob(f"*{_SUFFIX}")}
    for name in sorted(found.symmetric_difference(LOAD_ORDER)):
        state = "not a feed that V100 knows" if name in found else "missing"
        raise _refuse(f"{name}{_SUFFIX}", f"it is {state}")
    feeds: dict[str, Feed] = {}
    for name in LOAD_ORDER:
        file = f"{name}{_SUFFIX}"
        try:
            feed = translate_contract(_read_document(folder / file))
            _check_feed(feed, name, feeds)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            raise _refuse(file, f"{where}: {first['msg']}") from error
        except (ValueError, yaml.YAMLError) as error:
            raise _refuse(file, str(error)) from error
        except RecursionError as error:
            raise _refuse(file, "it is nested too deeply") from error
        feeds[name] = feed
    return feeds


def _read_document(path: Path) -> OpenDataContractStandard:
    # The same document as `OpenDataContractStandard.from_file` gives, parsed by libyaml: nine times faster,
    # and the raw mapping is at hand to find what the models would have dropped.
    raw = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    _refuse_aliases(raw)
    document = OpenDataContractStandard.model_validate(raw)
    if document.model_dump(by_alias=True, exclude_unset=True) != raw:
        raise ValueError("it has a field that the Open Data Contract Standard does not know")
    return document


def _refuse_aliases(raw: object) -> None:
    """Refuse what stands twice or in itself: a few lines of it are enough to fill the memory when it is written out."""
    waiting, seen = [raw], set()
    while waiting:
        item = waiting.pop()
        if not isinstance(item, dict | list):
            continue
        if id(item) in seen:
            raise ValueError("it refers to a part of itself by an alias")
        seen.add(id(item))
        waiting.extend(item.values() if isinstance(item, dict) else item)


def _check_feed(feed: Feed, name: str, earlier: dict[str, Feed]) -> None:
    if feed.name != name:
        raise ValueError(f"it describes {feed.name}")
    for reference in feed.references:
        if reference.feed not in earlier:
            raise ValueError(f"{reference.feed} is not loaded before {name}")
        if reference.columns != earlier[reference.feed].key:
            raise ValueError(f"{', '.join(reference.columns)} is not the whole key of {reference.feed}")


def _refuse(file: str, what: str) -> InputDataError:
    return InputDataError(f"The contract {file} cannot be used: {what}.", hint="Restore the file as it was released.")
