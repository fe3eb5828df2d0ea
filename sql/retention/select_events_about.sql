-- Everything that was decided and done about anybody, and whom that names. Grain: event_id.
select event_id, person_id, record_ids
from casework_events
order by event_id;
