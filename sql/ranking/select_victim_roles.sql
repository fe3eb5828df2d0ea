-- Incidents in which the given records are victims: the same person on the other side.
-- In: $as_of, $run, $records. Grain: incident × person record.
select person_record_id, incident_id, victim_id
from known_victims($as_of, $run)
where person_record_id in (select unnest($records))
order by person_record_id, incident_id, victim_id;
