-- Who is still named in which incident, and on which days that was known.
-- In: $as_of, $run. Grain: version of a suspect.
select
    incident_id,
    person_record_id,
    coalesce(relationship in ('partner', 'ex_partner'), false) as partner,
    coalesce(relationship = 'stranger', false) as stranger,
    (recorded_at::date - date '1970-01-01')::integer + 1 as from_day,
    coalesce((known_until::date - date '1970-01-01')::integer + 1, 2147483647) as until_day
from known_suspects_spans($as_of, $run)
where status = 'named' and recorded_at::date < coalesce(known_until::date, date '9999-12-31');
