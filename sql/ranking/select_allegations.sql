-- Who is or was named in which incident, for incidents reported in a window.
-- A row that names somebody without a nominal record waits for one, so it names nobody before the record is known.
-- In: $as_of, $run, $reported_from. Grain: incident × person record.
select
    incident_id,
    person_record_id,
    suspects.named_at,
    suspects.relationship,
    suspects.status as suspect_status,
    incidents.offence_code,
    incidents.reported_at,
    incidents.detection_mode,
    incidents.area,
    incidents.status as incident_status,
    incidents.outcome_type
from known_suspects($as_of, $run) as suspects
semi join known_persons($as_of, $run) as persons using (person_record_id)
inner join known_incidents_reported($as_of, $run, $reported_from) as incidents using (incident_id);
