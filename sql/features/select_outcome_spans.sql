-- What became of allegations, and on which days that was known: events that end one or carry it on. Arrest, interview,
-- bail and remand are left out: they say what the police did, and a score that read them would feed itself. So is what
-- belongs to no incident, to one cancelled, or to one found by proactive police work.
-- In: $as_of, $run. Grain: version of an event × version of an incident.
with events as (
    select person_record_id, incident_id, kind, reason, event_at, recorded_at, known_until
    from known_justice_events_spans($as_of, $run)
),
incidents as (
    select incident_id, detection_mode, status, recorded_at, known_until
    from known_incidents_spans($as_of, $run)
)
select
    events.incident_id,
    events.person_record_id,
    events.kind,
    events.reason,
    (events.event_at::date - date '1970-01-01')::integer as event_day,
    (greatest(events.recorded_at, incidents.recorded_at)::date - date '1970-01-01')::integer + 1 as from_day,
    coalesce((least(events.known_until, incidents.known_until)::date - date '1970-01-01')::integer + 1, 2147483647) as until_day
from events
inner join incidents using (incident_id)
where
    events.kind in ('charge', 'no_further_action', 'discontinued', 'acquittal', 'conviction')
    and incidents.status <> 'cancelled'
    and incidents.detection_mode <> 'proactive'
    and greatest(events.recorded_at, incidents.recorded_at)::date
    < coalesce(least(events.known_until, incidents.known_until)::date, date '9999-12-31');
