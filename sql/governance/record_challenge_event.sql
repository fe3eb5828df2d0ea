-- In: one thing done about a challenge; $challenge is null for a new one, which takes the next number.
-- Out: the number of the event and of the challenge. Adds it to the log; nothing there is ever changed.
insert into challenge_events
select
    coalesce(max(event_id), 0) + 1, $happened_at, $actor, $kind, coalesce($challenge, coalesce(max(challenge), 0) + 1),
    $person_id, $record_ids, $received_on, $due_on, $what, $about_kind, $about_id, $outcome, $rationale, $changed,
    $effect, $reason
from challenge_events
returning event_id, challenge;
