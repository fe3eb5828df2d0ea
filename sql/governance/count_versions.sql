-- How many versions of rows that name the given person records are held, known or not: of each key all that was ever
-- sent, what waits for another row, and what is contested.
-- In: $as_of, $ids; {feed}. Grain: one row.
select
    count(*) as versions,
    count(*) filter (load_run is null) as waiting,
    count(*) filter (contested_run is not null) as contested
from {feed}
where
    recorded_at < $as_of
    and person_record_id in (select unnest($ids));
