-- Leaves of the newest event its number alone, so that no other one gets it. In: $event_id, $rationale.
update casework_events
set
    list_id = null, person_id = null, decision = null, rationale = $rationale, until_date = null, reason = null,
    done_on = null, action_id = null, owner = null, owner_asked = null, tactic = null, due_on = null, result = null,
    disrupted = null, because = null, legal_ground = null, authorised_by = null, blind = null, record_ids = null
where event_id = $event_id;
