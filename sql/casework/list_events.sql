-- In: $person_id, null for all. Out: the log, oldest first. Grain: event_id.
select
    event_id, happened_at, actor, kind, list_id, person_id, decision, rationale, until_date, reason, done_on, action_id,
    owner, owner_asked, tactic, due_on, result, disrupted, because, legal_ground, authorised_by, blind, record_ids
from casework_events
where $person_id is null or person_id = $person_id
order by event_id;
