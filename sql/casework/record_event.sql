-- In: one thing somebody did. Adds it to the log; nothing there is ever changed.
insert into casework_events (
    event_id, happened_at, actor, kind, list_id, person_id, decision, rationale, until_date, reason, done_on, action_id,
    owner, owner_asked, tactic, due_on, result, disrupted, because, legal_ground, authorised_by, blind, record_ids
)
select
    coalesce(max(event_id), 0) + 1, $happened_at, $actor, $kind, $list_id, $person_id, $decision, $rationale,
    $until_date, $reason, $done_on, $action_id, $owner, $owner_asked, $tactic, $due_on, $result, $disrupted, $because,
    $legal_ground, $authorised_by, $blind, $record_ids
from casework_events
returning event_id;
