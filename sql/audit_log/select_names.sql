-- The names that records of some people ever bore. In: $words, a unit separator between any two.
-- Grain: person_record_id and name.
select distinct person_record_id, given_names, family_name
from persons
where person_record_id in (select unnest(string_split($words, chr(31))))
order by person_record_id, given_names, family_name;
