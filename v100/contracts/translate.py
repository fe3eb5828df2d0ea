"""One Open Data Contract Standard document → one `Feed`.

In: a parsed document. Out: the feed it describes. Refuses, with a ValueError that says what is wrong and
where, anything V100 would have to guess: an unknown type, a column without a meaning, a key with a gap.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeVar, get_args

from open_data_contract_standard.model import (
    CustomProperty,
    DataQuality,
    OpenDataContractStandard,
    SchemaObject,
    SchemaProperty,
)

from v100.contracts.model import (
    PHYSICAL_TYPES,
    Column,
    Expectation,
    ExpectationRule,
    FeatureUse,
    Feed,
    Kind,
    Reference,
    Retention,
    Sensitivity,
)

_Choice = TypeVar("_Choice")
_REFERENCE: Final = re.compile(r"([a-z_]+)\.odcs\.yaml#/schema/\1/properties/([a-z_]+)")
_EXPECTATION_COLUMNS: Final[dict[ExpectationRule, tuple[str, ...]]] = {
    "between": ("column",),
    "ordered": ("earlier", "later"),
    "past": ("column",),
    "pnc": ("column",),
}
# What an id is made of; V100 knows no other pattern.
_ID_PATTERN: Final = r"^[^\p{Cc}\p{Zl}\p{Zp}]*$"
_KINDS: Final[dict[str, Kind]] = {kind: kind for kind in PHYSICAL_TYPES}
_SENSITIVITIES: Final[dict[str, Sensitivity]] = {word: word for word in get_args(Sensitivity)}
_RETENTIONS: Final[dict[str, Retention]] = {word: word for word in get_args(Retention)}
_FEATURE_USES: Final[dict[str, FeatureUse]] = {word: word for word in get_args(FeatureUse)}
_RULES: Final[dict[str, ExpectationRule]] = {rule: rule for rule in _EXPECTATION_COLUMNS}


def translate_contract(document: OpenDataContractStandard) -> Feed:
    """Return the feed; raises ValueError naming the part of the document that is wrong."""
    if document.schema_ is None or len(document.schema_) != 1:
        raise ValueError("a contract has exactly one schema object")
    schema = document.schema_[0]
    properties = schema.properties or []
    custom = _read_custom(schema.customProperties)
    feed = Feed(
        name=_require(schema.name, "schema", "name"),
        key=_read_key(properties),
        columns=tuple(_read_column(each) for each in properties),
        required=_choose({"required": True, "optional": False}, custom.get("presence"), "schema", "presence"),
        clock=custom.get("clock"),
        event_time=custom.get("eventTime"),
        references=tuple(_read_references(properties)),
        warnings=tuple(_read_expectation(rule) for rule in _list_quality(schema)),
        meaning=_require(document.description and document.description.purpose, "description", "purpose"),
        grain=_require(schema.dataGranularityDescription, "schema", "dataGranularityDescription"),
    )
    _check_names(feed)
    return feed


def _read_column(source: SchemaProperty) -> Column:
    name = _require(source.name, "a property", "name")
    kind = _choose(_KINDS, source.logicalType, name, "logicalType")
    if source.physicalType != PHYSICAL_TYPES[kind]:
        raise ValueError(f"{name}: physicalType of a {kind} is {PHYSICAL_TYPES[kind]}")
    if source.required is None:
        raise ValueError(f"{name}: required is not said")
    custom = _read_custom(source.customProperties)
    options = source.logicalTypeOptions or {}
    return Column(
        name=name,
        kind=kind,
        nullable=not source.required,
        allowed=tuple(str(each.value) for each in source.enum or ()),
        minimum=_read_number(options.get("minimum"), name, "minimum"),
        longest=_read_longest(options, name, kind),
        meaning=_require(source.description, name, "description"),
        sensitivity=_choose(_SENSITIVITIES, source.classification, name, "classification"),
        retention=_choose(_RETENTIONS, custom.get("retentionClass"), name, "retentionClass"),
        feature_use=_choose(_FEATURE_USES, custom.get("feature_use"), name, "feature_use"),
    )


def _read_longest(options: Mapping[str, Any], name: str, kind: Kind) -> int | None:
    """Return the most characters of an id; None where the column is none."""
    longest = options.get("maxLength")
    if longest is None and "pattern" not in options:
        return None
    if kind != "string" or type(longest) is not int or longest < 1 or options.get("pattern") != _ID_PATTERN:
        raise ValueError(f"{name}: maxLength stands with the pattern {_ID_PATTERN}, on a string")
    return longest


def _read_key(properties: Iterable[SchemaProperty]) -> tuple[str, ...]:
    placed = {each.primaryKeyPosition: str(each.name) for each in properties if each.primaryKey}
    if not placed or set(placed) != set(range(1, len(placed) + 1)):
        raise ValueError("the primaryKeyPositions do not run from 1 without a gap")
    return tuple(placed[position] for position in range(1, len(placed) + 1))


def _read_references(properties: Iterable[SchemaProperty]) -> Iterable[Reference]:
    for each in properties:
        for relationship in each.relationships or ():
            match = _REFERENCE.fullmatch(str(relationship.to))
            if match is None or match.group(2) != each.name:
                raise ValueError(f"{each.name}: cannot read the relationship to {relationship.to}")
            yield Reference(columns=(str(each.name),), feed=match.group(1))


def _list_quality(schema: SchemaObject) -> Iterable[DataQuality]:
    yield from schema.quality or ()
    for each in schema.properties or ():
        yield from each.quality or ()


def _read_expectation(source: DataQuality) -> Expectation:
    name = _require(source.name, "a quality rule", "name")
    given = source.implementation
    if source.engine != "v100" or source.severity != "warning" or not isinstance(given, dict):
        raise ValueError(f"{name}: a quality rule is a warning of the engine v100, with an implementation")
    rule = _choose(_RULES, given.get("rule"), name, "rule")
    columns = _EXPECTATION_COLUMNS[rule]
    unknown = set(given) - {"rule", *columns, *(("minimum", "maximum") if rule == "between" else ())}
    if unknown:
        raise ValueError(f"{name}: {rule} does not take {', '.join(sorted(unknown))}")
    return Expectation(
        name=name,
        meaning=_require(source.description, name, "description"),
        rule=rule,
        columns=tuple(_require(given.get(column), name, column) for column in columns),
        minimum=_read_number(given.get("minimum"), name, "minimum"),
        maximum=_read_number(given.get("maximum"), name, "maximum"),
    )


def _check_names(feed: Feed) -> None:
    kinds = {column.name: column.kind for column in feed.columns}
    if len(kinds) != len(feed.columns):
        raise ValueError("two columns have one name")
    for name in (feed.clock, feed.event_time):
        if name is not None and kinds.get(name) != "timestamp":
            raise ValueError(f"{name} is not a timestamp of this feed")
    for warning in feed.warnings:
        if not set(warning.columns) <= set(kinds):
            raise ValueError(f"{warning.name}: speaks of a column that this feed does not have")


def _read_custom(properties: Iterable[CustomProperty] | None) -> dict[str, Any]:
    return {str(each.property): each.value for each in properties or ()}


def _choose(known: Mapping[str, _Choice], given: object, where: str, what: str) -> _Choice:
    if isinstance(given, str) and given in known:
        return known[given]
    raise ValueError(f"{where}: {what} is {given!r}, not one of {', '.join(known)}")


def _require(given: object, where: str, what: str) -> str:
    if isinstance(given, str) and given.strip():
        return given.strip()
    raise ValueError(f"{where}: {what} is missing")


def _read_number(given: object, where: str, what: str) -> float | None:
    if given is None:
        return None
    if isinstance(given, int | float) and not isinstance(given, bool):
        return float(given)
    raise ValueError(f"{where}: {what} is {given!r}, not a number")
