"""Commands on whether listing changed anything: impact, impact design.

In: what was typed. Out: the work of `v100.evaluation.impact`. No logic of its own.
"""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from v100.cli.options import Json
from v100.cli.output import end_progress, make_progress, print_json, print_table, say
from v100.cli.session import current_session, parse_date

if TYPE_CHECKING:
    from v100.evaluation.impact.results import Change, Impact

commands = typer.Typer(help="Whether being listed changed anything.", invoke_without_command=True)


class OutcomeOption(StrEnum):
    """What may follow a listing."""

    arrest = "arrest"
    charge = "charge"
    harm = "harm"


@commands.callback()
def impact(
    context: typer.Context,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="The day of the study, YYYY-MM-DD [today].")
    ] = None,
    horizon_days: Annotated[
        int, typer.Option("--horizon-days", min=7, max=3650, help="Days after a list that are looked at.")
    ] = 180,
    outcome: Annotated[OutcomeOption, typer.Option("--outcome", help="What is compared.")] = OutcomeOption.arrest,
    as_json: Json = False,
) -> None:
    """Did being listed change anything: before and after, at the cut, against the not yet listed, and a placebo."""
    if context.invoked_subcommand is not None:
        return
    from v100.evaluation.impact.assess import assess_impact
    from v100.evaluation.impact.evidence import require_outcome
    from v100.evaluation.impact.gather import gather_evidence

    session = current_session(context)
    day = parse_date(as_of) if as_of else session.now.date()
    evidence = gather_evidence(session.workspace.require(), session.settings(), day, horizon_days, make_progress())
    end_progress()
    study = assess_impact(evidence, as_of=day, outcome=require_outcome(outcome.value), horizon_days=horizon_days)
    if as_json:
        print_json(study)
    else:
        _print_study(study)


@commands.command("design")
def design(
    effect: Annotated[float, typer.Option("--effect", help="Ratio of the rates to be seen: 0.5 halves, 2 doubles.")],
    base_rate: Annotated[float, typer.Option("--base-rate", help="Rate a person-year of the not listed.")],
    per_list: Annotated[int, typer.Option("--per-list", min=2, max=100_000, help="Length of the list.")] = 100,
    weeks: Annotated[int, typer.Option("--weeks", min=1, max=1040, help="Weeks of weekly lists.")] = 26,
    holdout_share: Annotated[
        float, typer.Option("--holdout-share", help="Share of those near the cut to be held out at random.")
    ] = 0.5,
    as_json: Json = False,
) -> None:
    """How many weeks and people would show an effect, and how to hold people out at random near the cut."""
    from v100.evaluation.impact.design import plan_design

    plan = plan_design(effect=effect, base_rate=base_rate, per_list=per_list, weeks=weeks, holdout_share=holdout_share)
    if as_json:
        print_json(plan)
        return
    say(
        f"With {holdout_share:.0%} of {plan['band_people']} people near the cut held out for {weeks} weeks, a rate of "
        f"{base_rate:g} a person-year made {effect:g} times as high is seen with a probability of {plan['power']:.0%}; "
        f"at the cut without a draw, {plan['power_at_the_cut']:.0%}."
    )
    for name, needed in (("With the draw", plan["weeks_needed"]), ("At the cut", plan["weeks_needed_at_the_cut"])):
        say(f"{name}, 80 % need {'more than 20 years' if needed is None else f'{needed} weeks'}.")
    for number, step in enumerate(plan["protocol"], start=1):
        say(f"{number}. {step}")
    for text in plan["assumptions"]:
        say(f"Assumed: {text}")


def _print_study(study: "Impact") -> None:
    say(
        f"{study['people']} people on {study['lists']} lists; {study['outcome']}; {study['horizon_days']} days after "
        f"each list, as known on {study['as_of']}."
    )
    changes: list[tuple[str, Change]] = [
        ("listed for the first time", study["before_after"]),
        ("placebo: next below the cut", study["placebo"]["below_the_cut"]),
        ("placebo: before the first list", study["placebo"]["before_the_first"]),
    ]
    print_table(
        "Before and after, a person-year at liberty. Not an effect.",
        ("group", "people", "before", "after", "ratio", "95 %"),
        [
            [name, item["people"], item["before"], item["after"], item["ratio"], _write_interval(item["ci95"])]
            for name, item in changes
        ],
    )
    jump, ratio = study["discontinuity"], study["staggered"]
    print_table(
        "Comparisons",
        ("comparison", "figure", "95 %", "what it is", "from"),
        [
            [
                "at the cut",
                jump["effect"],
                _write_interval(jump["ci95"]),
                f"difference in {jump['unit']}",
                jump["because"]
                or f"{jump['n_left']} below and {jump['n_right']} above, bandwidth {jump['bandwidth']:.3f}",
            ],
            [
                "against the not yet listed",
                ratio["rate_ratio"],
                _write_interval(ratio["ci95"]),
                "ratio of rates",
                ratio["because"] or f"{ratio['listed_people']} listed of {ratio['people']} people",
            ],
        ],
    )
    for text in study["words"]:
        say(text)
    for text in study["assumptions"]:
        say(f"Assumed: {text}")


def _write_interval(interval: tuple[float, float] | None) -> str:
    return "" if interval is None else f"{interval[0]:.2f} to {interval[1]:.2f}"
