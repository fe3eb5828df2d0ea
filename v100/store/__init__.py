"""The two DuckDB files and every statement run on them; the one importer of duckdb."""
