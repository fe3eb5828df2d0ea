"""Forgetting people in the log while its chain stays whole.

In: a connection inside a transaction, the erasure to put on record, and who is to be forgotten. Out: the line that says
what went: who some numbers were, and the words of every line about them. Refuses nothing; a person who is not in the
log leaves a line all the same.
"""

from collections.abc import Sequence

from v100.audit.line import Entry, Line
from v100.audit.log import append_erasure
from v100.audit.words import join_words
from v100.store.connection import Connection
from v100.store.statements import read_statement


def forget_people(connection: Connection, entry: Entry, person_ids: Sequence[str], seed: bytes) -> Line:
    """Forget people by any of their ids; `verify` then finds this line in place of what is gone."""
    wanted = {"words": join_words(set(person_ids))}
    rows = connection.execute(read_statement("audit_log/find_subjects"), wanted).fetchall()
    subjects = [int(subject) for subject, _ in rows]
    lines: list[int] = []
    if subjects:
        about = connection.execute(read_statement("audit_log/list_lines_of_subjects"), {"subjects": subjects})
        lines = [int(row[0]) for row in about.fetchall()]
    line = append_erasure(connection, entry, seed, lines=lines, subjects=subjects)
    if subjects:
        connection.execute(read_statement("audit_log/delete_subjects"), {"subjects": subjects})
    if lines:
        connection.execute(read_statement("audit_log/delete_texts"), {"lines": lines})
    return line
