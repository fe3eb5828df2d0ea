-- In: one thing somebody did. Adds it to the log; nothing there is ever changed.
insert into casework_events
select coalesce(max(event_id), 0) + 1, $happened_at, $actor, $kind, $list_id, $person_id, $decision, $rationale, $until_date, $reason
from casework_events
returning event_id;
