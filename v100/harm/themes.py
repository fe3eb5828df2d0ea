"""Which theme an offence of the index belongs to, and whether it is in scope, where no table of ours says so.

In: the recorded-crime GROUP, SUB_GROUP and SUB_SUB_GROUP of a row of the Cambridge index. Out: theme and scope, as
docs/explanation/harm.md gives them. Refuses nothing: None where the groups name no theme of ours.
"""

from typing import Final

_BY_SUB_GROUP: Final = {
    "homicide": ("homicide", True),
    "violence with injury": ("violence_injury", True),
    "violence without injury": ("violence_no_injury", True),
    "stalking and harassment": ("harassment", True),
    "rape": ("rape", True),
    "rape offences": ("rape", True),
    "other sexual offences": ("other_sexual", True),
    "possession of weapons offences": ("weapons", False),
}


def find_theme(group: str, sub_group: str, sub_sub_group: str) -> tuple[str, bool] | None:
    """Return the theme and whether the offence is in scope; None where the groups name none."""
    folded = sub_group.casefold()
    if folded == "stalking and harassment" and "stalking" in sub_sub_group.casefold():
        return "stalking", True
    if folded not in _BY_SUB_GROUP and group.casefold() == "sexual offences":
        return "other_sexual", True
    return _BY_SUB_GROUP.get(folded)
