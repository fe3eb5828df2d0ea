"""The alternative to the features: the same ones in pandas, date by date, as an analyst would write them.

`pandas_features.py FEEDS RESULT SERIOUS_DAYS CAP_DAYS DATE…`: reads the feeds' Parquet files, writes the features of
each date's cohort to RESULT and the seconds of each part beside it as JSON. It runs in an interpreter of its own.
Left out, as in the case it reads: contested rows, and people who are named before their record is known.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

COLUMNS = {
    "incidents": [
        "incident_id", "offence_code", "reported_at", "detection_mode", "area", "domestic_abuse", "status",
        "outcome_type", "recorded_at",
    ],
    "suspects": ["incident_id", "person_record_id", "relationship", "status", "recorded_at"],
    "victims": ["incident_id", "victim_id", "age", "risk_grade", "recorded_at"],
    "justice_events": ["event_id", "incident_id", "person_record_id", "kind", "reason", "event_at", "recorded_at"],
}  # fmt: skip
PERSON = "person_record_id"
PRECURSORS = ["strangulation", "coercive_control", "stalking", "order_breach", "threats"]
OUTCOMES = {"charge": "charged", "acquittal": "acquitted", "conviction": "convicted"}
WITHDREW = ["victim_withdrew", "victim_does_not_support", "no_cooperation", "no_affidavit"]
UNFOUNDED = ["unfounded", "exonerated", "false_report", "no_crime"]
WINDOWS = {
    "any": (90, 365, None),
    "counting": (30, 90, 180, 365, 730, None),
    "serious": (180, 365, 730, None),
    "domestic_abuse": (365, None),
}


def read_feeds(folder: Path) -> dict[str, pd.DataFrame]:
    feeds = {name: pd.read_parquet(folder / f"{name}.parquet", columns=names) for name, names in COLUMNS.items()}
    # Sorted once, so that the newest version known on a day is the last one.
    feeds = {name: rows.sort_values("recorded_at") for name, rows in feeds.items()}
    feeds["offences"] = pd.read_parquet(folder / "offences.parquet")[["offence_code", "theme", "in_scope", "harm_days"]]
    return feeds


def pick_newest(rows: pd.DataFrame, key: list[str], as_of: pd.Timestamp) -> pd.DataFrame:
    known = rows[rows["recorded_at"] < as_of]
    return known.drop_duplicates(key, keep="last").drop(columns="recorded_at")


def list_allegations(feeds: dict[str, pd.DataFrame], as_of: pd.Timestamp, serious_days: float) -> pd.DataFrame:
    incidents = pick_newest(feeds["incidents"], ["incident_id"], as_of)
    alleged = (incidents["status"] != "cancelled") & (incidents["detection_mode"] != "proactive")
    incidents = incidents[alleged & (incidents["reported_at"] < as_of)]
    suspects = pick_newest(feeds["suspects"], ["incident_id", PERSON], as_of)
    suspects = suspects[suspects["status"] == "named"].drop(columns="status")
    rows = suspects.merge(incidents, on="incident_id").merge(feeds["offences"], on="offence_code", how="left")
    rows["age"] = (as_of - rows["reported_at"].dt.normalize()).dt.days
    rows["counting"] = rows["in_scope"].fillna(False).astype(bool) & rows["harm_days"].notna()
    rows["serious"] = rows["counting"] & (rows["harm_days"] >= serious_days)
    rows["domestic_abuse"] = rows["domestic_abuse"].fillna(False).astype(bool)
    cohort = rows.loc[rows["counting"] & (rows["age"] <= 365), PERSON].unique()
    rows = rows[rows[PERSON].isin(cohort)]
    return rows.assign(**{PERSON: rows[PERSON].astype("category")})


def list_victims(feeds: dict[str, pd.DataFrame], allegations: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    victims = pick_newest(feeds["victims"], ["incident_id", "victim_id"], as_of).rename(columns={"age": "years"})
    counting = allegations.loc[allegations["counting"], ["incident_id", PERSON, "age"]]
    return counting.merge(victims, on="incident_id")


def list_outcomes(feeds: dict[str, pd.DataFrame], allegations: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    events = pick_newest(feeds["justice_events"], ["event_id"], as_of)
    events = events[events["event_at"] < as_of]
    ended = events["kind"].isin(["no_further_action", "discontinued"])
    events["outcome"] = events["kind"].map(OUTCOMES).mask(ended, "no_further_action")
    events.loc[ended & events["reason"].isin(WITHDREW), "outcome"] = "withdrawn"
    events.loc[ended & events["reason"].isin(UNFOUNDED), "outcome"] = "cleared"
    events = events[events["outcome"].notna()]
    rows = allegations[["incident_id", PERSON]].merge(events, on=["incident_id", PERSON])
    rows["age"] = (as_of - rows["event_at"].dt.normalize()).dt.days
    rows[PERSON] = rows[PERSON].astype(allegations[PERSON].dtype)
    # Three charges in one allegation are one, as old as the last.
    return rows.groupby([PERSON, "incident_id", "outcome"], observed=True)["age"].min().reset_index()


def within(rows: pd.DataFrame, days: int | None) -> pd.DataFrame:
    return rows if days is None else rows[rows["age"] <= days]


def name(days: int | None) -> str:
    return "all" if days is None else f"{days}d"


def by_person(rows: pd.DataFrame) -> pd.api.typing.DataFrameGroupBy:
    # Everybody of the cohort has a row, also who has none of these.
    return rows.groupby(PERSON, observed=False)


def decay(rows: pd.DataFrame, values: pd.Series | float, half_life: int) -> pd.Series:
    faded = (values * 0.5 ** (rows["age"] / half_life)).where(rows["age"] <= 10 * half_life, 0.0)
    return faded.groupby(rows[PERSON], observed=False).sum()


def describe_harm(counting: pd.DataFrame, cap_days: float) -> dict[str, pd.Series]:
    made = {}
    for days in (30, 90, 180, 365, 730, None):
        made[f"harm__sum__{name(days)}"] = by_person(within(counting, days))["harm_days"].sum()
    for half_life in (90, 180, 365, 730):
        made[f"harm__decay__{half_life}d"] = decay(counting, counting["harm_days"], half_life)
    for half_life in (180, 365, 730):
        made[f"harm__capped__decay{half_life}d"] = decay(
            counting, counting["harm_days"].clip(upper=cap_days), half_life
        )
    for days in (365, None):
        made[f"harm__max__{name(days)}"] = by_person(within(counting, days))["harm_days"].max().fillna(0.0)
    made["harm__top_share__365d"] = made["harm__max__365d"] / made["harm__sum__365d"]
    return made


def describe_frequency(kinds: dict[str, pd.DataFrame]) -> dict[str, pd.Series]:
    made = {}
    for kind, windows in WINDOWS.items():
        for days in windows:
            made[f"frequency__{kind}__{name(days)}"] = by_person(within(kinds[kind], days)).size()
    for kind in ("any", "counting", "serious"):
        for half_life in (180, 365, 1460):
            made[f"frequency__{kind}__decay{half_life}d"] = decay(kinds[kind], 1.0, half_life)
        made[f"recency__{kind}__days"] = by_person(kinds[kind])["age"].min()
    made["recency__first__days"] = by_person(kinds["any"])["age"].max()
    return made


def describe_escalation(counting: pd.DataFrame) -> dict[str, pd.Series]:
    reports = counting.groupby([PERSON, "age"], observed=True)["harm_days"].max().reset_index()
    reports = reports.sort_values([PERSON, "age"], ascending=[True, False])
    before = reports.groupby(PERSON, observed=True)
    reports["worse"] = reports["harm_days"] > before["harm_days"].shift()
    reports["gap"] = before["age"].shift() - reports["age"]
    reports["sooner"] = reports["gap"] < reports.groupby(PERSON, observed=True)["gap"].shift()
    made = {}
    for what in ("worse", "sooner"):
        for days in (365, 730):
            made[f"escalation__{what}__{days}d"] = by_person(within(reports, days))[what].sum()
    half = by_person(within(counting, 182))["harm_days"].sum()
    made["escalation__change__182d"] = 2 * half - by_person(within(counting, 364))["harm_days"].sum()
    return made


def describe_kinds(rows: pd.DataFrame, counting: pd.DataFrame) -> dict[str, pd.Series]:
    made = {}
    for days in (365, None):
        made[f"versatility__themes__{name(days)}"] = by_person(within(counting, days))["theme"].nunique()
        made[f"versatility__offences__{name(days)}"] = by_person(within(counting, days))["offence_code"].nunique()
        made[f"areas__distinct__{name(days)}"] = by_person(within(rows, days))["area"].nunique()
    precursors = counting[counting["theme"].isin(PRECURSORS)]
    year = within(precursors, 365)
    for theme in PRECURSORS:
        made[f"precursors__{theme}__365d"] = by_person(year[year["theme"] == theme]).size()
    for days in (90, 365, None):
        made[f"precursors__count__{name(days)}"] = by_person(within(precursors, days)).size()
    made["precursors__themes__365d"] = by_person(year)["theme"].nunique()
    made["precursors__count__decay365d"] = decay(precursors, 1.0, 365)
    return made


def describe_victims(rows: pd.DataFrame, victims: pd.DataFrame) -> dict[str, pd.Series]:
    made = {}
    for days in (90, 365, None):
        made[f"victims__distinct__{name(days)}"] = by_person(within(victims, days))["victim_id"].nunique()
    for days in (365, None):
        times = within(victims, days).groupby([PERSON, "victim_id"], observed=True).size()
        made[f"victims__repeat__{name(days)}"] = by_person(times[times > 1].reset_index()).size()
    first = victims.groupby([PERSON, "victim_id"], observed=True)["age"].max().reset_index()
    new, earlier = by_person(first[first["age"] <= 90]).size(), by_person(first[first["age"] > 90]).size()
    made["victims__new__90d"] = new.where(earlier > 0, 0)
    year = within(victims, 365)
    made["victims__under_18__365d"] = by_person(year[year["years"] < 18])["victim_id"].nunique()
    made["victims__high_risk__365d"] = by_person(year[year["risk_grade"] == "high"])["victim_id"].nunique()
    recent = within(rows, 365)
    made["victims__partner__365d"] = by_person(recent[recent["relationship"].isin(["partner", "ex_partner"])]).size()
    made["victims__stranger__365d"] = by_person(recent[recent["relationship"] == "stranger"]).size()
    return made


def describe_careers(rows: pd.DataFrame, outcomes: pd.DataFrame) -> dict[str, pd.Series]:
    made = {}
    for outcome in (*OUTCOMES.values(), "no_further_action", "withdrawn", "cleared"):
        ended = outcomes[outcomes["outcome"] == outcome]
        for days in (730, None):
            made[f"careers__{outcome}__{name(days)}"] = by_person(within(ended, days)).size()
        made[f"careers__{outcome}__days"] = by_person(ended)["age"].min()
    recent = within(rows, 730)
    made["careers__open__730d"] = by_person(recent[recent["status"] == "open"]).size()
    unsupported = (recent["status"] == "closed") & recent["outcome_type"].isin(["14", "16"])
    made["careers__unsupported__730d"] = by_person(recent[unsupported]).size()
    return made


def describe(rows: pd.DataFrame, victims: pd.DataFrame, outcomes: pd.DataFrame, cap_days: float) -> pd.DataFrame:
    kinds = {"any": rows} | {kind: rows[rows[kind]] for kind in ("counting", "serious", "domestic_abuse")}
    made = (
        describe_harm(kinds["counting"], cap_days)
        | describe_frequency(kinds)
        | describe_escalation(kinds["counting"])
        | describe_kinds(rows, kinds["counting"])
        | describe_victims(rows, victims)
        | describe_careers(rows, outcomes)
    )
    return pd.DataFrame({feature: values.astype(np.float64) for feature, values in made.items()})


def main() -> None:
    folder, result, serious_days, cap_days = (
        Path(sys.argv[1]),
        Path(sys.argv[2]),
        float(sys.argv[3]),
        float(sys.argv[4]),
    )
    seconds = {"reading": 0.0, "allegations": 0.0, "features": 0.0}
    started = time.perf_counter()
    feeds = read_feeds(folder)
    seconds["reading"] = time.perf_counter() - started
    panels = []
    for day in sys.argv[5:]:
        started = time.perf_counter()
        as_of = pd.Timestamp(day)
        allegations = list_allegations(feeds, as_of, serious_days)
        victims = list_victims(feeds, allegations, as_of)
        outcomes = list_outcomes(feeds, allegations, as_of)
        cut = time.perf_counter()
        panel = describe(allegations, victims, outcomes, cap_days)
        panel.index = panel.index.astype("str")
        panels.append(panel.reset_index(names="person_id").assign(as_of=day))
        seconds["allegations"] += cut - started
        seconds["features"] += time.perf_counter() - cut
    pd.concat(panels).to_parquet(result, index=False)
    seconds["cpu"] = time.process_time()
    result.with_suffix(".json").write_text(json.dumps(seconds), encoding="utf-8")


if __name__ == "__main__":
    main()
