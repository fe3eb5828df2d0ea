-- Whether a person record was known. In: $as_of, $run, $record. Grain: person_record_id.
select person_record_id
from known_persons($as_of, $run)
where person_record_id = $record;
