-- Sex and birth for the equality audit alone. In: $as_of, $run. Grain: person_record_id.
select person_record_id, sex, date_of_birth, birth_year, recorded_at
from known_persons($as_of, $run)
order by person_record_id;
