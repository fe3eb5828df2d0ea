"""The list as Parquet: the columns of the CSV with their types, and how to handle the file as metadata.

Under `information` the metadata say what kind of information each column is.
In: a list document. Out: bytes. Refuses to change any text: Parquet has no formulas.
"""

from io import BytesIO

from v100.tasking.document import ListDocument
from v100.tasking.export.fields_file import write_information
from v100.tasking.export.frame import build_list_frame


def render_parquet(document: ListDocument) -> bytes:
    """Return the list as Parquet with key-value metadata. Raises IntegrityError on a damaged date."""
    header = document["header"]
    metadata = {
        "list_id": header["list_id"],
        "as_of": document["parameters"]["as_of"],
        "expires_on": header["expires_on"],
        "marking": header["marking"],
        "statement": header["statement"],
        "knowledge_hash": document["knowledge"]["hash"],
        "format": document["format"],
    }
    frame = build_list_frame(document)
    metadata["information"] = write_information(frame.columns)
    buffer = BytesIO()
    frame.write_parquet(buffer, metadata=metadata)
    return buffer.getvalue()
