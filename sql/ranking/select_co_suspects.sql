-- Who else is named in the given incidents. In: $as_of, $run, $incidents. Grain: incident × person record.
select incident_id, person_record_id, status as suspect_status
from known_suspects_of($as_of, $run, $incidents)
semi join known_persons($as_of, $run) as persons using (person_record_id)
order by incident_id, person_record_id;
