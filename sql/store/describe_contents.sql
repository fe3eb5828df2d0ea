-- Everything a store defines: its tables with their rules, and its macros.
-- In: name, the store. Out: kind, name, definition, in order. Grain: one table or macro.
select 'table' as kind, table_name as name, sql as definition
from duckdb_tables()
where database_name = $name and not internal
union all
select 'macro' as kind, function_name as name, concat_ws(': ', array_to_string(parameters, ', '), macro_definition) as definition
from duckdb_functions()
where database_name = $name and not internal
order by kind, name
