-- The records that are new, or say something else than at an earlier moment of knowledge. In: $as_of, $run; $before,
-- $run_before. Grain: person_record_id.
select distinct person_record_id
from (
    select person_record_id, given_names, family_name, date_of_birth, birth_year, sex, pnc_id, postcode
    from known_persons($as_of, $run)
    except
    select person_record_id, given_names, family_name, date_of_birth, birth_year, sex, pnc_id, postcode
    from known_persons($before, $run_before)
)
order by person_record_id;
