-- Who is named in which incident, and on which days that was known: a suspect still named, an incident neither
-- cancelled nor found by proactive police work. Days count from 1970-01-01; a version is known from the day after it
-- was recorded (from_day) up to the day before until_day. withdrawn: Home Office outcome types 14 and 16.
-- In: $as_of, $run. Grain: version of a suspect × version of an incident.
with suspects as (
    select incident_id, person_record_id, status, relationship, recorded_at, known_until
    from known_suspects_spans($as_of, $run)
),
incidents as (
    select
        incident_id, offence_code, reported_at, detection_mode, area, domestic_abuse, status, outcome_type, recorded_at,
        known_until
    from known_incidents_spans($as_of, $run)
)
select
    suspects.incident_id,
    suspects.person_record_id,
    suspects.relationship,
    incidents.offence_code,
    incidents.area,
    coalesce(incidents.domestic_abuse, false) as domestic_abuse,
    incidents.status = 'open' as is_open,
    coalesce(incidents.outcome_type in ('14', '16'), false) as withdrawn,
    epoch_us(incidents.reported_at) as reported_us,
    (incidents.reported_at::date - date '1970-01-01')::integer as reported_day,
    (greatest(suspects.recorded_at, incidents.recorded_at)::date - date '1970-01-01')::integer + 1 as from_day,
    coalesce((least(suspects.known_until, incidents.known_until)::date - date '1970-01-01')::integer + 1, 2147483647) as until_day
from suspects
inner join incidents using (incident_id)
where
    suspects.status = 'named'
    and incidents.status <> 'cancelled'
    and incidents.detection_mode <> 'proactive'
    and greatest(suspects.recorded_at, incidents.recorded_at)::date
    < coalesce(least(suspects.known_until, incidents.known_until)::date, date '9999-12-31');
