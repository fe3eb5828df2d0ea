-- Rows that contradict another of the same key and time, where no later version has settled it.
-- In: {feed}; {key}. Out: how many, and the smallest key.
with contested as (
    select {key}, recorded_at
    from {feed}
    where contested_run is not null
),
settled as (
    select {key}, max(recorded_at) as settled_at
    from {feed}
    semi join contested using ({key})
    where contested_run is null and load_run is not null
    group by {key}
)
select count(*), min(concat_ws(' / ', {key}))
from contested
left join settled using ({key})
where settled_at is null or settled_at < recorded_at;
