-- The top 100 of the harm stack on bare tables: newest versions, the rule, the order; no ledger, no eligibility.
with incidents_known as (
    select *
    from incidents
    where recorded_at < $as_of
    qualify row_number() over (partition by incident_id order by recorded_at desc) = 1
),
suspects_known as (
    select *
    from suspects
    where recorded_at < $as_of
    qualify row_number() over (partition by incident_id, person_record_id order by recorded_at desc) = 1
)
select
    person_record_id,
    sum(harm_days) as harm_days,
    count(*) as allegations,
    max(incidents_known.reported_at) as last_reported_at
from suspects_known
inner join incidents_known using (incident_id)
inner join offences using (offence_code)
where
    suspects_known.status = 'named'
    and incidents_known.status <> 'cancelled'
    and incidents_known.detection_mode <> 'proactive'
    and offences.in_scope
    and incidents_known.reported_at >= $as_of - interval 365 day
    and incidents_known.reported_at < $as_of
group by person_record_id
having count(*) >= 2
order by harm_days desc, last_reported_at desc, allegations desc, person_record_id
limit 100;
