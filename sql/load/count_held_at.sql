-- Rows that had arrived by the run but were waiting for their incident or person. In: {feed}; $as_of; $run.
select count(*)
from {feed}
where recorded_at < $as_of and landed_run <= $run and (load_run is null or load_run > $run);
