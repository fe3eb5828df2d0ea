-- Who else is named in the given incidents. In: $as_of, $run, $incidents. Grain: incident × person record.
select incident_id, person_record_id, status as suspect_status
from known_suspects($as_of, $run)
where incident_id in (select unnest($incidents))
order by incident_id, person_record_id;
