-- Incidents and on which days each version was known. Days count from 1970-01-01; a version is known from the day after
-- it was recorded (from_day) up to the day before until_day. can_be_alleged: neither cancelled nor found by proactive
-- police work; the others stay out of every feature. withdrawn: closed with Home Office outcome type 14 or 16.
-- In: $as_of, $run. Grain: version of an incident.
select
    incident_id,
    offence_code,
    area,
    status <> 'cancelled' and detection_mode <> 'proactive' as can_be_alleged,
    coalesce(domestic_abuse, false) as domestic_abuse,
    status = 'open' as is_open,
    coalesce(status = 'closed' and outcome_type in ('14', '16'), false) as withdrawn,
    epoch_us(reported_at) as reported_us,
    (reported_at::date - date '1970-01-01')::integer as reported_day,
    (recorded_at::date - date '1970-01-01')::integer + 1 as from_day,
    coalesce((known_until::date - date '1970-01-01')::integer + 1, 2147483647) as until_day
from known_incidents_spans($as_of, $run)
where recorded_at::date < coalesce(known_until::date, date '9999-12-31');
