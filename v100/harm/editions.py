"""Which edition of the weights a ranking uses, and where it comes from.

In: what was known, the adopted editions and a name, or none. Out: an `Edition`. Without a name the offences feed
decides. Refuses a name nobody knows or two editions bear, and a store into which nothing was loaded.
"""

from collections.abc import Mapping

import polars as pl

from v100.errors import NotFoundError, RefusedError
from v100.harm.weights import WEIGHT_SCHEMA, Edition, build_edition, name_edition
from v100.resources import resource_path
from v100.store.knowledge import Knowledge

FEED_EDITION = "feed"


def read_shipped() -> dict[str, pl.DataFrame]:
    """Return the tables that ship with V100, by edition."""
    folder = resource_path("data_contracts") / "reference"
    tables = [pl.read_csv(path, infer_schema_length=None) for path in sorted(folder.glob("harm_weights_*.csv"))]
    return {name_edition(table): table for table in tables}


def find_edition(name: str | None, knowledge: Knowledge, adopted: Mapping[str, pl.DataFrame]) -> Edition:
    """Return the edition `name`, or the offences feed's own.

    Raises NotFoundError (11), or RefusedError (13) where the feed took the name of an adopted edition.
    """
    own = read_own(knowledge)
    if own is None:
        raise NotFoundError("Nothing has been loaded yet.", hint="Load the feeds with `v100 refresh DIR`.")
    if name in (None, FEED_EDITION):
        return own
    if name == own.name and name in adopted:
        raise RefusedError(
            f"The offences feed and an adopted edition are both called {name}.",
            hint=f"Name the feed's with --edition {FEED_EDITION}, and import the other under another name.",
        )
    found = {edition.name: edition for edition in list_editions(knowledge, adopted)}
    if name not in found:
        known = ", ".join(sorted(found.keys() - {""}))
        raise NotFoundError(f"There is no edition {name} of the harm weights.", hint=f"Known editions: {known}.")
    return found[name]


def list_editions(knowledge: Knowledge, adopted: Mapping[str, pl.DataFrame]) -> list[Edition]:
    """Return the offences feed's own edition, the adopted ones and the shipped ones; the feed's name goes first."""
    own = read_own(knowledge)
    editions = [own] if own else []
    editions += [build_edition(name, "imported", rows) for name, rows in adopted.items()]
    taken = {edition.name for edition in editions}
    editions += [build_edition(name, "shipped", rows) for name, rows in read_shipped().items() if name not in taken]
    return editions


def read_own(knowledge: Knowledge) -> Edition | None:
    """Return the edition that the offences feed names, or None where nothing was loaded."""
    if knowledge.run == 0:
        return None
    feed = knowledge.read_offences()
    return build_edition(name_edition(feed), "feed", feed.select(sorted(WEIGHT_SCHEMA.keys() & set(feed.columns))))
