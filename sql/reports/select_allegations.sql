-- Every incident in which the given records are or were named, and how it was closed. `suspects_named` counts the
-- records still named in it: an outcome does not say whom of several it concerns.
-- Nothing here may be called as a feed is: a macro of the door would read it in place of the table.
-- In: $as_of, $run, $records. Grain: incident × person record.
with own as materialized (
    select incident_id, person_record_id, status
    from known_suspects_naming($as_of, $run, $records)
    semi join known_persons_of($as_of, $run, $records) as persons using (person_record_id)
),
named as (
    select incident_id, count(*) as suspects_named
    from known_suspects_of($as_of, $run, (select list(incident_id) from own))
    where status = 'named'
    group by incident_id
)
select
    incident_id,
    own.person_record_id,
    own.status as suspect_status,
    incidents.status as incident_status,
    incidents.outcome_type,
    incidents.reported_at,
    incidents.recorded_at as incident_recorded_at,
    coalesce(named.suspects_named, 0) as suspects_named
from own
inner join known_incidents_of($as_of, $run, (select list(incident_id) from own)) as incidents using (incident_id)
left join named using (incident_id)
order by incident_id, own.person_record_id;
