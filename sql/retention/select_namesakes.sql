-- The names that other records bear too, in small letters. In: $records, those of the people who go; $families, family
-- names in small letters. Grain: name.
select distinct lower(given_names) as given_names, lower(family_name) as family_name
from persons
where
    person_record_id not in (select unnest($records))
    and lower(family_name) in (select unnest($families))
order by given_names, family_name;
