-- Ethnicity as recorded, for the equality audit alone. In: $as_of, $run. Grain: person_record_id.
select person_record_id, ethnicity, recorded_at
from known_protected_characteristics($as_of, $run)
order by person_record_id;
