"""The alternative to `refresh`: bare DuckDB reads the same Parquet files into tables, checks nothing."""

import sys
from pathlib import Path

import duckdb

folder, store = Path(sys.argv[1]), Path(sys.argv[2])
store.unlink(missing_ok=True)
with duckdb.connect(str(store)) as connection:
    for path in sorted(folder.glob("*.parquet")):
        connection.execute(f"create table {path.stem} as select * from read_parquet('{path}')")
