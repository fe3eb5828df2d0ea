-- The door for what speaks of given person records, made once a feed that names any: {feed} is its table, {key} its
-- key, {first} the key's first column. A key none of whose versions ever named them is left out before the newest
-- version is picked; that one is then asked whether it does.
-- In: as_of; run; records, person record ids. Grain: one row a key.
create or replace macro known_{feed}_naming(as_of, run, records) as table
select *
from (
    select *
    from {feed}
    where
        recorded_at < as_of
        and load_run <= run
        and (contested_run is null or contested_run > run)
        and {first} in (
            select {first}
            from {feed}
            where person_record_id in (select unnest(records))
        )
    qualify row_number() over (partition by {key} order by recorded_at desc) = 1
)
where person_record_id in (select unnest(records));
