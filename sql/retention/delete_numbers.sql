-- Deletes rows of a table by number. In: $numbers; {table}, {column}. Grain: row.
delete from {table}
where {column} in (select unnest($numbers));
