-- The victims of incidents, by surrogate key, and on which days that was known. One who points at a person record is
-- known once that record is.
-- In: $as_of, $run. Grain: version of a victim.
select
    incident_id,
    victim_id,
    person_record_id,
    coalesce(age < 18, false) as under_18,
    coalesce(risk_grade = 'high', false) as high_risk,
    (recorded_at::date - date '1970-01-01')::integer + 1 as from_day,
    coalesce((known_until::date - date '1970-01-01')::integer + 1, 2147483647) as until_day
from known_victims_spans($as_of, $run)
where recorded_at::date < coalesce(known_until::date, date '9999-12-31');
