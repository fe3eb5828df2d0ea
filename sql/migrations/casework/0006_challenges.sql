-- What people contest about themselves and what was answered: only added to.

-- One row a thing done about a challenge: received (open) or answered (answer). challenge is its number. person_id and
-- record_ids (a JSON array) say whom it was about when it came in; about_kind and about_id what it is aimed at; effect
-- is his rank with and without it as JSON, as it was reckoned then.
create table challenge_events (
    event_id integer primary key,
    happened_at timestamp not null,
    actor varchar not null,
    kind varchar not null,
    challenge integer not null,
    person_id varchar not null,
    record_ids varchar not null,
    received_on date,
    due_on date,
    what varchar,
    about_kind varchar,
    about_id varchar,
    outcome varchar,
    rationale varchar,
    changed varchar,
    effect varchar,
    reason varchar,
    check (kind in ('open', 'answer')),
    check ((kind = 'answer') = (outcome is not null))
);
