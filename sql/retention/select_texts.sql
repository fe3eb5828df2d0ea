-- The values of a column that could hold a trace: one of the given ids, or more than one plain word.
-- In: $ids; {table}, {column}. Out: the row and the text. Grain: row.
select rowid as position, {column} as content
from {table}
where
    {column} in (select unnest($ids))
    or not regexp_full_match({column}, '[0-9A-Za-z_-]*')
order by position;
