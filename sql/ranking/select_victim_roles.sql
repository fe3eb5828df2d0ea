-- Incidents in which the given records are victims: the same person on the other side.
-- In: $as_of, $run, $records. Grain: incident × person record.
select person_record_id, incident_id, victim_id
from known_victims_naming($as_of, $run, $records)
order by person_record_id, incident_id, victim_id;
