-- The names of other records whose family name is one of some. In: $records, those of the people who go; $families,
-- family names in small letters without blanks or signs. Grain: name.
select distinct given_names, family_name
from persons
where
    person_record_id not in (select unnest($records))
    and regexp_replace(lower(family_name), '[^\p{L}\p{N}]+', '', 'g') in (select unnest($families))
order by given_names, family_name;
