"""What the figures of a study of effect allow anybody to say, in sentences that can be repeated.

In: a study. Out: sentences. Refuses to speak of a cause where the interval includes no effect, and of any effect from
the plain before and after.
"""

from typing import Final

from v100.evaluation.impact.results import Change, Discontinuity, Impact, Interval, Staggered, Survival

_NAMES: Final = {"arrest": "arrests", "charge": "charges", "harm": "harm reported by victims"}
_SMALL_P: Final = 0.05
NO_PROOF: Final = "That is not proof of no effect: everything in the interval is possible."


def write_words(study: Impact) -> list[str]:
    """Return the sentences, the plain comparison first and what it is worth beside it."""
    name = _NAMES[study["outcome"]]
    placebo = study["placebo"]
    words = [
        _write_change(f"Among people listed for the first time, {name}", study["before_after"]),
        _write_change(f"Among the next below the cut, a list that nobody saw, {name}", placebo["below_the_cut"]),
        _write_change(f"On a list computed for a day before the first was issued, {name}", placebo["before_the_first"]),
        "None of these three is an effect of listing. What the first shows beyond the other two is a hint, no more.",
        *_write_jump(name, study["discontinuity"]),
        *_write_ratio(name, study["staggered"]),
    ]
    if study["survival"] is not None:
        words.append(_write_wait(study["survival"]))
    return [*words, write_agreement(study["discontinuity"], study["staggered"])]


def write_interval(interval: Interval) -> str:
    """Return an interval in words."""
    return f"95 % interval {interval[0]:.2f} to {interval[1]:.2f}"


def _write_change(who: str, change: Change) -> str:
    if change["ratio"] is None or change["ci95"] is None:
        return f"{who}: no figure ({change['because']})."
    before, after = change["before"] or 0.0, change["after"] or 0.0
    return (
        f"{who} went from {before:.2f} to {after:.2f} a person-year, {change['ratio']:.2f} times "
        f"({write_interval(change['ci95'])}; {change['people']} people)."
    )


def _write_jump(name: str, found: Discontinuity) -> list[str]:
    if found["effect"] is None or found["ci95"] is None:
        return [f"At the cut nothing can be said: {found['because']}."]
    low, high = found["ci95"]
    said = f"{found['effect']:+.2f} {found['unit']} ({write_interval(found['ci95'])})"
    if low <= 0 <= high:
        words = [f"At the cut, people just listed and just missed are not seen to differ in {name}: {said}. {NO_PROOF}"]
    else:
        more = "more" if low > 0 else "fewer" if name != _NAMES["harm"] else "less"
        words = [f"At the cut, people just listed had {more} {name} than people who just missed: {said}."]
    share = found["listed_share_jump"]
    if share is not None and found["per_listed_year"] is not None and found["per_listed_year_ci95"] is not None:
        words.append(
            f"The people just listed spent {100 * share:.0f} points more of the horizon on a list; for a whole year "
            f"on it that comes to {found['per_listed_year']:+.2f} ({write_interval(found['per_listed_year_ci95'])})."
        )
    return [*words, *_write_doubts(found)]


def _write_doubts(found: Discontinuity) -> list[str]:
    doubts = []
    if found["density_p"] is not None and found["density_p"] < _SMALL_P:
        doubts.append(
            f"People are bunched on one side of the cut (p {found['density_p']:.3f}): "
            "records may have been made with the list in mind, and the figure at the cut is in doubt."
        )
    jumps = [item["covariate"].replace("_", " ") for item in found["balance"] if item["p"] < _SMALL_P]
    if jumps:
        doubts.append(f"Something settled before the list jumps at the cut as well: {', '.join(jumps)}. It should not.")
    return doubts


def _write_ratio(name: str, found: Staggered) -> list[str]:
    if found["rate_ratio"] is None or found["ci95"] is None:
        return [f"Against people not yet listed nothing can be said: {found['because']}."]
    low, high = found["ci95"]
    said = f"{found['rate_ratio']:.2f} times the rate ({write_interval(found['ci95'])})"
    if low <= 1 <= high:
        words = [f"Against people not yet listed, listed people are not seen to differ in {name}: {said}. {NO_PROOF}"]
    else:
        more = "a higher" if low > 1 else "a lower"
        words = [
            f"Against people not yet listed with as many reports, lately and before, {name} had {more} rate: {said}."
        ]
    unseen = found["placebo_ci95"]
    if unseen is not None and not unseen[0] <= 1 <= unseen[1]:
        words.append(
            f"The same comparison finds {found['placebo_rate_ratio']:.2f} ({write_interval(unseen)}) for a list that "
            "nobody saw. It should find none, so this comparison is not to be relied on here."
        )
    return words


def _write_wait(found: Survival) -> str:
    if found["hazard_ratio"] is None or found["ci95"] is None:
        return f"Of the time until it first happens nothing can be said: {found['because']}."
    low, high = found["ci95"]
    end = "is not seen to differ" if low <= 1 <= high else "came sooner" if low > 1 else "came later"
    return (
        f"The first time after a list {end} for newly listed people: "
        f"hazard ratio {found['hazard_ratio']:.2f} ({write_interval(found['ci95'])})."
    )


def write_agreement(jump: Discontinuity, ratio: Staggered) -> str:
    """Return what the two comparisons allow together; a cause only where both leave out none, on the same side."""
    signs = {_find_sign(jump["ci95"], 0.0), _find_sign(ratio["ci95"], 1.0)}
    unseen = ratio["placebo_ci95"]
    if signs in ({1}, {-1}) and (unseen is None or _find_sign(unseen, 1.0) == 0) and not _write_doubts(jump):
        way = "raised" if signs == {1} else "lowered"
        return f"Both comparisons agree: if their assumptions hold, being listed {way} it."
    return "Taken together, these figures do not show that being listed changed it."


def _find_sign(interval: Interval | None, none: float) -> int:
    if interval is None:
        return 0
    return int(interval[0] > none) - int(interval[1] < none)


ASSUMPTIONS: Final = (
    (
        "At the cut: people a little above and a little below it were alike but for the list. It breaks where "
        "records are "
        "made with the cut in mind, or where something else happens at the same number of harm days."
    ),
    ("At the cut: the figure holds for people near the cut alone, not for the top of the list."),
    (
        "At the cut: those who just missed are often listed later, the sooner the more often lists are issued. "
        "That makes the figure smaller; the share of the horizon on a list says by how much."
    ),
    (
        "Against the not yet listed: among people with as many reports in the window, in the last four weeks "
        "and in the window before, being listed says nothing else about what was to come. It breaks where the weight "
        "of the reports, which puts "
        "people on the list, also draws arrests by itself."
    ),
    (
        "Against the not yet listed: what a list does by bringing about fewer reports is taken out with the "
        "reports, so an "
        "effect on later harm is understated."
    ),
    (
        "Against the not yet listed: nobody's listing changes what happens to others. It breaks where officers "
        "are taken "
        "from people below the cut."
    ),
    (
        "Throughout: an outcome that is not recorded did not happen, and custody is known. Days in custody are "
        "no exposure "
        "in rates; at the cut all days of the horizon are."
    ),
)
