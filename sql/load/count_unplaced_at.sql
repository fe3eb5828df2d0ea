-- The same for a feed that points at incidents: a row whose incident was not known at $as_of waited for it then, whether
-- or not a later version of the world has it. Without this, what was recorded after the day would show in the count.
-- In: {feed}; $as_of; $run.
select count(*)
from {feed}
where
    recorded_at < $as_of
    and landed_run <= $run
    and (
        load_run is null
        or load_run > $run
        or incident_id not in (
            select incident_id
            from incidents
            where recorded_at < $as_of and load_run <= $run
        )
    );
