-- How many people on record are named in a text in full. In: $words, those of the text; $text. Grain: one row.
select count(*) as found
from (
    select distinct given_names, family_name
    from persons
    where family_name in (select unnest($words))
) as named
where contains($text, given_names || ' ' || family_name);
