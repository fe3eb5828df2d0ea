-- Rows that contradicted another on the day and count for nothing. In: {feed}; $as_of; $run.
select count(*)
from {feed}
where recorded_at < $as_of and contested_run <= $run;
