-- The same for a few. In: $as_of, $run, $records. Grain: person_record_id.
select
    person_record_id, source_system, given_names, family_name, date_of_birth, birth_year, sex, pnc_id, postcode,
    recorded_at
from known_persons_of($as_of, $run, $records)
order by person_record_id;
