-- The values of a column of ids that are one of some words, whatever the case, or hold one between signs.
-- In: $words, in small letters; {feed}, {column}. Grain: value.
with parts as (
    select id, unnest(regexp_extract_all(lower(id), '[\p{L}\p{N}]+')) as word
    from (
        select distinct {column} as id
        from {feed}
        where regexp_matches({column}, '[^0-9A-Za-z]')
    ) as signed
)

select id
from parts
where word in (select unnest($words))
union
select {column} as id
from {feed}
where lower({column}) in (select unnest($words))
order by id;
