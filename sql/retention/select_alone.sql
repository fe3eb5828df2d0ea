-- Those of some incidents in which nobody else is named, nobody is recorded as harmed and nothing was done about
-- anybody else. In: $ids, incidents; $records, those of the people who go. Grain: incident_id.
select distinct incident_id
from incidents
where
    incident_id in (select unnest($ids))
    and incident_id not in (
        select incident_id
        from suspects
        where person_record_id not in (select unnest($records))
    )
    and incident_id not in (
        select incident_id
        from victims
    )
    and incident_id not in (
        select incident_id
        from justice_events
        where incident_id is not null and person_record_id not in (select unnest($records))
    )
order by incident_id;
