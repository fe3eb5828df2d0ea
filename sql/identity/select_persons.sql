-- What records say of who they are about. In: $as_of, $run. Grain: person_record_id.
select person_record_id, source_system, given_names, family_name, date_of_birth, birth_year, sex, pnc_id, postcode
from known_persons($as_of, $run)
order by person_record_id;
