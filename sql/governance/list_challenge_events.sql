-- Out: everything done about challenges, oldest first. Grain: event_id.
select
    event_id, happened_at, actor, kind, challenge, person_id, record_ids, received_on, due_on, what, about_kind,
    about_id, outcome, rationale, changed, effect, reason
from challenge_events
order by event_id;
