-- The door for the incidents of a window. An incident none of whose versions was ever reported in the window cannot
-- have its newest one there, so it is left out before the newest is picked; the window is then applied to that one.
-- In: as_of; run; since, the window's first moment. Grain: incident_id.
create or replace macro known_incidents_reported(as_of, run, since) as table
select *
from (
    select *
    from incidents
    where
        recorded_at < as_of
        and load_run <= run
        and (contested_run is null or contested_run > run)
        and incident_id in (
            select incident_id
            from incidents
            where reported_at >= since and reported_at < as_of
        )
    qualify row_number() over (partition by incident_id order by recorded_at desc) = 1
)
where reported_at >= since and reported_at < as_of;
