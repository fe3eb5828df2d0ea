-- Which of the given records are recorded as victims of any incident too.
-- In: $as_of, $run, $records. Grain: person_record_id.
select distinct person_record_id
from known_victims_naming($as_of, $run, $records)
order by person_record_id;
