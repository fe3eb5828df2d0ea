-- Every person record and the first day on which it was known: who is spoken of before it waits for it.
-- In: $as_of, $run. Grain: person_record_id.
select
    person_record_id,
    (min(recorded_at)::date - date '1970-01-01')::integer + 1 as first_day
from known_persons_spans($as_of, $run)
group by person_record_id
order by person_record_id;
