-- Since when the naming of some records could be learned from: as recorded, and as loaded here. In: $ids.
-- Grain: one row.
select min(suspects.recorded_at) as recorded_at, min(load_runs.loaded_at) as loaded_at
from suspects
inner join load_runs on suspects.load_run = load_runs.run
where suspects.person_record_id in (select unnest($ids));
