-- The victims of the given incidents, by surrogate key. In: $as_of, $run, $incidents.
-- Grain: incident × victim.
select incident_id, victim_id, age, risk_grade
from known_victims($as_of, $run)
where incident_id in (select unnest($incidents))
order by incident_id, victim_id;
