-- When the newest incident was recorded that was known. In: $as_of; $run. Out: one row.
select max(recorded_at) as recorded_at
from known_incidents($as_of, $run);
