-- What became of allegations, and on which days that was known: events that end one or carry it on. Arrest, interview,
-- bail and remand are left out: they say what the police did, and a score that read them would feed itself. So is what
-- belongs to no incident.
-- In: $as_of, $run. Grain: version of an event.
select
    incident_id,
    person_record_id,
    kind,
    reason,
    (event_at::date - date '1970-01-01')::integer as event_day,
    (recorded_at::date - date '1970-01-01')::integer + 1 as from_day,
    coalesce((known_until::date - date '1970-01-01')::integer + 1, 2147483647) as until_day
from known_justice_events_spans($as_of, $run)
where
    incident_id is not null
    and kind in ('charge', 'no_further_action', 'discontinued', 'acquittal', 'conviction')
    and recorded_at::date < coalesce(known_until::date, date '9999-12-31');
