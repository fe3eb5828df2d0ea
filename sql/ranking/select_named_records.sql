-- Which of the given records are named as suspects in any incident.
-- In: $as_of, $run, $records. Grain: person_record_id.
select distinct person_record_id
from known_suspects_naming($as_of, $run, $records)
where status = 'named'
order by person_record_id;
