-- The same door over a stretch of days, made once a feed: {feed} is its table, {key} its key.
-- In: as_of, the moment after which nothing is known; run, the last load run that may be seen.
-- Out: every version known by as_of with known_until, the moment its successor was recorded. On a day D up to as_of,
-- the rows with recorded_at < D and no known_until before D are those that known_{feed}(D, run) gives.
-- Grain: one row a version.
create or replace macro known_{feed}_spans(as_of, run) as table
select *, lead(recorded_at) over (partition by {key} order by recorded_at) as known_until
from {feed}
where
    recorded_at < as_of
    and load_run <= run
    and (contested_run is null or contested_run > run);
