-- When some records were first known: the earliest version of each. In: $as_of, $run, $records.
-- Grain: person_record_id.
select person_record_id, min(recorded_at) as known_since
from known_persons_spans($as_of, $run)
where person_record_id in (select unnest($records))
group by person_record_id
order by person_record_id;
