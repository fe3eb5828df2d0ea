-- The victims of the given incidents, by surrogate key. In: $as_of, $run, $incidents.
-- Grain: incident × victim.
select incident_id, victim_id, age, risk_grade
from known_victims_of($as_of, $run, $incidents)
order by incident_id, victim_id;
