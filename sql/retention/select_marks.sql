-- The names and numbers that some records ever bore, in any version that is held. In: $records.
-- Grain: person_record_id and what it says.
select distinct person_record_id, given_names, family_name, pnc_id
from persons
where person_record_id in (select unnest($records))
order by person_record_id, given_names, family_name, pnc_id;
