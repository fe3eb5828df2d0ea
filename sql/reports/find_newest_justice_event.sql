-- When the newest justice event was recorded that was known. In: $as_of; $run. Out: one row.
select max(recorded_at) as recorded_at
from known_justice_events($as_of, $run);
