-- The victims of the given incidents, by surrogate key. One that points at a nominal record waits for that record.
-- In: $as_of, $run, $incidents. Grain: incident and victim.
with harmed as materialized (
    select *
    from known_victims_of($as_of, $run, $incidents)
)
select incident_id, victim_id, age, risk_grade
from harmed
where
    person_record_id is null
    or person_record_id in (
        select person_record_id
        from known_persons_of($as_of, $run, (select list(person_record_id) from harmed))
    )
order by incident_id, victim_id;
