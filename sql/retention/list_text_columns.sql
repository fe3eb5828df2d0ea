-- Every column of the store that holds text. Grain: table and column.
select table_name, column_name
from duckdb_columns()
where not internal and data_type = 'VARCHAR'
order by table_name, column_index;
