-- Time in custody, and on which days that was known. A spell without an end lasts.
-- In: $as_of, $run. Grain: version of a spell.
select
    person_record_id,
    spell_id,
    (valid_from::date - date '1970-01-01')::integer as first_day,
    coalesce((valid_to::date - date '1970-01-01')::integer, 2147483647) as end_day,
    (recorded_at::date - date '1970-01-01')::integer + 1 as from_day,
    coalesce((known_until::date - date '1970-01-01')::integer + 1, 2147483647) as until_day
from known_custody_spells_spans($as_of, $run)
where recorded_at::date < coalesce(known_until::date, date '9999-12-31');
