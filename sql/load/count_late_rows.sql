-- Rows recorded before the day that reached the store after the run, or were released after it: a list of that run
-- could not have seen them. One that waited then and waits still has not arrived since.
-- In: {feed}; $as_of; $run.
select count(*)
from {feed}
where recorded_at < $as_of and (load_run > $run or (load_run is null and landed_run > $run));
