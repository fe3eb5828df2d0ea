-- Out: one row where the register of migrations exists, none in a new file.
select 1
from duckdb_tables()
where table_name = 'applied_migrations';
