-- The one door to the past, made once a feed: {feed} is its table, {key} its key, {first} the key's first column.
-- In: as_of, the moment of knowledge; run, the last load run that may be seen; ids, to look at these alone.
-- Out: the newest version of each key recorded before as_of, loaded by then, and not contested by then.
-- Grain: one row a key.
create or replace macro known_{feed}(as_of, run) as table
select *
from {feed}
where
    recorded_at < as_of
    and load_run <= run
    and (contested_run is null or contested_run > run)
qualify row_number() over (partition by {key} order by recorded_at desc) = 1;

-- The same for a few: a key cannot change, so picking it before its newest version gives the same rows sooner.
create or replace macro known_{feed}_of(as_of, run, ids) as table
select *
from {feed}
where
    recorded_at < as_of
    and load_run <= run
    and (contested_run is null or contested_run > run)
    and {first} in (select unnest(ids))
qualify row_number() over (partition by {key} order by recorded_at desc) = 1;
