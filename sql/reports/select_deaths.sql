-- When those of the given records died whose death is known. In: $as_of, $run, $records. Grain: person record.
select person_record_id, deceased_on
from known_persons_of($as_of, $run, $records)
where deceased_on is not null
order by person_record_id;
