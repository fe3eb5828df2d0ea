-- Rows that had arrived by the run and waited on the day for a person: what was recorded later does not place them.
-- In: {feed}; $as_of; $run.
select count(*)
from {feed}
where
    recorded_at < $as_of
    and landed_run <= $run
    and person_record_id not in (
        select person_record_id
        from persons
        where recorded_at < $as_of and load_run <= $run
    );
