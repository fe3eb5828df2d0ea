-- Times that have not come yet, in versions that no later one has corrected.
-- In: {feed}; {key}; {first}; $now. Out: how many, and the smallest key.
with breaches as (
    select {key}, recorded_at
    from {feed}
    where contested_run is null and ({first} > $now)
),
newest as (
    select {key}, max(recorded_at) as recorded_at
    from {feed}
    semi join breaches using ({key})
    where contested_run is null
    group by {key}
)
select count(*), min(concat_ws(' / ', {key}))
from breaches
semi join newest using ({key}, recorded_at);
