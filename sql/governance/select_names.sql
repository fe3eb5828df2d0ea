-- The names of people on record whose family name has a word of a text. In: $words, those of the text in small letters.
-- Grain: name.
select distinct given_names, family_name
from persons
where
    given_names is not null
    and (
        list_has_any(regexp_extract_all(lower(family_name), '[\p{L}\p{N}]+'), $words)
        or regexp_replace(lower(family_name), '[^\p{L}\p{N}]+', '', 'g') in (select unnest($words))
    )
order by given_names, family_name;
