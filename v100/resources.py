"""Where the files that ship with V100 lie: `sql/`, `data_contracts/`, `models/`.

In: the name of a shipped folder. Out: its path, in a checkout or inside an installed wheel.
Refuses a name that is not shipped.
"""

from functools import cache
from pathlib import Path

from v100.errors import NotFoundError

_PACKAGE = Path(__file__).parent


@cache
def resource_path(name: str) -> Path:
    """Return the folder `name`; raises NotFoundError when the installation lacks it."""
    for root in (_PACKAGE.parent, _PACKAGE / "_resources"):
        if (root / name).is_dir():
            return root / name
    raise NotFoundError(f"The installation lacks its folder {name}.", hint="Install V100 again.")
