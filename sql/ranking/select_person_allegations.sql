-- Every incident in which the given records are or were named, with the feed rows behind it.
-- In: $as_of, $run, $records. Grain: incident × person record.
-- A CTE with the name of a feed would be read by the macros of the door in place of the table.
with namings as materialized (
    select *
    from known_suspects_naming($as_of, $run, $records)
    semi join known_persons_of($as_of, $run, $records) as persons using (person_record_id)
),
named as (
    select incident_id, count(*) as suspects_named
    from known_suspects_of($as_of, $run, (select list(incident_id) from namings))
    where status = 'named'
    group by incident_id
)
select
    incident_id,
    namings.person_record_id,
    namings.named_at,
    namings.relationship,
    namings.status as suspect_status,
    incidents.offence_code,
    incidents.reported_at,
    incidents.detection_mode,
    incidents.area,
    incidents.status as incident_status,
    incidents.outcome_type,
    coalesce(named.suspects_named, 0) as suspects_named,
    incident_files.name as incident_file,
    incidents.line as incident_line,
    incidents.load_run as incident_run,
    suspect_files.name as suspect_file,
    namings.line as suspect_line,
    namings.load_run as suspect_run
from namings
inner join known_incidents_of($as_of, $run, (select list(incident_id) from namings)) as incidents using (incident_id)
inner join feed_files as incident_files on incident_files.file_id = incidents.file_id
inner join feed_files as suspect_files on suspect_files.file_id = namings.file_id
left join named using (incident_id)
order by incident_id, namings.person_record_id;
