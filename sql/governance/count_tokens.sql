-- How many of the given words are values of a column of a feed, in any version that is held.
-- In: $words; {feed}, {column}. Grain: one row.
select count(distinct {column}) as found
from {feed}
where {column} in (select unnest($words));
