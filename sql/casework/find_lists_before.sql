-- In: $number of a list. Out: the numbers of the earlier lists that each person was on. Grain: person_id.
select person_id, list(number order by number)
from issued_entries
where number < $number
group by person_id
order by person_id;
