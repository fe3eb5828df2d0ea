-- In: nothing. Out: next_event, the number the next event of the log will have. Grain: one row.
select coalesce(max(event_id), 0) + 1 as next_event
from casework_events;
