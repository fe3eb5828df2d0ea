-- Incidents whose newest version has no weight. Out: how many, and the smallest id.
with suspected as (
    select incident_id, offence_code, recorded_at
    from incidents
    where
        contested_run is null
        and offence_code not in (
            select offence_code
            from offences
            where contested_run is null
        )
),
newest as (
    select incident_id, max(recorded_at) as recorded_at
    from incidents
    semi join suspected using (incident_id)
    where contested_run is null
    group by incident_id
)
select count(*), min(incident_id)
from suspected
semi join newest using (incident_id, recorded_at);
