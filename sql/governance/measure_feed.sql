-- How much of a feed is known, and how new it is. In: $as_of, $run; {feed}. Grain: one row.
select
    count(*) as known_rows,
    max(recorded_at) as newest
from known_{feed}($as_of, $run);
