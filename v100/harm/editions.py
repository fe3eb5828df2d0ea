"""Which edition of the weights a ranking uses, and where it comes from.

In: what was known, the adopted editions and a name, or none. Out: an `Edition`. Without a name the offences feed
decides. Refuses a name nobody knows, and a store into which nothing was loaded.
"""

from collections.abc import Mapping

import polars as pl

from v100.errors import NotFoundError
from v100.harm.weights import Edition, build_edition, name_edition
from v100.resources import resource_path
from v100.store.knowledge import Knowledge

FEED_EDITION = "feed"


def read_shipped() -> dict[str, pl.DataFrame]:
    """Return the tables that ship with V100, by edition."""
    folder = resource_path("data_contracts") / "reference"
    tables = [pl.read_csv(path, infer_schema_length=None) for path in sorted(folder.glob("harm_weights_*.csv"))]
    return {name_edition(table): table for table in tables}


def find_edition(name: str | None, knowledge: Knowledge, adopted: Mapping[str, pl.DataFrame]) -> Edition:
    """Return the edition `name`, or the offences feed's own; raises NotFoundError (11)."""
    if knowledge.run == 0:
        raise NotFoundError("Nothing has been loaded yet.", hint="Load the feeds with `v100 refresh DIR`.")
    feed = knowledge.read_offences()
    own = name_edition(feed)
    if name in (None, FEED_EDITION, own):
        return build_edition(own, "feed", feed.drop("file_id", "line", "landed_run", "load_run", "contested_run"))
    if name in adopted:
        return build_edition(name, "imported", adopted[name])
    shipped = read_shipped()
    if name in shipped:
        return build_edition(name, "shipped", shipped[name])
    known = ", ".join(sorted({own, *adopted, *shipped} - {""}))
    raise NotFoundError(f"There is no edition {name} of the harm weights.", hint=f"Known editions: {known}.")
