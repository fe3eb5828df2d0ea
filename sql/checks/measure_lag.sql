-- How long the first version of a key takes to be recorded. In: {feed}; {key}; {event_time}.
-- Out: median and 95th percentile, whole days.
with first_versions as (
    select min({event_time}) as happened_at, min(recorded_at) as recorded_at
    from {feed}
    where load_run is not null and contested_run is null
    group by {key}
)
select
    quantile_disc(date_diff('day', happened_at, recorded_at), 0.5),
    quantile_disc(date_diff('day', happened_at, recorded_at), 0.95)
from first_versions;
