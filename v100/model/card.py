"""The model card: what a model is for, what it cannot do and how it was made, for whoever has to answer for it.

In: a model, hashes of its trees, what it was measured to do. Out: Markdown, the same bytes every time. Refuses nothing.
The stored card bears no id, because its own hash is part of the id.
"""

from collections.abc import Mapping

from v100.model.trained import Model

_LIMITS = """\
- It does not say that anybody is guilty. The people it ranks are suspected.
- It does not decide. Nobody is tasked by it; that takes a recorded human decision with a rationale.
- It finds nobody who was not named, and most of the harm to come is done by people nobody has named yet.
- It learns from reports. Who is not believed or does not report is missing from what it learns, and from what it is
  measured by.
- Its contributions say what moved a score, not what causes harm.
- It knows the past it was trained on. Where recording changes, it is wrong until it is trained again."""


def render_card(model: Model, hashes: Mapping[str, str], measures: Mapping[str, float | str] | None = None) -> str:
    """Return the card; `measures` of an evaluation come after those of the training period."""
    spec = model.spec
    parts = [
        f"# Model {spec.name}, trained for {model.until}",
        "A ranking aid beside the harm stack. OFFICIAL-SENSITIVE where its output is.",
        _section("Purpose", spec.meaning.strip()),
        _section("Who decides", "A person, for every entry, with a recorded reason. The model only orders the list."),
        _section("What it was trained on", _say_data(model)),
        _section("What it predicts", _say_target(model)),
        _section("Features by family", _list_features(model)),
        _section("How it was trained", _say_training(model)),
        _section("How well it does", _say_measures(model, measures)),
        _section("When it must not rank", _say_conditions(model)),
        _section("What it cannot do", _LIMITS),
        _section("Hashes", _list_hashes(model, hashes)),
    ]
    return "\n\n".join(parts) + "\n"


def _section(title: str, text: str) -> str:
    return f"## {title}\n{text}"


def _say_data(model: Model) -> str:
    cohort, dates = model.spec.cohort, model.training_dates
    return (
        f"{model.rows:,} rows, one a person and date, on {len(dates)} dates from {dates[0]} to {dates[-1]}. On each "
        f"date everybody with at least {cohort.min_allegations} counting allegation in the {cohort.window_days} days "
        f"before, as known then. {model.serious_rows:,} rows were followed by a serious allegation. The horizon of "
        f"every date was over by {model.until}."
    )


def _say_target(model: Model) -> str:
    label = model.spec.label
    share = ", ".join(f"{name} {weight:.0%}" for name, weight in model.spec.blend.items())
    meaning = (
        f"What victims and third parties report in the {label.horizon_days} days after. Serious is an allegation of "
        f"{label.serious_days:g} days or more; where harm is capped, each allegation counts {label.cap_days:g} days at "
        f"most. Arrests, charges and convictions are no part of it. The score is made of: {share}."
    )
    lines = [
        meaning,
        "",
        "| component | objective | learns | rounds | seeds | variant |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    lines += [
        f"| {item.name} | {item.objective} | {item.target} | {item.rounds} | {', '.join(map(str, item.seeds))} "
        f"| {model.variants[item.name]} |"
        for item in model.components
    ]
    return "\n".join(lines)


def _list_features(model: Model) -> str:
    signs = {1: "never lowers the score", -1: "never raises the score", 0: "either way"}
    families: dict[str, list[str]] = {}
    for name in model.features:
        families.setdefault(name.split("__", maxsplit=1)[0], []).append(name)
    lines = ["| family | feature | more of it |", "| --- | --- | --- |"]
    for family, names in families.items():
        lines += [f"| {family} | `{name}` | {signs[model.directions[name]]} |" for name in names]
    return "\n".join(lines)


def _say_training(model: Model) -> str:
    meaning = (
        "Boosted trees (LightGBM), one thread, fixed seeds: the same rows give the same bytes. The directions above "
        "hold between values that are known; a value becoming known may move a score either way."
    )
    lines = [meaning]
    lines += [
        f"- {trial.component}, variant {trial.variant}: captured {_say(trial.harm_captured_at_k)} of the harm in the "
        f"first {trial.k} on {trial.dates} dates held out inside the training period"
        f"{' (chosen)' if trial.chosen else ''}."
        for trial in model.trials
    ]
    calibrated = f"The probability is that of {model.spec.calibration.component}, calibrated on rows it had not seen."
    lines.append(calibrated if model.steps else "The period was too short to calibrate a probability; there is none.")
    return "\n".join(lines)


def _say_measures(model: Model, measures: Mapping[str, float | str] | None) -> str:
    lines = ["Held out inside the training period, for calibration; no proof that it beats the stack:", ""]
    lines += _list_values(model.metrics) or ["- nothing could be held out"]
    lines += ["", "In an evaluation forward in time:", ""]
    return "\n".join(lines + (_list_values(measures or {}) or ["- not in this card; `v100 evaluate` measures it"]))


def _say_conditions(model: Model) -> str:
    spec, drift = model.spec, model.spec.drift
    feeds = f" Without {' and '.join(spec.features.needs)} it may not rank." if spec.features.needs else ""
    return (
        f"Before it is promoted, and from {spec.expiry.model_days} days after {model.until} on. The stack ranks "
        f"instead where scores drift by more than {drift.most_psi_score:g} (PSI) or a feature by more than "
        f"{drift.most_psi_feature:g}, where the cohort's size or the rate of serious allegations changes by more "
        f"than {drift.cohort_size_change:.0%} or {drift.label_rate_change:.0%}, or where the newest record is "
        f"more than {drift.most_lag_days} days old.{feeds}"
    )


def _list_hashes(model: Model, hashes: Mapping[str, str]) -> str:
    origin = model.record.origin if model.record else None
    lines = [f"- specification: `{model.spec.sha256}`"]
    if origin:
        lines += [
            f"- knowledge: `{origin.knowledge_sha256}`",
            f"- edition {origin.edition}: `{origin.edition_sha256}`",
            f"- code: {origin.code_version}",
        ]
    return "\n".join(lines + [f"- {name}: `{value}`" for name, value in hashes.items()])


def _list_values(values: Mapping[str, float | str]) -> list[str]:
    return [f"- {name.replace('_', ' ')}: {_say(value)}" for name, value in sorted(values.items())]


def _say(value: float | str | None) -> str:
    if value is None:
        return "nothing measurable"
    return value if isinstance(value, str) else f"{value:.4g}"
