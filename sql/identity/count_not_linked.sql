-- How many records could be compared with others, and are new or say something else than at an earlier moment of
-- knowledge. In: $as_of, $run; $before, $run_before. Grain: one row.
with fresh as (
    select person_record_id, given_names, family_name, date_of_birth, birth_year, sex, pnc_id, postcode
    from known_persons($as_of, $run)
    where
        (recorded_at >= $before or load_run > $run_before)
        and trim(family_name) <> ''
        and (date_of_birth is not null or birth_year is not null or pnc_id is not null or postcode is not null)
)

select count(*) as records
from (
    select person_record_id, given_names, family_name, date_of_birth, birth_year, sex, pnc_id, postcode
    from fresh
    except
    select person_record_id, given_names, family_name, date_of_birth, birth_year, sex, pnc_id, postcode
    from known_persons_of($before, $run_before, (select list(person_record_id) from fresh))
);
