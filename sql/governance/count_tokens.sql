-- How many of the given words are values of a column of a feed, in any version that is held, whatever the case.
-- In: $words, in small letters; {feed}, {column}. Grain: one row.
select count(distinct {column}) as found
from {feed}
where lower({column}) in (select unnest($words));
