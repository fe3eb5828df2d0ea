"""The log as a file for the regulator.

In: the whole log, where it goes, perhaps the age public keys of those who may open it. Out: a JSON Lines file, readable
by its owner alone: a line a document, with all that is needed to check the chain, and last the anchor. Refuses to leave
half a file; with recipients nothing plain reaches the disk.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from v100.audit.line import EMPTY, Anchor, Person
from v100.audit.log import Kept
from v100.audit.show import describe_lines
from v100.store.seal import write_sealed


def write_log(
    path: Path, kept: Sequence[Kept], subjects: Mapping[int, Person], recipients: Sequence[str] = ()
) -> tuple[Path, str]:
    """Write the file and return where it went and the anchor in it; raises StoreError (12) where the disk refuses."""
    anchor = str(Anchor(kept[-1].line.line, kept[-1].line.hash) if kept else EMPTY)
    documents = [*describe_lines(kept, subjects, whole=True), {"anchor": anchor}]
    text = "".join(f"{json.dumps(document, ensure_ascii=False, sort_keys=True)}\n" for document in documents)
    return write_sealed(path, text.encode(), recipients), anchor
