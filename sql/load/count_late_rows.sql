-- Rows recorded before the day that reached the store after the run: a list of that run could not have seen them.
-- In: {feed}; $as_of; $run.
select count(*)
from {feed}
where recorded_at < $as_of and (load_run > $run or load_run is null);
