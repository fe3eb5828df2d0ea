-- The values of a column that could hold a trace: one of the given ids, one of the given words between - and _, or more
-- than one plain word. In: $ids and $words, in small letters; {table}, {column}. Out: the row and the text. Grain: row.
with joined as (
    select rowid as position, unnest(string_split_regex(lower({column}), '[_-]+')) as word
    from {table}
    where regexp_full_match({column}, '[0-9A-Za-z_-]*[_-][0-9A-Za-z_-]*')
)

select rowid as position, {column} as content
from {table}
where
    lower({column}) in (select unnest($ids))
    or not regexp_full_match({column}, '[0-9A-Za-z_-]*')
    or rowid in (select position from joined where word in (select unnest($words)))
order by position;
