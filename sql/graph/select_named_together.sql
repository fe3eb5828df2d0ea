-- Everybody still named in the incidents that still name one of the given records, those records too.
-- A cancelled incident, one found by proactive police work and one not reported before the day link nobody.
-- In: $as_of, $run, $records. Grain: incident × person record.
with linking as materialized (
    select incident_id, offence_code, reported_at, detection_mode, status as incident_status
    from known_incidents_of(
        $as_of,
        $run,
        (select list(incident_id) from known_suspects_naming($as_of, $run, $records) where status = 'named')
    )
    where status <> 'cancelled' and detection_mode <> 'proactive' and reported_at < $as_of
),
named as materialized (
    select incident_id, person_record_id, status as suspect_status
    from known_suspects_of($as_of, $run, (select list(incident_id) from linking))
    where status = 'named'
)
select
    incident_id,
    person_record_id,
    named.suspect_status,
    linking.offence_code,
    linking.reported_at,
    linking.detection_mode,
    linking.incident_status
from named
semi join known_persons_of($as_of, $run, (select list(person_record_id) from named)) as persons using (person_record_id)
inner join linking using (incident_id)
order by incident_id, person_record_id;
