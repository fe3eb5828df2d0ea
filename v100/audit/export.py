"""The log as a file for the regulator.

In: the whole log, and where it goes. Out: a JSON Lines file, readable by its owner alone: a line a document, with all
that is needed to check the chain, and last the anchor. Refuses to leave half a file.
"""

import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from v100.audit.line import EMPTY, Anchor, Person
from v100.audit.log import Kept
from v100.audit.show import describe_lines
from v100.store.disk import explain_disk_errors, publish_file


def write_log(path: Path, kept: Sequence[Kept], subjects: Mapping[int, Person]) -> str:
    """Write the file and return the anchor in it."""
    anchor = str(Anchor(kept[-1].line.line, kept[-1].line.hash) if kept else EMPTY)
    documents = [*describe_lines(kept, subjects, whole=True), {"anchor": anchor}]
    text = "".join(f"{json.dumps(document, ensure_ascii=False, sort_keys=True)}\n" for document in documents)
    with explain_disk_errors(path):
        # mkstemp opens the file to its owner alone from the first byte.
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
        partial = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(text.encode())
            publish_file(partial, path)
        finally:
            partial.unlink(missing_ok=True)
    return anchor
