-- Who else is named in the given incidents. In: $as_of, $run, $incidents. Grain: incident × person record.
select incident_id, person_record_id, status as suspect_status
from known_suspects_of($as_of, $run, $incidents)
order by incident_id, person_record_id;
