-- Who is named in which incident, and whether that stands. In: $as_of, $run. Grain: incident × person record.
select
    suspects.person_record_id,
    suspects.incident_id,
    incidents.offence_code,
    incidents.reported_at,
    coalesce(suspects.status = 'named' and incidents.status <> 'cancelled', false) as stands
from known_suspects($as_of, $run) as suspects
inner join known_incidents($as_of, $run) as incidents using (incident_id)
order by suspects.person_record_id, suspects.incident_id;
