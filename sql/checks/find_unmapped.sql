-- Incidents without a weight. Out: how many, and the smallest id.
select count(distinct incident_id), min(incident_id)
from incidents
where offence_code not in (
    select offence_code
    from offences
    where contested_run is null
);
