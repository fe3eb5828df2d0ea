-- Leaves of a challenge its number, dates and outcome, so that it goes on being counted. In: $challenge, $who, $what.
update challenge_events
set
    person_id = $who, record_ids = '[]', about_kind = case when kind = 'open' then 'other' end, about_id = null,
    what = case when kind = 'open' then $what end, rationale = case when kind = 'answer' then $what end,
    changed = case when kind = 'answer' then $what end, effect = null, reason = null
where challenge = $challenge;
