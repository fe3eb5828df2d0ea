-- Convictions with the sentence and the release that followed, for the yardstick that needs conviction histories.
-- The offence is the conviction's own, else that of its incident. In: $as_of, $run. Grain: conviction.
with events as (
    select event_id, person_record_id, incident_id, kind, event_at, offence_code
    from known_justice_events($as_of, $run)
    where event_at < $as_of
)
select
    convictions.event_id,
    convictions.person_record_id,
    convictions.event_at::date as convicted_on,
    coalesce(convictions.offence_code, incidents.offence_code) as offence_code,
    (
        select min(sentences.event_at)::date
        from events as sentences
        where
            sentences.kind = 'sentence'
            and sentences.person_record_id = convictions.person_record_id
            and sentences.incident_id = convictions.incident_id
            and sentences.event_at >= convictions.event_at
    ) as sentenced_on,
    (
        select min(releases.event_at)::date
        from events as releases
        where
            releases.kind = 'release'
            and releases.person_record_id = convictions.person_record_id
            and releases.event_at >= convictions.event_at
    ) as released_on
from events as convictions
left join known_incidents($as_of, $run) as incidents using (incident_id)
where convictions.kind = 'conviction'
order by convictions.event_id;
