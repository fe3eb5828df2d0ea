-- In: $number of a list. Out: how many earlier lists each person was on. Grain: person_id.
select person_id, count(*)
from issued_entries
where number < $number
group by person_id;
