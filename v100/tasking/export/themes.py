"""The families of themes, for the few colours a reader can tell apart.

In: a theme of feeds.md. Out: its family. Refuses to guess: a theme it does not know is `other`.
"""

from typing import Literal, TypeAlias

Family: TypeAlias = Literal["sexual", "violence", "control", "other"]

FAMILY_NAMES: dict[Family, str] = {
    "sexual": "Sexual offences",
    "violence": "Violence",
    "control": "Control, stalking, breach",
    "other": "Other",
}
_MEMBERS: dict[Family, tuple[str, ...]] = {
    "sexual": ("rape", "other_sexual", "image_abuse"),
    "violence": ("homicide", "violence_injury", "violence_no_injury", "strangulation", "kidnap", "weapons"),
    "control": ("coercive_control", "stalking", "harassment", "threats", "order_breach"),
    "other": ("other",),
}
_FAMILY_OF: dict[str, Family] = {theme: family for family, themes in _MEMBERS.items() for theme in themes}


def find_family(theme: str | None) -> Family:
    """Return the family of `theme`."""
    return _FAMILY_OF.get(theme or "other", "other")
