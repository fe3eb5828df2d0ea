"""The alternative to `rank --ranker harm`: the one query, its hundred rows fetched."""

import sys
from datetime import datetime
from pathlib import Path

import duckdb

store, as_of = Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2])
query = Path(__file__).with_name("rank.sql").read_text(encoding="utf-8")
with duckdb.connect(str(store), read_only=True) as connection:
    sys.stdout.write(f"{len(connection.execute(query, {'as_of': as_of}).fetchall())}\n")
