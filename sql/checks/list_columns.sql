-- In: $feed. Out: name and type of each column of its table, in order.
select column_name, data_type
from duckdb_columns()
where table_name = $feed and not internal
order by column_index;
