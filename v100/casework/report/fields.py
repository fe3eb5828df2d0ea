"""What kind of information each column of a progress report is.

In: the tables of a report. Out: one more table, with a row a heading. Refuses a heading without a kind (KeyError): it
must be given one in `v100/tasking/information.py` before it can be shown.
"""

from collections.abc import Sequence

from v100.casework.report.tables import Table
from v100.tasking.information import CLASS_MEANINGS, find_standing


def list_field_table(tables: Sequence[Table]) -> Table:
    """Return each heading once, in the order in which they come."""
    headings = dict.fromkeys(heading for table in tables for heading in table.headings)
    rows = [
        (heading, standing.information, standing.source, CLASS_MEANINGS[standing.information])
        for heading in headings
        for standing in [find_standing("report", heading)]
    ]
    return Table("fields", "Kinds of information", ("field", "information", "source", "meaning"), rows)
