-- Whose nominal record each victim of the given incidents is, where one is held and known.
-- In: $as_of, $run, $incidents. Grain: victim_id × person record.
select distinct victim_id, person_record_id
from known_victims_of($as_of, $run, $incidents)
semi join known_persons($as_of, $run) using (person_record_id)
order by victim_id, person_record_id;
