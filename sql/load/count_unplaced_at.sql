-- The same for a feed that points at incidents and persons. In: {feed}; $as_of; $run.
select count(*)
from {feed}
where
    recorded_at < $as_of
    and landed_run <= $run
    and (
        incident_id not in (
            select incident_id
            from incidents
            where recorded_at < $as_of and load_run <= $run
        )
        or person_record_id not in (
            select person_record_id
            from persons
            where recorded_at < $as_of and load_run <= $run
        )
    );
