-- When each person record first came. In: $as_of, $run. Grain: person_record_id.
select person_record_id, min(recorded_at) as first_recorded_at
from known_persons_spans($as_of, $run)
group by person_record_id
order by person_record_id;
