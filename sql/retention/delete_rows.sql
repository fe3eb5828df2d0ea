-- Deletes the rows of a table that name some ids. In: $ids; {table}, {column}. Grain: row.
delete from {table}
where {column} in (select unnest($ids));
